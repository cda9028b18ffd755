import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { fromDisagreement, type Measure, undefinedFigure, undefinedMeasure } from "./figure.ts";
import { type LabelCounts, labelCounts } from "./label-counts.ts";

/**
 * Krippendorff's alpha for labels without an order (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"): any
 * number of annotators, missing answers allowed; items with fewer than two answers say nothing and are left out. Works
 * on counts, never on pairs. The same to the bit however annotators, items or labels are called: it sums whole numbers.
 */
export const nominalAlpha = (answers: ClassAnswers): Measure => nominalAlphaOf(labelCounts(answers));

/** The same, where the counts are there already. */
export const nominalAlphaOf = (counts: LabelCounts): Measure => {
  if (counts.incomparable) return undefinedMeasure(counts.incomparable);
  const { pairable, answers, starts, label, count } = counts;
  const unlike = unlikePairs(counts);
  const most = answers.reduce((a, b) => Math.max(a, b), 0);
  return {
    takesPart: pairable,
    figure: (times) => {
      const said = new Float64Array(counts.labels);
      const unlikeByAnswers = new Float64Array(most + 1);
      let all = 0;
      for (const item of pairable) {
        const weight = times ? times[item]! : 1;
        if (weight === 0) continue;
        all += weight * answers[item]!;
        unlikeByAnswers[answers[item]!]! += weight * unlike[item]!;
        for (let at = starts[item]!; at < starts[item + 1]!; at += 1) said[label[at]!]! += weight * count[at]!;
      }
      if (all === 0) return undefinedFigure("no-pairs");
      const observed = unlikeByAnswers.reduce((sum, pairs, size) => (size < 2 ? 0 : sum + pairs / (size - 1)), 0);
      const sameByChance = said.reduce((sum, one) => sum + one * one, 0);
      return fromDisagreement(observed / all, (all * all - sameByChance) / (all * (all - 1)));
    },
  };
};

/** By item, ordered pairs of answers that differ. */
const unlikePairs = ({ items, answers, starts, count }: LabelCounts): Float64Array => {
  const pairs = new Float64Array(items);
  for (let item = 0; item < items; item += 1) {
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      pairs[item]! += count[at]! * (answers[item]! - count[at]!);
    }
  }
  return pairs;
};
