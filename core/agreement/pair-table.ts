import type { ClassAnswers } from "../consensus/classes/class-answers.ts";

/** Of the items that both of two annotators answered: how many the first gave the row's label, the second the column's. */
export interface PairTable {
  readonly labels: number;
  /** Row-major `label of the first × labels + label of the second`. */
  readonly counts: Float64Array;
  /** The sum of all counts. */
  readonly shared: number;
}

/** The table of two annotators. Where one answered an item several times, each of her answers meets each of the other's. */
export const pairTable = (answers: ClassAnswers, first: number, second: number): PairTable => {
  const { items, labels, starts, annotator, label } = answers;
  const counts = new Float64Array(labels * labels);
  let shared = 0;
  for (let item = 0; item < items; item += 1) {
    for (let a = starts[item]!; a < starts[item + 1]!; a += 1) {
      if (annotator[a] !== first) continue;
      for (let b = starts[item]!; b < starts[item + 1]!; b += 1) {
        if (annotator[b] !== second || a === b) continue;
        counts[label[a]! * labels + label[b]!]! += 1;
        shared += 1;
      }
    }
  }
  return { labels, counts, shared };
};

/** What the two-person coefficients need of a table. */
export interface TableShares {
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly agreed: number;
}

/** Each one's shares by label, and the share of items on which they agree; the table is not empty. */
export const tableShares = ({ labels, counts, shared }: PairTable, weights?: Float64Array): TableShares => {
  const first = new Float64Array(labels);
  const second = new Float64Array(labels);
  let agreed = 0;
  for (let a = 0; a < labels; a += 1) {
    for (let b = 0; b < labels; b += 1) {
      const share = counts[a * labels + b]! / shared;
      first[a]! += share;
      second[b]! += share;
      agreed += share * (weights ? weights[a * labels + b]! : a === b ? 1 : 0);
    }
  }
  return { first, second, agreed };
};
