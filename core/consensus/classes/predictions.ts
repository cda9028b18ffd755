import { refuse } from "../../refusal.ts";
import { designEffect, RHO } from "../design-effect.ts";
import { TIE } from "../tie.ts";
import type { ClassAnswers } from "./class-answers.ts";
import type { ClassFit, Gold } from "./class-fit.ts";
import { type Calibration, calibrated } from "./prediction-calibration.ts";
import { neverSure, softmaxInto } from "./shrinkage-read-out.ts";

/** What a model says of items: a probability for each class (a row of zeros where it says nothing), or one class (−1: nothing). */
export type Predictions =
  | { readonly kind: "probabilities"; readonly rows: Float64Array }
  | { readonly kind: "labels"; readonly label: Int32Array };

export interface PredictedFit extends ClassFit {
  /** 1 where a person answered, or gold is known: without either a prediction decides nothing. */
  readonly isDecided: Uint8Array;
  readonly calibration: Calibration;
}

export interface PredictionSettings {
  readonly rho?: number;
  /** The gold that `people` was fitted with. */
  readonly gold?: Gold;
  /** Lets a prediction change a winner that people alone have. False unless asked for. */
  readonly mayOutvote?: boolean;
}

/**
 * Lets a model's predictions speak as one more, calibrated, voice (its weight as in CROWDLAB, Goh et al. 2022) on what
 * people's answers came to. People's fit is not learned from it.
 *
 * - Where people alone have one winner it stays, in `posterior` and in `confidence`: the voice is turned down until
 *   nothing overtakes it. A prediction can make people's label doubtful or surer, never replace it.
 * - Where people are tied it chooses among the tied labels only; where it does not care, they stay tied.
 * - Where nobody answered, the row is the calibrated prediction and `isDecided` is 0.
 * - A label known from gold stays.
 *
 * Refuses predictions of another shape, and chances that are negative or no numbers.
 */
export const withPredictions = (
  people: ClassFit,
  answers: ClassAnswers,
  predictions: Predictions,
  { rho = RHO, gold, mayOutvote = false }: PredictionSettings = {},
): PredictedFit => {
  const { items, labels, starts } = answers;
  const chances = chancesOf(predictions, items, labels);
  const { voice, calibration } = calibrated(chances, people.confidence, answers, gold);
  const posterior = people.posterior.slice();
  const confidence = people.confidence.slice();
  const isDecided = new Uint8Array(items);
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    const count = starts[item + 1]! - starts[item]!;
    const own = confidence.subarray(row, row + labels);
    const isGold = (gold?.[item] ?? -1) >= 0;
    isDecided[item] = isGold || count > 0 ? 1 : 0;
    const said = voice.subarray(row, row + labels);
    if (isGold || said.every((log) => log === 0)) continue;
    const of = posterior.subarray(row, row + labels);
    if (count === 0 || mayOutvote) speak(of, said, 1);
    else breakTie(of, said);
    // Answers and voice are as alike as two people's: the voice is divided as theirs are, one more being heard.
    const strength = count === 0 ? 1 : 1 / designEffect(count + 1, rho);
    const winner = of.indexOf(Math.max(...of));
    speak(own, said, count === 0 || mayOutvote ? strength : strength * loudest(own, said, winner, strength));
    neverSure(confidence, row, labels);
  }
  return { posterior, confidence, skill: people.skill, isDecided, calibration };
};

const speak = (row: Float64Array, said: Float64Array, strength: number): void => {
  for (const [label, log] of said.entries()) row[label] = Math.log(row[label]!) + strength * log;
  softmaxInto(row, 0, row.length);
};

/** Shares what tied leaders hold out among them as the voice says. One leader keeps it all. */
const breakTie = (row: Float64Array, said: Float64Array): void => {
  const most = Math.max(...row);
  const leaders = [...row.keys()].filter((label) => row[label]! >= most - TIE);
  if (leaders.length < 2) return;
  const held = leaders.reduce((sum, label) => sum + row[label]!, 0);
  const shares = Float64Array.from(leaders, (label) => said[label]!);
  softmaxInto(shares, 0, shares.length);
  for (const [at, label] of leaders.entries()) row[label] = held * shares[at]!;
};

/** A label that may not overtake stays at least so far behind, in logs. */
const BEHIND = 1e-6;

/** The greatest share, 0 to 1, of the voice at which no label comes before the winner that was not there already. */
const loudest = (row: Float64Array, said: Float64Array, winner: number, strength: number): number => {
  let share = 1;
  for (const [label, log] of said.entries()) {
    const push = strength * (log - said[winner]!);
    if (push <= 0) continue;
    const lead = Math.log(row[winner]!) - Math.log(row[label]!) - BEHIND;
    share = Math.min(share, Math.max(0, lead) / push);
  }
  return share;
};

/** Rows that sum to 1, or to 0 where nothing was said; of one class a 1. */
const chancesOf = (predictions: Predictions, items: number, labels: number): Float64Array => {
  const rows = new Float64Array(items * labels);
  if (predictions.kind === "labels") {
    if (predictions.label.length !== items) throw refused("labels", predictions.label.length, `${items}, one an item`);
    for (const [item, label] of predictions.label.entries()) {
      if (label >= labels) throw refused("label", label, `a label's number below ${labels}, or -1`);
      if (label >= 0) rows[item * labels + label] = 1;
    }
    return rows;
  }
  if (predictions.rows.length !== rows.length) throw refused("rows", predictions.rows.length, `${rows.length} chances`);
  for (let row = 0; row < rows.length; row += labels) {
    let sum = 0;
    for (let at = row; at < row + labels; at += 1) {
      const chance = predictions.rows[at]!;
      if (!(chance >= 0 && chance < Number.POSITIVE_INFINITY)) throw refused("chance", chance, "a number from 0");
      sum += chance;
    }
    if (sum > 0) for (let at = row; at < row + labels; at += 1) rows[at] = predictions.rows[at]! / sum;
  }
  return rows;
};

const refused = (field: string, value: number, allowed: string) =>
  refuse("bad-request", "predictions do not fit the answers", { field, value: String(value), allowed });
