import { type Figure, fromDisagreement, undefinedFigure } from "./figure.ts";
import type { LabelCounts } from "./label-counts.ts";
import type { LabelDistance } from "./label-distance.ts";

/**
 * Cross-replication reliability (Wong, Paritosh and Aroyo 2021): alpha's question put to two groups. Disagreement is
 * between one of each, on the items that both answered, each item weighing as many answers as both gave it; chance is
 * anybody of the one against anybody of the other on these items. Undefined where the groups share no item, or all say
 * the same.
 */
export const crossGroup = (one: LabelCounts, other: LabelCounts, distance: LabelDistance): Figure => {
  const ones = new Float64Array(one.labels);
  const others = new Float64Array(one.labels);
  let fromOne = 0;
  let fromOther = 0;
  let observed = 0;
  for (const item of one.answered) {
    const sizes = [one.answers[item]!, other.answers[item]!] as const;
    if (sizes[1] === 0) continue;
    let apart = 0;
    for (let a = one.starts[item]!; a < one.starts[item + 1]!; a += 1) {
      ones[one.label[a]!]! += one.count[a]!;
      for (let b = other.starts[item]!; b < other.starts[item + 1]!; b += 1) {
        apart += one.count[a]! * other.count[b]! * distance(one.label[a]!, other.label[b]!);
      }
    }
    for (let b = other.starts[item]!; b < other.starts[item + 1]!; b += 1) others[other.label[b]!]! += other.count[b]!;
    fromOne += sizes[0];
    fromOther += sizes[1];
    observed += (apart * (sizes[0] + sizes[1])) / (sizes[0] * sizes[1]);
  }
  if (fromOne === 0) return undefinedFigure("no-pairs");
  return fromDisagreement(observed / (fromOne + fromOther), summed(ones, others, distance) / (fromOne * fromOther));
};

/** The sum of distances between all answers of the one and all of the other. */
const summed = (ones: Float64Array, others: Float64Array, distance: LabelDistance): number => {
  let sum = 0;
  for (let a = 0; a < ones.length; a += 1) {
    if (ones[a] === 0) continue;
    let row = 0;
    for (let b = 0; b < others.length; b += 1) if (others[b]! > 0) row += others[b]! * distance(a, b);
    sum += ones[a]! * row;
  }
  return sum;
};
