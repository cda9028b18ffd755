import { type Figure, fromDisagreement, undefinedFigure } from "./figure.ts";
import type { LabelCounts } from "./label-counts.ts";

/** Of each item with two answers or more, in the order of `pairable`: what squared differences need to know. */
export interface ItemMoments {
  readonly mean: Float64Array;
  /** Sum of squared distances from the item's mean. */
  readonly spread: Float64Array;
}

/** Moments by item, of the numbers that labels stand for. Sums run from an item's first value, so that equals stay equal. */
export const itemMoments = (counts: LabelCounts, values: Float64Array): ItemMoments => {
  const { pairable, answers, starts, label, count } = counts;
  const mean = new Float64Array(pairable.length);
  const spread = new Float64Array(pairable.length);
  for (let at = 0; at < pairable.length; at += 1) {
    const item = pairable[at]!;
    const first = values[label[starts[item]!]!]!;
    let sum = 0;
    for (let entry = starts[item]!; entry < starts[item + 1]!; entry += 1) {
      sum += count[entry]! * (values[label[entry]!]! - first);
    }
    const centre = first + sum / answers[item]!;
    mean[at] = centre;
    for (let entry = starts[item]!; entry < starts[item + 1]!; entry += 1) {
      spread[at]! += count[entry]! * (values[label[entry]!]! - centre) ** 2;
    }
  }
  return { mean, spread };
};

/** Alpha where disagreement is the squared difference: sums of squares within items against those over all answers. */
export const squaredAlpha = (counts: LabelCounts, { mean, spread }: ItemMoments, times?: Float64Array): Figure => {
  const { pairable, answers } = counts;
  const first = mean[0]!;
  let all = 0;
  let sum = 0;
  for (let at = 0; at < pairable.length; at += 1) {
    const weight = (times ? times[pairable[at]!]! : 1) * answers[pairable[at]!]!;
    all += weight;
    sum += weight * (mean[at]! - first);
  }
  if (all === 0) return undefinedFigure("no-pairs");
  const centre = first + sum / all;
  let within = 0;
  let total = 0;
  for (let at = 0; at < pairable.length; at += 1) {
    const size = answers[pairable[at]!]!;
    const weight = times ? times[pairable[at]!]! : 1;
    within += (weight * size * spread[at]!) / (size - 1);
    total += weight * (spread[at]! + size * (mean[at]! - centre) ** 2);
  }
  return fromDisagreement((2 * within) / all, (2 * total) / (all - 1));
};
