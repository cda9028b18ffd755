import { designEffect, RHO } from "../design-effect.ts";
import type { ClassAnswers } from "./class-answers.ts";
import type { Gold } from "./class-fit.ts";
import { softmaxRow } from "./log-space.ts";
import { neverSure } from "./shrinkage-read-out.ts";

/** log P(an item's answers | its true label), row-major by item and label, with the prior log P(label) beside it. */
export interface Evidence {
  readonly log: Float64Array;
  readonly logPrior: Float64Array;
}

/**
 * Fills `posterior` with P(label | answers) and gives log P(all answers). Gold clamps its items; an item without answers
 * gets the prior, and says nothing about how likely the answers are.
 */
export const readPosterior = (
  { log, logPrior }: Evidence,
  { items, labels, starts }: ClassAnswers,
  gold: Gold | undefined,
  posterior: Float64Array,
): number => {
  let logLikelihood = 0;
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    for (let at = 0; at < labels; at += 1) posterior[row + at] = logPrior[at]! + log[row + at]!;
    const known = gold?.[item] ?? -1;
    const isAnswered = starts[item + 1]! > starts[item]!;
    const logAnswers = known >= 0 ? posterior[row + known]! : softmaxRow(posterior, row, labels);
    if (isAnswered) logLikelihood += logAnswers;
    if (known >= 0) clamp(posterior, row, labels, known);
  }
  return logLikelihood;
};

/**
 * The probability to report. Annotators err alike on hard items, so their answers are not as many independent witnesses:
 * the evidence of n answers is divided by the design effect, as the default's is. Only gold is certain.
 */
export const readConfidence = (
  { log, logPrior }: Evidence,
  { items, labels, starts }: ClassAnswers,
  gold: Gold | undefined,
): Float64Array => {
  const confidence = new Float64Array(items * labels);
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    const known = gold?.[item] ?? -1;
    if (known >= 0) {
      confidence[row + known] = 1;
      continue;
    }
    const effect = designEffect(starts[item + 1]! - starts[item]!, RHO);
    for (let at = 0; at < labels; at += 1) confidence[row + at] = logPrior[at]! + log[row + at]! / effect;
    softmaxRow(confidence, row, labels);
    neverSure(confidence, row, labels);
  }
  return confidence;
};

/** Makes a row certain of one label. */
export const clamp = (posterior: Float64Array, row: number, labels: number, known: number): void => {
  posterior.fill(0, row, row + labels);
  posterior[row + known] = 1;
};
