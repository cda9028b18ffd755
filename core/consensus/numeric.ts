import { designEffect, RHO } from "./design-effect.ts";
import type { NumericAnswers } from "./numeric-answers.ts";

/** What fusing numbers gives, in the unit of the answers. */
export interface NumericFit {
  readonly value: Float64Array;
  /**
   * The standard error of each value, Infinity where nothing tells it: of an item without answers, and of all items as
   * long as no two people answered the same one. 0 where everybody always agrees.
   */
  readonly deviation: Float64Array;
  /** How far each annotator's answers scatter about the values: a standard deviation. That of all for a stranger; Infinity as above. */
  readonly scatter: Float64Array;
}

/** An annotator's scatter is worth so many answers of everybody's beforehand. */
const SHRINK = 10;
const ITERATIONS_MAX = 100;
/** Of the range of the answers: values that move less have arrived. */
const MOVE_MAX = 1e-9;

/**
 * Precision-weighted means: an answer is the value plus noise whose variance is the annotator's own, fitted by EM and
 * shrunk towards everybody's, ten answers' worth, so that a few lucky answers do not decide alone (Raykar et al., JMLR
 * 2010, with a prior). It knows of no bias, and follows outliers of the precise: where those rule, take the median. Where
 * all scatter alike it is the plain mean. The deviation takes n people for fewer independent ones, as confidence does. An
 * item without answers gets the mean of all answers; without any answers it is 0.
 */
export const fuseNumbers = (answers: NumericAnswers): NumericFit => {
  const { origin, range } = unitOf(answers.value);
  const scaled = { ...answers, value: answers.value.map((given) => (given - origin) / range) };
  const alike = new Float64Array(answers.annotators).fill(1);
  let means = weightedMeans(scaled, alike);
  // The first means count as known: before the first round there is no scale of noise to doubt them by.
  let variances = variancesOf(scaled, means.mean, new Float64Array(answers.items));
  for (let iteration = 0; iteration < ITERATIONS_MAX && variances.pooled > 0; iteration += 1) {
    const next = weightedMeans(scaled, variances.own);
    const moved = greatestMove(means.mean, next.mean);
    variances = variancesOf(scaled, next.mean, next.variance);
    means = next;
    if (iteration > 0 && moved <= MOVE_MAX) break;
  }
  const noise = variances.compared === 0 ? Number.POSITIVE_INFINITY : variances.pooled > 0 ? 1 : 0;
  return {
    value: means.mean.map((mean) => origin + range * mean),
    deviation: means.variance.map((variance, item) => {
      const count = answers.starts[item + 1]! - answers.starts[item]!;
      if (count === 0 || noise === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
      return noise * range * Math.sqrt(variance * designEffect(count, RHO));
    }),
    scatter: variances.own.map((own) => (variances.compared === 0 ? noise : range * Math.sqrt(own))),
  };
};

/** Answers are taken from 0 to 1 while they are fitted, so that neither great nor tiny units lose digits. */
const unitOf = (values: Float64Array): { readonly origin: number; readonly range: number } => {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least > most) return { origin: 0, range: 1 };
  return { origin: least, range: most > least ? most - least : 1 };
};

interface Means {
  readonly mean: Float64Array;
  /** Of each mean, as if people erred independently. */
  readonly variance: Float64Array;
}

const weightedMeans = ({ items, starts, annotator, value }: NumericAnswers, variance: Float64Array): Means => {
  const everyone = value.length > 0 ? value.reduce((sum, given) => sum + given, 0) / value.length : 0;
  const means = { mean: new Float64Array(items).fill(everyone), variance: new Float64Array(items) };
  for (let item = 0; item < items; item += 1) {
    let sum = 0;
    let precision = 0;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      const weight = 1 / variance[annotator[at]!]!;
      sum += weight * value[at]!;
      precision += weight;
    }
    if (precision === 0) continue;
    means.mean[item] = sum / precision;
    means.variance[item] = 1 / precision;
  }
  return means;
};

interface Variances {
  /** By annotator. */
  readonly own: Float64Array;
  readonly pooled: number;
  /** Answers to items that somebody else answered too: the others tell nothing of scatter. */
  readonly compared: number;
}

const variancesOf = (
  { items, annotators, starts, annotator, value }: NumericAnswers,
  mean: Float64Array,
  doubt: Float64Array,
): Variances => {
  const squares = new Float64Array(annotators);
  const count = new Float64Array(annotators);
  let sum = 0;
  let compared = 0;
  for (let item = 0; item < items; item += 1) {
    if (starts[item + 1]! - starts[item]! < 2) continue;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      const square = (value[at]! - mean[item]!) ** 2 + doubt[item]!;
      squares[annotator[at]!]! += square;
      count[annotator[at]!]! += 1;
      sum += square;
      compared += 1;
    }
  }
  const pooled = compared > 0 ? sum / compared : 0;
  const own = squares.map((square, who) => (square + SHRINK * pooled) / (count[who]! + SHRINK));
  return { own, pooled, compared };
};

const greatestMove = (before: Float64Array, after: Float64Array): number =>
  after.reduce((most, value, item) => Math.max(most, Math.abs(value - before[item]!)), 0);
