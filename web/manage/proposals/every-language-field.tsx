import type { VNode } from "preact";
import { type Localized, PAGE_LANGUAGES } from "../../../core/localized.ts";
import { languageName } from "../../i18n/language-name.ts";
import { Field } from "../../parts/field.tsx";
import { LocalizedField } from "../localized-field.tsx";

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
  const { label, value, maxLength, lines = 1, onValue } = props;
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
            {(control) => {
              const shared = { ...control, lang: tag, dir: "auto", maxLength, value: value[tag] ?? "" } as const;
              return lines > 1 ? (
                <textarea {...shared} rows={lines} onInput={(event) => change(tag, event.currentTarget.value)} />
              ) : (
                <input {...shared} onInput={(event) => change(tag, event.currentTarget.value)} />
              );
            }}
          </Field>
        ))}
    </div>
  );
};
