import type { VNode } from "preact";
import { type Localized, PAGE_LANGUAGES, type PageLanguage } from "../../core/localized.ts";
import { language, OWN_NAMES } from "../i18n/language.ts";
import { t } from "../i18n/t.ts";
import { Field } from "../parts/field.tsx";

interface LocalizedFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly wrong?: string | undefined;
  readonly value: Localized;
  readonly onValue: (value: Localized) => void;
  readonly maxLength: number;
  /** Height in lines; one line is an input. */
  readonly lines?: number;
}

/** A text in the language of now, with the other languages of the page folded under it. */
export const LocalizedField = (props: LocalizedFieldProps): VNode => {
  const others = PAGE_LANGUAGES.filter((one) => one !== language.value);
  const filled = others.some((one) => props.value[one]);
  return (
    <div class="stack tight">
      <InOne {...props} of={language.value} required />
      <details open={filled}>
        <summary class="small soft">
          {t("manage.otherLanguage", { languages: others.map((one) => OWN_NAMES[one]).join(", ") })}
        </summary>
        {others.map((one) => (
          <InOne key={one} {...props} hint="" wrong={undefined} of={one} />
        ))}
      </details>
    </div>
  );
};

const InOne = ({
  label,
  hint,
  wrong,
  value,
  onValue,
  maxLength,
  lines = 1,
  of,
  required,
}: LocalizedFieldProps & { readonly of: PageLanguage; readonly required?: boolean }): VNode => {
  const change = (text: string): void => {
    const { [of]: _before, ...rest } = value;
    onValue(text.trim() === "" ? rest : { ...rest, [of]: text });
  };
  const missing = required && Object.keys(value).length === 0;
  const shared = { lang: of, maxLength, required: missing === true, value: value[of] ?? "" };
  return (
    <Field label={required ? label : `${label} (${OWN_NAMES[of]})`} hint={hint} wrong={wrong}>
      {(control) =>
        lines > 1 ? (
          <textarea {...control} {...shared} rows={lines} onInput={(event) => change(event.currentTarget.value)} />
        ) : (
          <input {...control} {...shared} onInput={(event) => change(event.currentTarget.value)} />
        )
      }
    </Field>
  );
};
