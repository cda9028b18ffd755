import type { VNode } from "preact";
import type { Localized } from "../../../core/localized.ts";
import { wordDiff } from "../../../core/word-diff.ts";
import { t } from "../../i18n/t.ts";
import { languageName } from "./proposal-words.ts";

interface TextChangesProps {
  readonly before: Localized;
  readonly after: Localized;
}

/** What was taken out and what was put in, word by word, in each language that has changed. */
export const TextChanges = ({ before, after }: TextChangesProps): VNode => {
  const languages = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return (
    <div class="stack tight">
      <h4>{t("proposals.diff")}</h4>
      {languages
        .filter((tag) => before[tag] !== after[tag])
        .map((tag) => (
          <div key={tag} class="stack tight">
            <p class="small soft">{languageName(tag)}</p>
            <p class="written diff" lang={tag} dir="auto">
              {wordDiff(before[tag] ?? "", after[tag] ?? "").map(({ kind, text }, at) =>
                kind === "same" ? (
                  <span key={at}>{text}</span>
                ) : kind === "added" ? (
                  <ins key={at}>{text}</ins>
                ) : (
                  <del key={at}>{text}</del>
                ),
              )}
            </p>
          </div>
        ))}
    </div>
  );
};
