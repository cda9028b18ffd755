import type { VNode } from "preact";
import { money, t } from "../i18n/t.ts";
import { dayWords } from "./day-words.ts";
import type { MyWork } from "./kept-work.ts";

type Account = MyWork["accounts"][number];

/** Earned, paid and owed, by currency, as the ledger and the payouts have it. */
export const Pay = ({ work }: { readonly work: MyWork }): VNode => {
  const { accounts, unpaid, payouts, payoutCount } = work;
  return (
    <section class="card stack" aria-labelledby="pay">
      <h2 id="pay">{t("mine.pay")}</h2>
      {accounts.length === 0 && <p class="soft">{t("mine.pay.none")}</p>}
      {accounts.map((account) => (
        <Sums key={account.currency} account={account} work={work} />
      ))}
      {unpaid > 0 && <p>{t("mine.pay.unpaid", { count: unpaid })}</p>}
      {payoutCount > 0 && (
        <details>
          <summary>{t("mine.pay.payouts", { count: payoutCount })}</summary>
          <Payouts payouts={payouts} />
          {payouts.length < payoutCount && <p class="soft small">{t("mine.pay.payouts.newest")}</p>}
        </details>
      )}
      <p class="soft small">{t("mine.pay.how")}</p>
    </section>
  );
};

type Figure = readonly [name: "today" | "month" | "earned" | "paid" | "ahead" | "owed", micros: number];

const Sums = ({ account, work }: { readonly account: Account; readonly work: MyWork }): VNode => {
  const { currency, earnedMicros, paidMicros, owedMicros } = account;
  const of = (sums: MyWork["today"]): number => sums.find((sum) => sum.currency === currency)?.amountMicros ?? 0;
  const figures: readonly Figure[] = [
    ["today", of(work.today)],
    ["month", of(work.thisMonth)],
    ["earned", earnedMicros],
    ["paid", paidMicros],
    owedMicros < 0 ? ["ahead", -owedMicros] : ["owed", owedMicros],
  ];
  return (
    <dl class="mine-figures">
      {figures.map(([name, micros]) => (
        <div key={name}>
          <dt class="small soft">{t(`mine.pay.${name}`)}</dt>
          <dd class="figure">{money(micros, currency)}</dd>
        </div>
      ))}
    </dl>
  );
};

export const Payouts = ({ payouts }: { readonly payouts: MyWork["payouts"] }): VNode => (
  <ul class="mine-list">
    {payouts.map(({ payoutId, amountMicros, currency, paidOn, note }) => (
      <li key={payoutId}>
        {dayWords(paidOn)}: <strong>{money(amountMicros, currency)}</strong> {note && <q>{note}</q>}
      </li>
    ))}
  </ul>
);
