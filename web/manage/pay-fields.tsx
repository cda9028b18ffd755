import type { VNode } from "preact";
import { t } from "../i18n/t.ts";
import { TextField } from "../parts/field.tsx";
import type { ProjectDraft } from "./project-draft.ts";

interface PayFieldsProps {
  readonly draft: ProjectDraft;
  readonly put: (part: Partial<ProjectDraft>) => void;
  readonly wrong?: string | undefined;
  readonly secondsWrong?: string | undefined;
}

/** Paid or not has to be said: neither is chosen at first. How long an answer takes may be said where it is paid. */
export const PayFields = ({ draft, put, wrong, secondsWrong }: PayFieldsProps): VNode => (
  <>
    <fieldset class="choices">
      <legend>{t("manage.form.pay")}</legend>
      {(["paid", "unpaid"] as const).map((kind) => (
        <label key={kind}>
          <input type="radio" name="pay" checked={draft.pay === kind} onChange={() => put({ pay: kind })} />
          {t(`manage.form.pay.${kind}`)}
        </label>
      ))}
      {draft.pay === "paid" && (
        <div class="pair">
          <TextField
            label={t("manage.form.amount")}
            value={draft.amount}
            inputMode="decimal"
            onValue={(amount) => put({ amount: amount.replace(",", ".") })}
          />
          <TextField
            label={t("manage.form.currency")}
            hint={t("manage.form.currencyHint")}
            value={draft.currency}
            maxLength={3}
            autocapitalize="none"
            onValue={(currency) => put({ currency })}
          />
        </div>
      )}
      <p class="soft small">{t("manage.form.payHint")}</p>
      {wrong && <p class="wrong">{wrong}</p>}
    </fieldset>
    {draft.pay === "paid" && (
      <div class="stack tight">
        <div class="pair">
          <TextField
            label={t("manage.form.secondsUsual")}
            value={draft.secondsUsual}
            inputMode="numeric"
            maxLength={5}
            onValue={(secondsUsual) => put({ secondsUsual: secondsUsual.trim() })}
          />
          <TextField
            label={t("manage.form.secondsSlow")}
            wrong={secondsWrong}
            value={draft.secondsSlow}
            inputMode="numeric"
            maxLength={5}
            onValue={(secondsSlow) => put({ secondsSlow: secondsSlow.trim() })}
          />
        </div>
        <p class="soft small">{t("manage.form.secondsHint")}</p>
      </div>
    )}
  </>
);
