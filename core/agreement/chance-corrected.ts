import type { AgreementWeights } from "./agreement-weights.ts";
import { type Figure, fromAgreement, type Measure, undefinedFigure, undefinedMeasure } from "./figure.ts";
import type { LabelCounts } from "./label-counts.ts";

/**
 * What the kappas share (Gwet 2014, "Handbook of Inter-Rater Reliability", missing answers allowed): the observed
 * agreement is the mean, over items with two answers or more, of the share of their pairs that agree; the expected one
 * follows from each label's share, which is the mean over all answered items of the item's own share. They differ in
 * `expectedOf` alone, which gives undefined where one label makes it meaningless.
 */
export const chanceCorrected = (
  counts: LabelCounts,
  expectedOf: (shares: Float64Array, times?: Float64Array) => number | undefined,
  weights?: AgreementWeights,
): Measure => {
  if (counts.incomparable) return undefinedMeasure(counts.incomparable);
  const agreeing = agreementByItem(counts, weights);
  const { answered, answers, starts, label, count } = counts;
  return {
    takesPart: answered,
    figure: (times): Figure => {
      const shares = new Float64Array(counts.labels);
      let all = 0;
      let compared = 0;
      let observed = 0;
      for (const item of answered) {
        const weight = times ? times[item]! : 1;
        if (weight === 0) continue;
        const size = answers[item]!;
        all += weight;
        if (size > 1) {
          compared += weight;
          observed += weight * agreeing[item]!;
        }
        for (let at = starts[item]!; at < starts[item + 1]!; at += 1)
          shares[label[at]!]! += (weight * count[at]!) / size;
      }
      if (compared === 0) return undefinedFigure("no-pairs");
      for (let at = 0; at < shares.length; at += 1) shares[at]! /= all;
      const expected = expectedOf(shares, times);
      return expected === undefined ? undefinedFigure("one-label") : fromAgreement(observed / compared, expected);
    },
  };
};

/** By item, the share of its pairs of answers that agree; 0 where there is none. */
export const agreementByItem = (counts: LabelCounts, weights?: AgreementWeights): Float64Array => {
  const { items, labels, pairable, answers, starts, label, count } = counts;
  const agreeing = new Float64Array(items);
  for (const item of pairable) {
    const size = answers[item]!;
    let pairs = 0;
    for (let a = starts[item]!; a < starts[item + 1]!; a += 1) {
      pairs += count[a]! * (count[a]! - 1);
      for (let b = starts[item]!; weights && b < starts[item + 1]!; b += 1) {
        if (b !== a) pairs += count[a]! * count[b]! * weights[label[a]! * labels + label[b]!]!;
      }
    }
    agreeing[item] = pairs / (size * (size - 1));
  }
  return agreeing;
};
