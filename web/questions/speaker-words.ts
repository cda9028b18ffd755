import { inLanguage } from "../../core/localized.ts";
import type { ThreadShape } from "../../lambdas/api/threads.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { language } from "../i18n/language.ts";
import { t } from "../i18n/t.ts";
import type { AnchorShape } from "./anchor.ts";

export type WordShape = ThreadShape["words"][number];

/** How whoever said it is called here: by a name only if she chose one. */
export const speakerName = ({ speaker, author, isMe }: Pick<WordShape, "speaker" | "author" | "isMe">): string => {
  if (isMe) return t("questions.you");
  if (!author) return t("questions.vendor");
  const name = author.name ?? t(`questions.tag.${speaker === "reviewer" ? "reviewer" : "annotator"}`);
  return `${name} · ${author.tag}`;
};

/** "waits for 3 days", or "waits since today". */
export const waitWords = (days: number): string =>
  days === 0 ? t("questions.waits.today") : t("questions.waits", { count: days });

/** What a question is about. */
export const anchorWords = (anchor: AnchorShape, labelName: (labelId: string) => string): string =>
  anchor.kind === "label"
    ? t("questions.about.label", { label: labelName(anchor.labelId) })
    : t(`questions.about.${anchor.kind}`);

/** The name of a label in force or retired; its id for one that is not there. */
export const labelNameIn =
  ({ labels, retired }: ResponseOf<"getProject">["ontology"]) =>
  (labelId: string): string => {
    const found = [...labels, ...retired].find(({ id }) => id === labelId);
    return found ? inLanguage(found.names, language.value) : labelId;
  };
