import type { SetAnswers } from "./set-answers.ts";

/**
 * How annotators choose labels that are there and labels that are not. `hit` is P(chosen | there) and `pass` is
 * P(left out | not there), at `annotator × labels + label`.
 */
export interface SetRates {
  readonly hit: Float64Array;
  readonly pass: Float64Array;
  /** P(there) by label, before anybody answered. */
  readonly prior: Float64Array;
  /** By annotator, over all labels. */
  readonly hits: Float64Array;
  readonly passes: Float64Array;
}

/** An annotator's rate at one label is worth so many answers at her rate over all labels. */
const LABEL_STRENGTH = 5;
/** Her rate over all labels is worth so many answers at everybody's. */
const ANNOTATOR_STRENGTH = 6;
/** Everybody's starts at four right of six. */
const RIGHT_BEFORE = 4;
const ANSWERED_BEFORE = 6;

/**
 * Fits the rates to how likely each label of each item is: of a person at a label, towards hers over all labels, towards
 * everybody's. The default's shrinkage, with the labels' common annotator in the middle.
 */
export const fitSetRates = (answers: SetAnswers, there: Float64Array): SetRates => {
  const { annotators, labels } = answers;
  const counts = countRates(answers, there);
  const hit = shrink(counts.chosenThere, counts.there, annotators, labels);
  const pass = shrink(counts.leftAbsent, counts.absent, annotators, labels);
  return {
    hit: hit.rates,
    pass: pass.rates,
    hits: hit.own,
    passes: pass.own,
    prior: counts.items.map((sum) => (sum + 1) / (counts.answered + 2)),
  };
};

/** Expected counts, at `annotator × labels + label`. */
interface RateCounts {
  readonly there: Float64Array;
  readonly chosenThere: Float64Array;
  readonly absent: Float64Array;
  readonly leftAbsent: Float64Array;
  /** By label, the items that have it; and how many items have an answer. */
  readonly items: Float64Array;
  readonly answered: number;
}

const countRates = (answers: SetAnswers, there: Float64Array): RateCounts => {
  const { items, annotators, labels, starts, annotator, chosenStarts, chosen } = answers;
  const table = () => new Float64Array(annotators * labels);
  const counts = { there: table(), chosenThere: table(), absent: table(), leftAbsent: table() };
  const itemsWith = new Float64Array(labels);
  let answered = 0;
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    if (starts[item] === starts[item + 1]) continue;
    answered += 1;
    for (let label = 0; label < labels; label += 1) itemsWith[label]! += there[row + label]!;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      const cells = annotator[at]! * labels;
      for (let label = 0; label < labels; label += 1) {
        const chance = there[row + label]!;
        counts.there[cells + label]! += chance;
        counts.absent[cells + label]! += 1 - chance;
        counts.leftAbsent[cells + label]! += 1 - chance;
      }
      for (let nth = chosenStarts[at]!; nth < chosenStarts[at + 1]!; nth += 1) {
        const chance = there[row + chosen[nth]!]!;
        counts.chosenThere[cells + chosen[nth]!]! += chance;
        counts.leftAbsent[cells + chosen[nth]!]! -= 1 - chance;
      }
    }
  }
  return { ...counts, items: itemsWith, answered };
};

const shrink = (
  right: Float64Array,
  all: Float64Array,
  annotators: number,
  labels: number,
): { readonly rates: Float64Array; readonly own: Float64Array } => {
  const sum = (numbers: Float64Array) => numbers.reduce((total, number) => total + number, 0);
  const everybody = (sum(right) + RIGHT_BEFORE) / (sum(all) + ANSWERED_BEFORE);
  const rates = new Float64Array(annotators * labels);
  const own = new Float64Array(annotators);
  for (let who = 0; who < annotators; who += 1) {
    const from = who * labels;
    const rightOfAll = sum(right.subarray(from, from + labels));
    const allOfHers = sum(all.subarray(from, from + labels));
    own[who] = (rightOfAll + ANNOTATOR_STRENGTH * everybody) / (allOfHers + ANNOTATOR_STRENGTH);
    for (let at = from; at < from + labels; at += 1) {
      // What was taken off above may leave a rounding's worth below nothing.
      rates[at] = (Math.max(0, right[at]!) + LABEL_STRENGTH * own[who]!) / (all[at]! + LABEL_STRENGTH);
    }
  }
  return { rates, own };
};
