import type { VNode } from "preact";
import { type Localized, PAGE_LANGUAGES } from "../../../core/localized.ts";
import { Field } from "../../parts/field.tsx";
import { LocalizedField } from "../localized-field.tsx";
import { languageName } from "./proposal-words.ts";

interface EveryLanguageFieldProps {
  readonly label: string;
  readonly value: Localized;
  readonly maxLength: number;
  readonly lines?: number;
  readonly wrong?: string | undefined;
  readonly onValue: (value: Localized) => void;
}

const isOfPage = (tag: string): boolean => PAGE_LANGUAGES.some((one) => one === tag);

/** A text in the languages of the page, and in those that people wrote it in besides: these are never dropped unseen. */
export const EveryLanguageField = (props: EveryLanguageFieldProps): VNode => {
  const { label, value, maxLength, onValue } = props;
  const change = (tag: string, text: string): void => {
    const { [tag]: _before, ...rest } = value;
    onValue(text.trim() === "" ? rest : { ...rest, [tag]: text });
  };
  return (
    <div class="stack tight">
      <LocalizedField {...props} />
      {Object.keys(value)
        .filter((tag) => !isOfPage(tag))
        .map((tag) => (
          <Field key={tag} label={`${label} (${languageName(tag)})`}>
            {(control) => (
              <input
                {...control}
                lang={tag}
                dir="auto"
                maxLength={maxLength}
                value={value[tag] ?? ""}
                onInput={(event) => change(tag, event.currentTarget.value)}
              />
            )}
          </Field>
        ))}
    </div>
  );
};
