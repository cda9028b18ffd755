import { type AnnotatorLabels, annotatorLabels } from "./annotator-labels.ts";
import type { ClassAnswers } from "./class-answers.ts";
import type { ClassFit, ClassMethod, Gold } from "./class-fit.ts";
import { digamma } from "./digamma.ts";
import { type AnswerModel, maximize } from "./expectation-maximization.ts";
import { majority } from "./majority.ts";
import { uniformLogPrior } from "./one-coin.ts";
import { readConfidence, readPosterior } from "./read-out.ts";
import { rightShare } from "./right-share.ts";

const STOPPING = { iterationsMax: 50, changeMax: 1e-3 };
/** Knowing and guessing each begin with half an answer; every guess with ten: the priors of the authors' program. */
const KNOWING_PRIOR = 0.5;
const GUESS_PRIOR = 10;
/** Where the climbs begin: how much of everybody's answers is known, and how far agreement with the vote tells people apart. */
const START_LEVELS = [0.2, 0.35, 0.5, 0.65, 0.8];
const START_SPREADS = [0, 1];
const START_FLOOR = 0.05;

/**
 * MACE (Hovy et al., NAACL 2013): each answer is either known, and then right, or a guess by the annotator's own habit,
 * whatever the truth; labels are equally likely beforehand. Choose it against people who always click the same. Fitted by
 * variational Bayes from ten starts, of which the likeliest is kept. The starts are fixed and the same for everyone who
 * agrees with the vote alike, where the authors draw them: so neither luck nor anybody's number has a part in it. Ties
 * stay ties. An item without answers holds every label equally likely.
 */
export const mace: ClassMethod = (answers, gold) => {
  const pairs = annotatorLabels(answers);
  let best: { readonly fit: ClassFit; readonly logLikelihood: number } | undefined;
  for (const level of START_LEVELS) {
    for (const spread of START_SPREADS) {
      const found = climb(answers, pairs, gold, startOf(answers, gold, level, spread));
      if (best === undefined || found.logLikelihood > best.logLikelihood) best = found;
    }
  }
  if (best === undefined) throw new Error("there is at least one start");
  return best.fit;
};

/** By annotator, the share of her answers that she knows. */
const startOf = (answers: ClassAnswers, gold: Gold | undefined, level: number, spread: number): Float64Array => {
  const { skill } = majority(answers, gold);
  const mean = skill.length > 0 ? skill.reduce((sum, share) => sum + share, 0) / skill.length : 0;
  return skill.map((share) => Math.min(1 - START_FLOOR, Math.max(START_FLOOR, level + spread * (share - mean))));
};

const climb = (
  answers: ClassAnswers,
  pairs: AnnotatorLabels,
  gold: Gold | undefined,
  start: Float64Array,
): { readonly fit: ClassFit; readonly logLikelihood: number } => {
  const { items, labels } = answers;
  const knows = start;
  const guesses = start.map((share) => 1 - share);
  const habit = new Float64Array(pairs.pairs).fill(1 / labels);
  const log = new Float64Array(items * labels);
  const model: AnswerModel = {
    log,
    logPrior: uniformLogPrior(labels),
    refit: (posterior) => refit(answers, pairs, posterior, { knows, guesses, habit }),
    weigh: () => weigh(answers, pairs, { knows, guesses, habit }, log),
  };
  model.weigh();
  const first = new Float64Array(items * labels);
  readPosterior(model, answers, gold, first);
  const { posterior, logLikelihood } = maximize(answers, gold, model, STOPPING, first);
  const fit = { posterior, confidence: readConfidence(model, answers, gold), skill: rightShare(answers, posterior) };
  return { fit, logLikelihood };
};

interface Habits {
  /** By annotator: the weight of an answer being known, and of its being a guess. */
  readonly knows: Float64Array;
  readonly guesses: Float64Array;
  /** By pair of annotator and label, how she guesses. */
  readonly habit: Float64Array;
}

/** Splits each annotator's answers into known and guessed ones, and reads the weights off their numbers. */
const refit = (
  { items, annotators, labels, starts, label }: ClassAnswers,
  { pairs, pair, annotator }: AnnotatorLabels,
  posterior: Float64Array,
  { knows, guesses, habit }: Habits,
): void => {
  const right = new Float64Array(pairs);
  const said = new Float64Array(pairs);
  for (let item = 0; item < items; item += 1) {
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      right[pair[at]!]! += posterior[item * labels + label[at]!]!;
      said[pair[at]!]! += 1;
    }
  }
  const known = new Float64Array(annotators).fill(KNOWING_PRIOR);
  const guessed = new Float64Array(annotators).fill(KNOWING_PRIOR);
  const guessesOf = new Float64Array(pairs);
  for (let at = 0; at < pairs; at += 1) {
    const who = annotator[at]!;
    const knownShare = knows[who]! / (knows[who]! + guesses[who]! * habit[at]!);
    guessesOf[at] = Math.max(0, said[at]! - right[at]! * knownShare);
    known[who]! += right[at]! * knownShare;
    guessed[who]! += guessesOf[at]!;
  }
  for (let at = 0; at < pairs; at += 1) {
    const all = guessed[annotator[at]!]! - KNOWING_PRIOR + labels * GUESS_PRIOR;
    habit[at] = Math.exp(digamma(guessesOf[at]! + GUESS_PRIOR) - digamma(all));
  }
  for (let who = 0; who < annotators; who += 1) {
    const all = digamma(known[who]! + guessed[who]!);
    knows[who] = Math.exp(digamma(known[who]!) - all);
    guesses[who] = Math.exp(digamma(guessed[who]!) - all);
  }
};

const weigh = (
  { items, labels, starts, label }: ClassAnswers,
  { pairs, pair, annotator }: AnnotatorLabels,
  { knows, guesses, habit }: Habits,
  log: Float64Array,
): void => {
  const logGuess = new Float64Array(pairs);
  const logGain = new Float64Array(pairs);
  for (let at = 0; at < pairs; at += 1) {
    const guess = guesses[annotator[at]!]! * habit[at]!;
    logGuess[at] = Math.log(guess);
    logGain[at] = Math.log((knows[annotator[at]!]! + guess) / guess);
  }
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    let allGuess = 0;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) allGuess += logGuess[pair[at]!]!;
    log.fill(allGuess, row, row + labels);
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) log[row + label[at]!]! += logGain[pair[at]!]!;
  }
};
