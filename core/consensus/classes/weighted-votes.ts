import type { ClassAnswers } from "./class-answers.ts";

/** Sums the weight of everyone who named a label, by item and label. Weights may be negative: a vote against. */
export const weightedVotes = (
  { items, labels, starts, annotator, label }: ClassAnswers,
  weight: Float64Array,
): Float64Array => {
  const votes = new Float64Array(items * labels);
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) votes[row + label[at]!]! += weight[annotator[at]!]!;
  }
  return votes;
};
