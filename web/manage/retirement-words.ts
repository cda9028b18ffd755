import { list, t } from "../i18n/t.ts";
import { labelName } from "../review/label-names.ts";
import type { ProjectShown } from "./project-frame.tsx";

type Retirement = ProjectShown["ontology"]["retired"][number]["retirement"];

/** What becomes of answers that named a label which is asked for no more. */
export const retirementWords = (retirement: Retirement, known: ProjectShown["ontology"]["labels"]): string => {
  switch (retirement.by) {
    case "merge":
      return t("manage.retired.merge", { label: labelName(known, retirement.into) });
    case "split":
      return t("manage.retired.split", {
        labels: list(
          retirement.into.map((id) => labelName(known, id)),
          "disjunction",
        ),
      });
    case "deprecate":
      return t("manage.retired.deprecate");
  }
};
