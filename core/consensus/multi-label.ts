import { sigmoid } from "./classes/log-space.ts";
import { designEffect, RHO } from "./design-effect.ts";
import type { SetAnswers } from "./set-answers.ts";
import { fitSetRates, type SetRates } from "./set-rates.ts";
import { TIE } from "./tie.ts";

/** What fusing sets of labels gives. Tables are row-major: `item × labels + label`. */
export interface MultiLabelFit {
  /** P(the label is there), as if annotators erred independently: above one half it holds. */
  readonly posterior: Float64Array;
  /** The calibrated probability to report: neither 0 nor 1 save for gold. */
  readonly confidence: Float64Array;
  /** 1 where the posterior is one half to a billionth: a tie, and the label does not hold. */
  readonly tied: Uint8Array;
  /** By annotator, how often she chooses a label that is there, over all labels. */
  readonly hits: Float64Array;
  /** By annotator, how often she leaves out a label that is not there. */
  readonly passes: Float64Array;
}

/** What is known: 1 the label is there, 0 it is not, -1 nobody knows. Of the shape of the posterior. */
export type SetGold = Int8Array;

const ITERATIONS = 5;
/** No number of answers makes anything more certain. */
const DOUBT = 1e-9;
/** No answer is held to be impossible. */
const LEAST_CHANCE = 1e-9;

/**
 * Several labels at once: each label is a question of its own, there or not, for which every annotator has a rate of
 * hits and one of passes; her rates at one label are shrunk towards hers over all labels, so that what is learned of her
 * at one counts at all. EM from shares of votes, five iterations, as the default does. Labels are held to be independent
 * of each other. An item without answers has the prior of each label; a stranger, everybody's rates. Memory is
 * annotators × labels and items × labels.
 */
export const fuseSets = (answers: SetAnswers, gold?: SetGold): MultiLabelFit => {
  const { items, labels } = answers;
  let posterior = voteShares(answers, gold);
  let rates = fitSetRates(answers, posterior);
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    if (iteration > 0) rates = fitSetRates(answers, posterior);
    posterior = readSets(answers, rates, gold, 0);
  }
  const confidence = readSets(answers, rates, gold, RHO);
  for (let at = 0; at < items * labels; at += 1) {
    if ((gold?.[at] ?? -1) < 0) confidence[at] = (1 - DOUBT) * confidence[at]! + DOUBT / 2;
  }
  const tied = Uint8Array.from(posterior, (chance) => (Math.abs(chance - 0.5) <= TIE ? 1 : 0));
  return { posterior, confidence, tied, hits: rates.hits, passes: rates.passes };
};

/** An item without answers has one half of each label: it is not counted. */
const voteShares = (answers: SetAnswers, gold: SetGold | undefined): Float64Array => {
  const { items, labels, starts, chosenStarts, chosen } = answers;
  const share = new Float64Array(items * labels);
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    const count = starts[item + 1]! - starts[item]!;
    if (count === 0) share.fill(0.5, row, row + labels);
    for (let nth = chosenStarts[starts[item]!]!; nth < chosenStarts[starts[item + 1]!]!; nth += 1) {
      share[row + chosen[nth]!]! += 1;
    }
    if (count > 0) for (let at = row; at < row + labels; at += 1) share[at]! /= count;
  }
  return clampedToGold(share, gold);
};

const clampedToGold = (chance: Float64Array, gold: SetGold | undefined): Float64Array => {
  gold?.forEach((known, at) => {
    if (known >= 0) chance[at] = known;
  });
  return chance;
};

/** P(there) by item and label under known rates, the evidence of n answers divided by the design effect. */
const readSets = (
  { items, annotators, labels, starts, annotator, chosenStarts, chosen }: SetAnswers,
  { hit, pass, prior }: SetRates,
  gold: SetGold | undefined,
  correlation: number,
): Float64Array => {
  const log = (chance: number): number => Math.log(Math.max(LEAST_CHANCE, chance));
  const left = new Float64Array(annotators * labels);
  const choosing = new Float64Array(annotators * labels);
  for (let at = 0; at < left.length; at += 1) {
    left[at] = log(1 - hit[at]!) - log(pass[at]!);
    choosing[at] = log(hit[at]!) - log(1 - pass[at]!) - left[at]!;
  }
  const odds = new Float64Array(items * labels);
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      const cells = annotator[at]! * labels;
      for (let label = 0; label < labels; label += 1) odds[row + label]! += left[cells + label]!;
      for (let nth = chosenStarts[at]!; nth < chosenStarts[at + 1]!; nth += 1) {
        odds[row + chosen[nth]!]! += choosing[cells + chosen[nth]!]!;
      }
    }
    const effect = designEffect(starts[item + 1]! - starts[item]!, correlation);
    for (let label = 0; label < labels; label += 1) {
      odds[row + label] = sigmoid(log(prior[label]!) - log(1 - prior[label]!) + odds[row + label]! / effect);
    }
  }
  return clampedToGold(odds, gold);
};
