import type { VNode } from "preact";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { date, money, number, t } from "../i18n/t.ts";
import { Empty } from "../parts/empty.tsx";
import { Show, useLoaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { Skeleton } from "../parts/skeleton.tsx";

type Earnings = ResponseOf<"earnings">;

/** Her ledger, summed: today and by month. Nothing in it depends on agreement or speed. */
const Earned = (): VNode => {
  const { api } = useApp();
  const earnings = useLoaded(() => api("earnings", {}));
  return (
    <Page title={t("earned.title")} narrow>
      <Show of={earnings} skeleton={<Skeleton height={140} count={2} />}>
        {(found) =>
          found.months.length === 0 && found.unpaidAnnotations === 0 ? (
            <Empty title={t("earned.empty.title")} body={t("earned.empty.body")}>
              <a class="button primary" href="/">
                {t("home.title")}
              </a>
            </Empty>
          ) : (
            <Sums earnings={found} />
          )
        }
      </Show>
      <p class="soft small">{t("earned.how")}</p>
    </Page>
  );
};

export default Earned;

const Sums = ({ earnings: { today, months, unpaidAnnotations } }: { readonly earnings: Earnings }): VNode => (
  <div class="stack">
    <section class="card">
      <h2>{t("earned.today")}</h2>
      {today.length === 0 && <p class="soft">{t("earned.none")}</p>}
      {today.map(({ currency, amountMicros, annotations }) => (
        <p key={currency}>
          <span class="figure">{money(amountMicros, currency)}</span>{" "}
          <span class="soft">{t("earned.answers", { count: annotations })}</span>
        </p>
      ))}
    </section>
    {months.length > 0 && (
      <section class="card">
        <h2>{t("earned.months")}</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("earned.month")}</th>
              <th scope="col" class="number">
                {t("earned.count")}
              </th>
              <th scope="col" class="number">
                {t("earned.amount")}
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, currency, amountMicros, annotations }) => (
              <tr key={month + currency}>
                <th scope="row">{monthWords(month)}</th>
                <td class="number">{number(annotations)}</td>
                <td class="number">{money(amountMicros, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    )}
    {unpaidAnnotations > 0 && <p>{t("earned.unpaid", { count: unpaidAnnotations })}</p>}
  </div>
);

/** Months of the ledger are UTC. */
const monthWords = (month: string): string =>
  date(Date.parse(`${month}-01T00:00:00Z`), { month: "long", year: "numeric", timeZone: "UTC" });
