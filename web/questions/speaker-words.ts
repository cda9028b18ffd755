import type { ThreadShape } from "../../lambdas/api/threads.ts";
import { t } from "../i18n/t.ts";

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
