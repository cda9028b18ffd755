import type { ClassMethod } from "./class-fit.ts";

/**
 * Majority: everybody counts alike, the most votes win, and equal shares are a tie. Gold clamps. The reported confidence
 * adds a quarter of a vote, spread over all labels, so that not even many who agree are certain. A skill is the share of an annotator's answers that the majority shares (a tie counts as its share of the leaders); half
 * where she answered nothing. An item without answers holds every label equally likely.
 */
export const majority: ClassMethod = (answers, gold) => {
  const { items, labels, starts, label } = answers;
  const posterior = new Float64Array(items * labels);
  const confidence = new Float64Array(items * labels);
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    const known = gold?.[item] ?? -1;
    const from = starts[item]!;
    const to = starts[item + 1]!;
    if (known >= 0) {
      posterior[row + known] = 1;
      confidence[row + known] = 1;
      continue;
    }
    for (let at = from; at < to; at += 1) posterior[row + label[at]!]! += 1;
    for (let at = row; at < row + labels; at += 1) {
      const votes = posterior[at]!;
      posterior[at] = from === to ? 1 / labels : votes / (to - from);
      confidence[at] = smoothedShare(votes, to - from, labels);
    }
  }
  return { posterior, confidence, skill: agreementWithLeaders(answers, posterior) };
};

/** Votes that every label shares beforehand. More would tell less of what the shares are worth, on real sets. */
const DOUBT_VOTES = 0.25;

/** The share of votes with a little doubt: below 1, also where there is one label alone. */
export const smoothedShare = (votes: number, all: number, labels: number): number =>
  (votes + DOUBT_VOTES / Math.max(2, labels)) / (all + DOUBT_VOTES);

const TIE = 1e-9;

const agreementWithLeaders = (
  { items, annotators, labels, starts, annotator, label }: Parameters<ClassMethod>[0],
  posterior: Float64Array,
): Float64Array => {
  const right = new Float64Array(annotators);
  const answered = new Float64Array(annotators);
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    let most = 0;
    for (let at = row; at < row + labels; at += 1) if (posterior[at]! > most) most = posterior[at]!;
    let leaders = 0;
    for (let at = row; at < row + labels; at += 1) if (posterior[at]! >= most - TIE) leaders += 1;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      const who = annotator[at]!;
      answered[who]! += 1;
      if (posterior[row + label[at]!]! >= most - TIE) right[who]! += 1 / leaders;
    }
  }
  return right.map((sum, who) => (answered[who]! > 0 ? sum / answered[who]! : 0.5));
};
