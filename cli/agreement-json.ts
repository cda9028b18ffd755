import type { AgreementReport } from "../core/agreement/agreement-report.ts";
import type { Figure } from "../core/agreement/figure.ts";

/**
 * A report as the command writes it: plain numbers under the names that its readers know, tasks by name. A figure that
 * is not defined is null, and `why_null` says why, by its place.
 */
export const agreementJson = (report: AgreementReport, taskOf: (item: number) => string): object => {
  const { alpha, byLabel, confused, disputed } = report;
  const { interval } = alpha;
  const single = {
    alpha: alpha.figure,
    percent: report.percent,
    fleiss: report.fleiss,
    gwet_ac1: report.gwetAc1,
    brennan_prediger: report.brennanPrediger,
  };
  const figures = Object.entries<Figure>(single);
  const named: readonly (readonly [string, { readonly kind: string; readonly why?: string }])[] = [
    ...figures,
    ["alpha_interval", interval],
    ...byLabel.map((one): [string, Figure] => [`by_label/${one.label}`, one.alpha]),
  ];
  return {
    level: report.level,
    answers: report.answers,
    tasks: report.items,
    tasks_compared: report.itemsCompared,
    annotators: report.annotators,
    pairs: report.pairs,
    alpha: numberIn(alpha.figure),
    alpha_interval:
      interval.kind === "interval"
        ? { low: interval.low, high: interval.high, coverage: interval.coverage, resamples: interval.resamples }
        : null,
    ...Object.fromEntries(
      figures.filter(([name]) => name !== "alpha").map(([name, figure]) => [name, numberIn(figure)]),
    ),
    by_label: byLabel.map(({ label, answers, alpha: figure, echoed }) => ({
      label,
      answers,
      alpha: numberIn(figure),
      echoed,
    })),
    confused: confused.map(({ labels, share, items, examples }) => ({
      labels,
      share,
      tasks: items,
      examples: examples.map(taskOf),
    })),
    disputed: disputed.map(({ item, disagreement, answers }) => ({ task: taskOf(item), disagreement, answers })),
    why_null: Object.fromEntries(named.flatMap(([name, { why }]) => (why === undefined ? [] : [[name, why]]))),
  };
};

const numberIn = (figure: Figure): number | null => (figure.kind === "value" ? figure.value : null);
