import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { newUlid } from "../annotate/say/new-ulid.ts";
import { useApp } from "../app.ts";
import { money, t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Field, TextField } from "../parts/field.tsx";
import { Notice, ProblemNotice } from "../parts/notice.tsx";
import { toast } from "../parts/toast.tsx";
import type { PaidMember } from "./pay-part.tsx";
import { localDay, microsOf, typedAmount } from "./payout-draft.ts";

interface PayoutDialogProps {
  readonly projectId: string;
  readonly paid: PaidMember;
  readonly name: string;
  readonly onRecorded: () => void;
  readonly onClose: () => void;
}

/** Writes down one payout. Its id is made once, so that pressing again after a lost answer does no harm. */
export const PayoutDialog = ({ projectId, paid, name, onRecorded, onClose }: PayoutDialogProps): VNode => {
  const { api, now, random } = useApp();
  const { busy, problem, run } = useAction();
  const owed = paid.accounts.find(({ owedMicros }) => owedMicros > 0) ?? paid.accounts[0];
  const [payoutId] = useState(() => newUlid(now(), random));
  const [amount, setAmount] = useState(owed && owed.owedMicros > 0 ? typedAmount(owed.owedMicros) : "");
  const [currency, setCurrency] = useState(owed?.currency ?? "");
  const [paidOn, setPaidOn] = useState(localDay(now()));
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const [sure, setSure] = useState(false);

  const amountMicros = microsOf(amount);
  const isCurrency = /^[A-Z]{3}$/.test(currency);
  const owedMicros = paid.accounts.find((one) => one.currency === currency)?.owedMicros ?? 0;
  const overMicros = amountMicros === undefined ? 0 : amountMicros - Math.max(0, owedMicros);
  const asks = tried && !sure && overMicros > 0;
  const record = async (): Promise<void> => {
    setTried(true);
    if (amountMicros === undefined || !isCurrency || (overMicros > 0 && !asks && !sure)) return;
    setSure(true);
    const body = { payoutId, personId: paid.personId, amountMicros, currency, paidOn };
    const done = await run(() =>
      api("recordPayout", { path: { projectId }, body: { ...body, ...(note.trim() && { note: note.trim() }) } }),
    );
    if (!done) return;
    toast(t("pay.saved"));
    onRecorded();
    onClose();
  };
  /** What was confirmed was confirmed for these figures. */
  const change = (set: (text: string) => void) => (text: string) => {
    set(text);
    setTried(false);
    setSure(false);
  };
  return (
    <Dialog title={t("pay.title.to", { name })} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void record();
        }}
      >
        <div class="pair">
          <TextField
            label={t("pay.amount")}
            value={amount}
            inputMode="decimal"
            onValue={change(setAmount)}
            wrong={tried && amountMicros === undefined ? t("pay.amount.wrong") : undefined}
            required
          />
          <TextField
            label={t("pay.currency")}
            value={currency}
            maxLength={3}
            onValue={change((text) => setCurrency(text.toUpperCase()))}
            wrong={tried && !isCurrency ? t("pay.currency.wrong") : undefined}
            required
          />
        </div>
        <Field label={t("pay.paidOn")}>
          {(control) => (
            <input
              {...control}
              type="date"
              value={paidOn}
              max={localDay(now())}
              required
              onInput={(event) => setPaidOn(event.currentTarget.value)}
            />
          )}
        </Field>
        <TextField label={t("pay.note")} hint={t("pay.note.hint")} value={note} maxLength={200} onValue={setNote} />
        {asks && (
          <Notice tone="ochre" alert>
            <p>{t("pay.over", { amount: money(overMicros, currency) })}</p>
          </Notice>
        )}
        <ProblemNotice problem={problem} />
        <div class="row end">
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button kind="primary" type="submit" busy={busy}>
            {t(asks ? "pay.over.yes" : "pay.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
