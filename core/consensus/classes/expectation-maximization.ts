import type { ClassAnswers } from "./class-answers.ts";
import type { Gold } from "./class-fit.ts";
import { majority } from "./majority.ts";
import { type Evidence, readPosterior } from "./read-out.ts";

/** A model of how annotators answer, whose parameters are arrays of its own. */
export interface AnswerModel extends Evidence {
  /** Fits the parameters to how likely each label of each item is (M step). */
  readonly refit: (posterior: Float64Array) => void;
  /** Fills `log` with log P(answers | label) under the parameters (first half of the E step). */
  readonly weigh: () => void;
}

export interface Stopping {
  readonly iterationsMax: number;
  /** Stops once no probability moves by more than this. */
  readonly changeMax: number;
}

export interface EmResult {
  readonly posterior: Float64Array;
  /** log P(answers) under the parameters that gave the posterior. 0 without answers. */
  readonly logLikelihood: number;
  readonly iterations: number;
}

/**
 * Expectation maximization (Dempster, Laird & Rubin 1977): fits the model to the labels it believes in and weighs the
 * labels by the model, in turn. It begins with `start`, else with shares of votes.
 */
export const maximize = (
  answers: ClassAnswers,
  gold: Gold | undefined,
  model: AnswerModel,
  { iterationsMax, changeMax }: Stopping,
  start: Float64Array = majority(answers, gold).posterior,
): EmResult => {
  let posterior = start.slice();
  let next = new Float64Array(posterior.length);
  let logLikelihood = 0;
  for (let iteration = 1; iteration <= iterationsMax; iteration += 1) {
    model.refit(posterior);
    model.weigh();
    logLikelihood = readPosterior(model, answers, gold, next);
    const change = greatestChange(posterior, next);
    [posterior, next] = [next, posterior];
    if (change <= changeMax) return { posterior, logLikelihood, iterations: iteration };
  }
  return { posterior, logLikelihood, iterations: iterationsMax };
};

const greatestChange = (before: Float64Array, after: Float64Array): number => {
  let most = 0;
  for (let at = 0; at < before.length; at += 1) most = Math.max(most, Math.abs(after[at]! - before[at]!));
  return most;
};
