import type { VNode } from "preact";
import { t } from "../../i18n/t.ts";
import { Field } from "../../parts/field.tsx";

/** As many as the server takes. */
const LENGTH_MAX = 2_000;

interface WordsFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onValue: (text: string) => void;
  /** Sending was tried: an empty field says what it needs. */
  readonly tried: boolean;
}

/** A reason or a question, in a few lines. */
export const WordsField = ({ label, hint, value, onValue, tried }: WordsFieldProps): VNode => (
  <Field label={label} hint={hint} wrong={tried && value.trim() === "" ? t("proposals.wordsNeeded") : undefined}>
    {(control) => (
      <textarea
        {...control}
        rows={3}
        maxLength={LENGTH_MAX}
        required
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    )}
  </Field>
);
