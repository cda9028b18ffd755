import type { ClassAnswers } from "./class-answers.ts";
import type { ClassMethod } from "./class-fit.ts";
import { type AnswerModel, maximize } from "./expectation-maximization.ts";
import { GLAD_PRIOR_MEAN, type GladParameters, gladObjective, gladSlopes } from "./glad-objective.ts";
import { uniformLogPrior } from "./one-coin.ts";
import { readConfidence } from "./read-out.ts";
import { rightShare } from "./right-share.ts";

const STOPPING = { iterationsMax: 100, changeMax: 1e-3 };
/** Steps up the objective in one M step: the next begins where this one ends. */
const STEPS = 5;
/** The longest step of a parameter; of standard deviations of its prior. */
const STEP_MAX = 1;
const HALVINGS = 8;

/**
 * GLAD (Whitehill et al., NIPS 2009): annotators have an ability, items an easiness, and an answer is right with chance
 * σ(ability · easiness), else wrong with any other label alike; labels are equally likely beforehand. Choose it where some
 * items are plainly harder than others; it knows of no confusions between labels. EM, whose M step climbs by scoring
 * (slope over Fisher information) with halved steps, so the objective never falls. Ties stay ties. An item without
 * answers holds every label equally likely; an annotator without answers has the prior's ability.
 */
export const glad: ClassMethod = (answers, gold) => {
  const { items, annotators, labels } = answers;
  const log = new Float64Array(items * labels);
  let parameters: GladParameters = {
    ability: new Float64Array(annotators).fill(GLAD_PRIOR_MEAN),
    ease: new Float64Array(items).fill(GLAD_PRIOR_MEAN),
  };
  const model: AnswerModel = {
    log,
    logPrior: uniformLogPrior(labels),
    refit: (posterior) => {
      parameters = climbed(answers, posterior, parameters);
    },
    weigh: () => weigh(answers, parameters, log),
  };
  const { posterior } = maximize(answers, gold, model, STOPPING);
  return { posterior, confidence: readConfidence(model, answers, gold), skill: rightShare(answers, posterior) };
};

const climbed = (answers: ClassAnswers, posterior: Float64Array, from: GladParameters): GladParameters => {
  let at = from;
  let height = gladObjective(answers, posterior, at);
  for (let step = 0; step < STEPS; step += 1) {
    const next = stepUp(answers, posterior, at, height);
    if (next === undefined) break;
    at = next.parameters;
    height = next.height;
  }
  return at;
};

interface Reached {
  readonly parameters: GladParameters;
  readonly height: number;
}

/** One step that does not fall; none where even the shortest would. */
const stepUp = (
  answers: ClassAnswers,
  posterior: Float64Array,
  { ability, ease }: GladParameters,
  height: number,
): Reached | undefined => {
  const slopes = gladSlopes(answers, posterior, { ability, ease });
  for (let halving = 0, length = 1; halving < HALVINGS; halving += 1, length /= 2) {
    const move = (values: Float64Array, slope: Float64Array, curvature: Float64Array) =>
      values.map((value, at) => value + length * Math.min(STEP_MAX, Math.max(-STEP_MAX, slope[at]! / curvature[at]!)));
    const parameters = {
      ability: move(ability, slopes.ability, slopes.abilityCurvature),
      ease: move(ease, slopes.ease, slopes.easeCurvature),
    };
    const reached = gladObjective(answers, posterior, parameters);
    if (reached >= height) return { parameters, height: reached };
  }
  return undefined;
};

/** A label gains the log odds, ability · easiness, of everyone who named it, and one label of many the number of others. */
const weigh = (
  { items, labels, starts, annotator, label }: ClassAnswers,
  { ability, ease }: GladParameters,
  log: Float64Array,
): void => {
  const logOthers = Math.log(Math.max(1, labels - 1));
  log.fill(0);
  for (let item = 0; item < items; item += 1) {
    const easiness = Math.exp(ease[item]!);
    const row = item * labels;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      log[row + label[at]!]! += ability[annotator[at]!]! * easiness + logOthers;
    }
  }
};
