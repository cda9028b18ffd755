import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { PAGE_LANGUAGES } from "../../../core/localized.ts";
import { OWN_NAMES } from "../../i18n/language.ts";
import { t } from "../../i18n/t.ts";
import { Field, TextField } from "../../parts/field.tsx";
import { isLanguage } from "./draft.ts";

/** Spoken where pictures of this kind are labelled, beside those that the page has. */
const OTHERS = ["kru", "sat"] as const;
const ANOTHER = "other";

export const COMMON_LANGUAGES: readonly string[] = [...PAGE_LANGUAGES, ...OTHERS];

/** As it is called on this page; its tag where it has no name here. */
export const languageName = (tag: string): string => {
  const own = PAGE_LANGUAGES.find((one) => one === tag);
  const other = OTHERS.find((one) => one === tag);
  return own ? OWN_NAMES[own] : other ? t(`say.language.${other}`) : tag;
};

interface LanguagePickerProps {
  readonly language: string;
  readonly onLanguage: (tag: string) => void;
  readonly wrong: boolean;
}

/** Her language for what she writes and says: one of the common ones, or any other by its tag. */
export const LanguagePicker = ({ language, onLanguage, wrong }: LanguagePickerProps): VNode => {
  const [another, setAnother] = useState(!COMMON_LANGUAGES.includes(language));
  return (
    <>
      <Field label={t("say.language")}>
        {(control) => (
          <select
            {...control}
            value={another ? ANOTHER : language}
            onChange={({ currentTarget: { value } }) => {
              setAnother(value === ANOTHER);
              onLanguage(value === ANOTHER ? "" : value);
            }}
          >
            {PAGE_LANGUAGES.map((one) => (
              <option key={one} value={one} lang={one}>
                {OWN_NAMES[one]}
              </option>
            ))}
            {OTHERS.map((one) => (
              <option key={one} value={one}>
                {t(`say.language.${one}`)}
              </option>
            ))}
            <option value={ANOTHER}>{t("say.language.other")}</option>
          </select>
        )}
      </Field>
      {another && (
        <TextField
          label={t("say.language.tag")}
          hint={t("say.language.tagHint")}
          wrong={wrong && !isLanguage(language) ? t("say.language.tagWrong") : undefined}
          value={language}
          onValue={(value) => onLanguage(value.trim())}
          autocapitalize="none"
          spellcheck={false}
          maxLength={20}
        />
      )}
    </>
  );
};
