import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { labelCounts } from "./label-counts.ts";

/**
 * Which labels people say of the same item: Krippendorff's coincidence matrix, row-major `label × labels + label`,
 * symmetrical. Each item brings as much as it has answers, spread over its pairs, so that items with many answers do not
 * drown the others; the whole sums to the answers that can be compared. Takes labels² numbers.
 */
export const coincidences = (answers: ClassAnswers): Float64Array => {
  const counts = labelCounts(answers);
  const { labels, pairable, starts, label, count } = counts;
  const matrix = new Float64Array(labels * labels);
  for (const item of pairable) {
    const others = counts.answers[item]! - 1;
    for (let a = starts[item]!; a < starts[item + 1]!; a += 1) {
      for (let b = starts[item]!; b < starts[item + 1]!; b += 1) {
        matrix[label[a]! * labels + label[b]!]! += (count[a]! * (count[b]! - (a === b ? 1 : 0))) / others;
      }
    }
  }
  return matrix;
};

/**
 * What people say where the consensus is another: row-major `consensus × labels + said`, in answers. Items whose consensus
 * is not known (-1) are left out. Takes labels² numbers.
 */
export const againstConsensus = (answers: ClassAnswers, consensus: Int32Array): Float64Array => {
  const { items, labels, starts, label } = answers;
  const matrix = new Float64Array(labels * labels);
  for (let item = 0; item < items; item += 1) {
    const decided = consensus[item]!;
    if (decided < 0) continue;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) matrix[decided * labels + label[at]!]! += 1;
  }
  return matrix;
};
