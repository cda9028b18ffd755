import { designEffect, RHO } from "../design-effect.ts";
import type { ClassAnswers } from "./class-answers.ts";
import type { Gold } from "./class-fit.ts";
import { addLogErrors, type ShrinkageFit } from "./shrinkage-fit.ts";

/** So much of every reported probability is spread evenly: no number of answers makes anything certain. */
const NEVER_SURE = 1e-9;

/** Makes probabilities of logs, in place: `length` numbers from `at` on. The greatest is taken off first: nothing overflows. */
export const softmaxInto = (row: Float64Array, at: number, length: number): void => {
  let most = Number.NEGATIVE_INFINITY;
  for (let cell = at; cell < at + length; cell += 1) if (row[cell]! > most) most = row[cell]!;
  let sum = 0;
  for (let cell = at; cell < at + length; cell += 1) {
    const weight = Math.exp(row[cell]! - most);
    row[cell] = weight;
    sum += weight;
  }
  for (let cell = at; cell < at + length; cell += 1) row[cell]! /= sum;
};

/** Both readings of many items, `item × labels + label`. */
export interface ReadOut {
  /** As if annotators erred independently: its highest label wins. */
  readonly posterior: Float64Array;
  /** The evidence divided by the design effect: what is reported as the probability. */
  readonly confidence: Float64Array;
}

/**
 * What every item's answers say under fixed beliefs. A pure function of the answers and the fit, so an item decided one
 * by one comes out the same to the bit. An item without answers holds the class prior. Gold holds its label with 1.
 * Where a project has one label only, the other half of the doubt has no name: its confidence is below 1 all the same.
 */
export const readOut = (answers: ClassAnswers, fit: ShrinkageFit, rho = RHO, gold?: Gold): ReadOut => {
  const { items, labels, starts } = answers;
  const posterior = new Float64Array(items * labels);
  const confidence = new Float64Array(items * labels);
  const logPrior = fit.classPrior.map(Math.log);
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    const known = gold?.[item] ?? -1;
    if (known >= 0) {
      posterior[row + known] = 1;
      confidence[row + known] = 1;
      continue;
    }
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1)
      addLogErrors(fit, answers.annotator[at]!, answers.label[at]!, posterior, row);
    const spread = designEffect(starts[item + 1]! - starts[item]!, rho);
    for (let label = 0; label < labels; label += 1) {
      const evidence = posterior[row + label]!;
      posterior[row + label] = logPrior[label]! + evidence;
      confidence[row + label] = logPrior[label]! + evidence / spread;
    }
    softmaxInto(posterior, row, labels);
    softmaxInto(confidence, row, labels);
    neverSure(confidence, row, labels);
  }
  return { posterior, confidence };
};

/** One item's answers, in the order in which their evidence is summed. */
export interface ToldLabel {
  readonly annotator: number;
  readonly label: number;
}

/** The same for one item alone: what it comes to among others, to the bit. */
export const readItem = (told: readonly ToldLabel[], fit: ShrinkageFit, rho: number = RHO): ReadOut =>
  readOut(
    {
      items: 1,
      annotators: fit.annotators,
      labels: fit.labels,
      starts: Int32Array.of(0, told.length),
      annotator: Int32Array.from(told, ({ annotator }) => annotator),
      label: Int32Array.from(told, ({ label }) => label),
    },
    fit,
    rho,
  );

/** Keeps a row of probabilities below 1, in the same order. Of a single label, half of the doubt is left over. */
export const neverSure = (row: Float64Array, at: number, labels: number): void => {
  for (let cell = at; cell < at + labels; cell += 1)
    row[cell] = (1 - NEVER_SURE) * row[cell]! + NEVER_SURE / Math.max(2, labels);
};
