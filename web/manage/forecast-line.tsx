import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { type Forecast, forecast } from "../../core/consensus/stopping/forecast.ts";
import { stopPolicyOf } from "../../core/consensus/with-certainty.ts";
import type { ConfidenceTarget, Overlap, Pay } from "../../core/project.ts";
import { money, number, percent, t } from "../i18n/t.ts";

interface ForecastLineProps {
  readonly labels: number;
  readonly confidenceTarget: ConfidenceTarget;
  readonly overlap: Overlap;
  readonly pay: Pay | undefined;
  /** What is there now; absent while there is nothing to count: then it tells of a thousand. */
  readonly items?: number;
}

const ITEMS_WITHOUT = 1_000;

/** What the project will take and cost, before it opens: as expected, and if annotators are worse or better than that. */
export const ForecastLine = ({ labels, confidenceTarget, overlap, pay, items }: ForecastLineProps): VNode | null => {
  const { min, max } = overlap;
  const payMicros = pay?.kind === "paid" ? pay.amountMicros : 0;
  const asked = items ?? ITEMS_WITHOUT;
  const found = useMemo((): Forecast | undefined => {
    if (confidenceTarget === "majority" || !(min >= 1 && max >= min && max <= 25) || labels < 2) return undefined;
    // "None of these fit" is a choice too.
    const policy = stopPolicyOf({ confidenceTarget, overlap: { min, max } });
    return forecast({ items: asked, labels: labels + 1, policy, payMicros });
  }, [labels, confidenceTarget, min, max, payMicros, asked]);
  if (!found) return null;
  const { expected, worse, better } = found;
  const each = (annotations: number): string => number(annotations, { maximumFractionDigits: 1 });
  const least = Math.min(better.annotations, worse.annotations, expected.annotations);
  const most = Math.max(better.annotations, worse.annotations, expected.annotations);
  const total = t("manage.forecast.total", {
    items: asked,
    annotations: expected.totalAnnotations,
    least: Math.round(least * asked),
    most: Math.round(most * asked),
  });
  return (
    <p class="soft small" role="status">
      {t("manage.forecast.each", { expected: each(expected.annotations), least: each(least), most: each(most) })}{" "}
      {total}
      {pay?.kind === "paid" && payMicros > 0 && (
        <> {t("manage.forecast.cost", { cost: money(expected.totalMicros, pay.currency) })}</>
      )}{" "}
      {t("manage.forecast.contested", {
        share: percent(expected.contested),
        worse: percent(Math.max(worse.contested, better.contested)),
      })}
    </p>
  );
};
