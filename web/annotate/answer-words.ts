import type { Answer } from "../../core/annotation.ts";
import { list, t } from "../i18n/t.ts";
import type { Mark } from "./marks.ts";

/** An answer in one line of her language. */
export const answerWords = (answer: Answer, marks: readonly Mark[]): string => {
  switch (answer.kind) {
    case "none_fit":
      return t("annotate.noneFit");
    case "cant_tell":
      return answer.reason
        ? `${t("annotate.cantTell")}: ${t(`annotate.reason.${answer.reason}`)}`
        : t("annotate.cantTell");
    case "unusable":
      return `${t("annotate.unusable")}: ${t(`annotate.reason.${answer.reason}`)}`;
    case "labelled": {
      const { classes = [], shapes } = answer.value;
      const names = classes.map((id) => marks.find((mark) => mark.id === id)?.name ?? id);
      const boxes = shapes ? [t("annotate.drawn.count", { count: shapes.length })] : [];
      return list([...names, ...boxes]);
    }
  }
};
