import type { ShrinkageFit } from "../classes/shrinkage-fit.ts";
import { readItem, type ToldLabel } from "../classes/shrinkage-read-out.ts";

/** How far answers to one item repeat each other, where two readings are compared with a threshold. */
const RHO_OF_TWO = 0.1;

/**
 * A measure to stop by where answers are dear and decisions are read out by a later fit: how likely the winner is by two
 * readings, as their mean. One is with everybody's own table of confusions; the other by skill alone, all labels as
 * common and wrong answers falling evenly. While answers are few the first takes habits for known that are not; what it
 * is sure of for that reason alone wants another answer. 0 without an answer. No probability to be told:
 * projects stop by the confidence that they tell (stop-or-ask.ts). docs/consensus.md has what each buys.
 */
export const meanOfTwoReadings = (
  told: readonly ToldLabel[],
  fit: ShrinkageFit,
  plain: ShrinkageFit = withoutHabits(fit),
): number => {
  if (told.length === 0) return 0;
  const own = readItem(told, fit, RHO_OF_TWO).confidence;
  const most = Math.max(...own);
  const other = readItem(told, plain, RHO_OF_TWO).confidence[own.indexOf(most)] ?? 0;
  return (most + other) / 2;
};

/** The same fit with nothing but skills in it: make it once for many items. */
export const withoutHabits = (fit: ShrinkageFit): ShrinkageFit => ({
  ...fit,
  logErrors: new Float64Array(0),
  classPrior: fit.classPrior.map(() => 1 / fit.labels),
  shape: fit.shape.map((share) => (share > 0 ? 1 / (fit.labels - 1) : 0)),
});
