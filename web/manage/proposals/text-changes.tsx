import type { VNode } from "preact";
import type { Localized } from "../../../core/localized.ts";
import { t } from "../../i18n/t.ts";
import { TextDiff } from "../../parts/text-diff.tsx";
import "../../questions/questions.css";
import { languageName } from "../../i18n/language-name.ts";

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
            <TextDiff before={before[tag] ?? ""} after={after[tag] ?? ""} language={tag} />
          </div>
        ))}
    </div>
  );
};
