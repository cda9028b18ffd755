import type { ComponentChildren, VNode } from "preact";
import { useId, useState } from "preact/hooks";
import { t } from "../i18n/t.ts";

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with it, in words; read out and tied to the control. */
  readonly wrong?: string | undefined;
  /** Draws the control; spread `control` on it: id, description, validity. */
  readonly children: (control: {
    readonly id: string;
    readonly "aria-describedby"?: string;
    readonly "aria-invalid"?: "true";
  }) => ComponentChildren;
}

/** A label, a control, and what to know about it. */
export const Field = ({ label, hint, wrong, children }: FieldProps): VNode => {
  const id = useId();
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        ...(described ? { "aria-describedby": described } : {}),
        ...(wrong ? { "aria-invalid": "true" } : {}),
      })}
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {wrong && (
        <span class="wrong" id={`${id}-wrong`}>
          {wrong}
        </span>
      )}
    </div>
  );
};

interface TextFieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly wrong?: string | undefined;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly name?: string;
  readonly autocomplete?: string;
  readonly autocapitalize?: "none" | "sentences";
  readonly spellcheck?: boolean;
  readonly inputMode?: "text" | "numeric" | "decimal" | "email" | "url";
  readonly pattern?: string;
  readonly placeholder?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly required?: boolean;
  readonly readOnly?: boolean;
}

export const TextField = ({ label, hint, wrong, onValue, ...input }: TextFieldProps): VNode => (
  <Field label={label} hint={hint} wrong={wrong}>
    {(control) => <input {...input} {...control} onInput={(event) => onValue(event.currentTarget.value)} />}
  </Field>
);

/** A password, which she may look at: on a phone nobody types blindly. Pasting is left alone (WCAG 3.3.8). */
export const PasswordField = ({ label, hint, wrong, onValue, ...input }: TextFieldProps): VNode => {
  const [seen, setSeen] = useState(false);
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(control) => (
        <span class="inside">
          <input
            {...input}
            {...control}
            {...(seen ? { type: "text" } : { type: "password" })}
            autocapitalize="none"
            spellcheck={false}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
          <button type="button" class="button quiet" aria-pressed={seen} onClick={() => setSeen(!seen)}>
            {seen ? t("signIn.hide") : t("signIn.show")}
            <span class="unseen"> {label}</span>
          </button>
        </span>
      )}
    </Field>
  );
};
