import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { money, t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { PayoutDialog } from "./payout-dialog.tsx";

export type PaidMember = ResponseOf<"listPayouts">["members"][number];
type Member = ResponseOf<"listMembers">["members"][number];

/** What members earned, were paid and are owed; asked for only when the vendor wants to see it. */
export const PayPart = ({
  projectId,
  members,
}: {
  readonly projectId: string;
  readonly members: readonly Member[];
}): VNode => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const [paid, setPaid] = useState<readonly PaidMember[] | undefined>(undefined);
  const [cursor, setCursor] = useState<string | undefined>(undefined);
  const [paying, setPaying] = useState<PaidMember | undefined>(undefined);
  const nameOf = (personId: string): string =>
    members.find((one) => one.personId === personId)?.name ?? t("pay.unknown");

  const more = async (): Promise<void> => {
    const page = await api("listPayouts", { path: { projectId }, query: cursor ? { cursor } : {} });
    setPaid([...(cursor ? (paid ?? []) : []), ...page.members]);
    setCursor(page.cursor);
  };
  const again = async (): Promise<void> => {
    const first = await api("listPayouts", { path: { projectId }, query: {} });
    setPaid(first.members);
    setCursor(first.cursor);
  };
  return (
    <section class="card stack">
      <h2>{t("pay.title")}</h2>
      <p class="soft small">{t("pay.about")}</p>
      {paid && paid.length === 0 && !cursor && <p>{t("pay.none")}</p>}
      {paid && paid.length > 0 && (
        <ul class="people">
          {paid.map((one) => (
            <PaidRow key={one.personId} paid={one} name={nameOf(one.personId)} onPay={() => setPaying(one)} />
          ))}
        </ul>
      )}
      <ProblemNotice problem={problem} />
      {(!paid || cursor) && (
        <div class="row">
          <Button busy={busy} onClick={() => void run(more)}>
            {t(paid ? "pay.more" : "pay.show")}
          </Button>
        </div>
      )}
      {paying && (
        <PayoutDialog
          projectId={projectId}
          paid={paying}
          name={nameOf(paying.personId)}
          onRecorded={() => void run(again)}
          onClose={() => setPaying(undefined)}
        />
      )}
    </section>
  );
};

const PaidRow = ({
  paid,
  name,
  onPay,
}: {
  readonly paid: PaidMember;
  readonly name: string;
  readonly onPay: () => void;
}): VNode => (
  <li class="row apart">
    <span>
      <strong>{name}</strong>
      {paid.accounts.map(({ currency, earnedMicros, paidMicros, owedMicros }) => (
        <span key={currency} class="small">
          <br />
          {t("pay.earned", { amount: money(earnedMicros, currency) })} ·{" "}
          {t("pay.paid", { amount: money(paidMicros, currency) })} ·{" "}
          <strong>
            {owedMicros < 0
              ? t("pay.ahead", { amount: money(-owedMicros, currency) })
              : t("pay.owed", { amount: money(owedMicros, currency) })}
          </strong>
        </span>
      ))}
    </span>
    <Button aria-label={t("pay.recordTo", { name })} onClick={onPay}>
      {t("pay.record")}
    </Button>
  </li>
);
