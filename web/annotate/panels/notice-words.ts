import { inLanguage } from "../../../core/localized.ts";
import type { ChangeShape } from "../../../lambdas/api/changes.ts";
import { list, t } from "../../i18n/t.ts";

type OntologyShown = Extract<ChangeShape, { kind: "ontology" }>;

export interface OperationWords {
  readonly what: string;
  /** What a new or redefined label means. */
  readonly more?: string;
}

/** What was done to the labels, in words. */
export const operationWords = (
  operation: OntologyShown["operations"][number],
  labels: OntologyShown["labels"],
  language: string,
): OperationWords => {
  const nameOf = (id: string): string => {
    const found = labels.find((label) => label.id === id);
    return found ? inLanguage(found.names, language) : id;
  };
  switch (operation.kind) {
    case "begin":
      return { what: t("changes.begin") };
    case "add": {
      const { names, definition, parent } = operation.label;
      const label = inLanguage(names, language);
      const what =
        parent === undefined ? t("changes.add", { label }) : t("changes.addUnder", { label, parent: nameOf(parent) });
      return { what, more: inLanguage(definition, language) };
    }
    case "split": {
      const into = list(operation.into.map(({ names }) => inLanguage(names, language)));
      return { what: t("changes.split", { label: nameOf(operation.label), into }) };
    }
    case "merge":
      return {
        what: t("changes.merge", { labels: list(operation.labels.map(nameOf)), into: nameOf(operation.into) }),
      };
    case "rename":
      return { what: t("changes.rename", { label: inLanguage(operation.names, language) }) };
    case "redefine":
      return {
        what: t("changes.redefine", { label: nameOf(operation.label) }),
        more: inLanguage(operation.definition, language),
      };
    case "deprecate":
      return { what: t("changes.deprecate", { label: nameOf(operation.label) }) };
  }
};
