import type { ClassFit } from "../../../../core/consensus/classes/class-fit.ts";

/** How good probabilities are against a known truth. */
export interface Figures {
  /** Of the untempered winner; of k winners alike, the true one counts 1/k. */
  readonly accuracy: number;
  /** Mean gap, in ten bins of equal width, between the highest reported probability and how often its label is true. */
  readonly ece: number;
  /** Mean −ln of the probability reported for the truth. */
  readonly nll: number;
  /** Mean sum of squared gaps. */
  readonly brier: number;
}

/** Figures over the items whose truth is known (not −1). */
export const figuresOf = ({ posterior, confidence }: ClassFit, truth: Int32Array, labels: number): Figures => {
  const bins = Array.from({ length: 10 }, () => ({ sure: 0, right: 0 }));
  let [count, accuracy, nll, brier] = [0, 0, 0, 0];
  for (const [item, known] of truth.entries()) {
    if (known < 0) continue;
    count += 1;
    accuracy += shareRight(posterior.subarray(item * labels, (item + 1) * labels), known);
    const reported = confidence.subarray(item * labels, (item + 1) * labels);
    const most = Math.max(...reported);
    const bin = bins[Math.min(9, Math.floor(most * 10))]!;
    bin.sure += most;
    bin.right += shareRight(reported, known);
    nll -= Math.log(reported[known]!);
    for (const [label, chance] of reported.entries()) brier += (chance - (label === known ? 1 : 0)) ** 2;
  }
  const ece = bins.reduce((sum, { sure, right }) => sum + Math.abs(sure - right), 0) / count;
  return { accuracy: accuracy / count, ece, nll: nll / count, brier: brier / count };
};

const shareRight = (row: Float64Array, known: number): number => {
  const most = Math.max(...row);
  const alike = row.filter((chance) => chance >= most - 1e-9).length;
  return row[known]! >= most - 1e-9 ? 1 / alike : 0;
};
