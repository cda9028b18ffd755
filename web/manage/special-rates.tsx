import type { VNode } from "preact";
import { CANT_TELL_REASONS } from "../../core/annotation.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { number, percent, t } from "../i18n/t.ts";

type Rates = NonNullable<Extract<ResponseOf<"agreement">, { state: "there" }>["report"]["special"]>;
type LabelRate = Rates["byLabel"][number];

/** From this share of answers on it is said what may be done. */
const MANY_SHARE = 0.1;

interface SpecialRatesProps {
  readonly rates: Rates;
  readonly nameOf: (label: string) => string;
}

/** How often people could not label as asked, beside each label and under each version of the instructions, and what to do. */
export const SpecialRates = ({ rates, nameOf }: SpecialRatesProps): VNode => {
  const { byLabel, byInstructions } = rates;
  const advice = byLabel.flatMap((rate) => adviceFor(rate, nameOf(rate.label)));
  return (
    <section class="card stack">
      <h2>{t("manage.special")}</h2>
      <p class="soft">{t("manage.special.body")}</p>
      {byLabel.length + byInstructions.length === 0 && <p>{t("manage.special.few")}</p>}
      {advice.length > 0 && (
        <ul class="stack tight">
          {advice.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      {byLabel.length > 0 && (
        <RateTable
          head={t("manage.special.label")}
          rows={byLabel.map((rate) => ({ ...rate, name: nameOf(rate.label) }))}
        />
      )}
      {byInstructions.length > 0 && (
        <RateTable
          head={t("manage.special.instructions")}
          rows={byInstructions.map((rate) => ({
            ...rate,
            name: t("manage.special.version", { version: rate.version }),
          }))}
        />
      )}
    </section>
  );
};

/** What a rate asks of whoever made the task; nothing where few could not label. */
const adviceFor = ({ answers, noneFit, cantTell, reasons }: LabelRate, label: string): readonly string[] => {
  const [reason] = CANT_TELL_REASONS.filter((one) => (reasons[one] ?? 0) > 0).sort(
    (a, b) => (reasons[b] ?? 0) - (reasons[a] ?? 0),
  );
  return [
    ...(noneFit / answers >= MANY_SHARE ? [t("manage.special.do.missing", { label })] : []),
    ...(cantTell / answers >= MANY_SHARE ? [t(`manage.special.do.${reason ?? "unsaid"}`, { label })] : []),
  ];
};

interface RateRow extends Pick<LabelRate, "answers" | "noneFit" | "cantTell"> {
  readonly name: string;
}

const RateTable = ({ head, rows }: { readonly head: string; readonly rows: readonly RateRow[] }): VNode => (
  <div class="wide-table">
    <table>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col">{t("manage.answer.none_fit")}</th>
          <th scope="col">{t("manage.answer.cant_tell")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, answers, noneFit, cantTell }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{shareWords(noneFit, answers)}</td>
            <td>{shareWords(cantTell, answers)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const shareWords = (count: number, answers: number): string =>
  t("manage.special.share", { share: percent(count / answers), count: number(count), answers: number(answers) });
