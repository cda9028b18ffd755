import type { ClassAnswers } from "./class-answers.ts";
import { logSigmoid, sigmoid } from "./log-space.ts";

/** What GLAD learns: an annotator is right on an item with chance σ(ability · e^ease). */
export interface GladParameters {
  /** By annotator: 0 is chance of one half, below it she tends to be wrong. */
  readonly ability: Float64Array;
  /** By item, the logarithm of its easiness: the lower, the harder. */
  readonly ease: Float64Array;
}

/** First and (negative, expected) second derivatives, of the same shapes. */
export interface GladSlopes {
  readonly ability: Float64Array;
  readonly ease: Float64Array;
  readonly abilityCurvature: Float64Array;
  readonly easeCurvature: Float64Array;
}

/** Both parameters are held to be about 1, give or take 1, before there are answers: crowd-kit's priors. */
export const GLAD_PRIOR_MEAN = 1;

/**
 * What the M step climbs: Σ over answers of the expected log P(answer | right or wrong), less ½(parameter − 1)² for each
 * parameter. Chances of being right come from the posterior; which wrong label was given adds nothing that moves.
 */
export const gladObjective = (
  { items, labels, starts, annotator, label }: ClassAnswers,
  posterior: Float64Array,
  { ability, ease }: GladParameters,
): number => {
  let sum = 0;
  for (const value of ability) sum -= (value - GLAD_PRIOR_MEAN) ** 2 / 2;
  for (const value of ease) sum -= (value - GLAD_PRIOR_MEAN) ** 2 / 2;
  for (let item = 0; item < items; item += 1) {
    const easiness = Math.exp(ease[item]!);
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      const odds = ability[annotator[at]!]! * easiness;
      const right = posterior[item * labels + label[at]!]!;
      sum += right * logSigmoid(odds) + (1 - right) * logSigmoid(-odds);
    }
  }
  return sum;
};

/** The slopes of the objective in every parameter, and how sharply it bends there (Fisher information, at least 1). */
export const gladSlopes = (
  { items, labels, starts, annotator, label }: ClassAnswers,
  posterior: Float64Array,
  { ability, ease }: GladParameters,
): GladSlopes => {
  const slopes: GladSlopes = {
    ability: ability.map((value) => GLAD_PRIOR_MEAN - value),
    ease: ease.map((value) => GLAD_PRIOR_MEAN - value),
    abilityCurvature: new Float64Array(ability.length).fill(1),
    easeCurvature: new Float64Array(ease.length).fill(1),
  };
  for (let item = 0; item < items; item += 1) {
    const easiness = Math.exp(ease[item]!);
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      const who = annotator[at]!;
      const odds = ability[who]! * easiness;
      const expected = sigmoid(odds);
      const surprise = posterior[item * labels + label[at]!]! - expected;
      const information = expected * (1 - expected);
      slopes.ability[who]! += surprise * easiness;
      slopes.ease[item]! += surprise * odds;
      slopes.abilityCurvature[who]! += information * easiness * easiness;
      slopes.easeCurvature[item]! += information * odds * odds;
    }
  }
  return slopes;
};
