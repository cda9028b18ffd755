import type { ClassAnswers } from "./class-answers.ts";
import type { ClassMethod } from "./class-fit.ts";
import { type AnswerModel, maximize } from "./expectation-maximization.ts";
import { readConfidence } from "./read-out.ts";
import { rightAnswers } from "./right-share.ts";

const STOPPING = { iterationsMax: 100, changeMax: 1e-3 };
/** Half a right and half a wrong answer before the first: nobody is ever surely right or wrong. */
const SMOOTHING = 0.5;
/** A fitted skill stays this far from 0 and 1, whatever rounding did. */
const FLOOR = 1e-9;

/**
 * One-coin: an annotator is right with one probability, her skill, and wrong with any other label alike; all labels are
 * equally likely beforehand. That prior is never learned: with a learned one this model gives whole sets to one label
 * (Toloka's dynamic overlap uses the same posterior; the EM is Dawid & Skene's of 1979 with one parameter a person).
 * Ties stay ties. An item without answers holds every label equally likely; an annotator without answers, half a skill.
 */
export const oneCoin: ClassMethod = (answers, gold) => {
  const skill = new Float64Array(answers.annotators);
  const log = new Float64Array(answers.items * answers.labels);
  const model: AnswerModel = {
    log,
    logPrior: uniformLogPrior(answers.labels),
    refit: (posterior) => {
      const { right, answered } = rightAnswers(answers, posterior);
      for (let who = 0; who < skill.length; who += 1) skill[who] = smoothedSkill(right[who]!, answered[who]!);
    },
    weigh: () => weighOneCoin(answers, skill, log),
  };
  const { posterior } = maximize(answers, gold, model, STOPPING);
  return { posterior, confidence: readConfidence(model, answers, gold), skill };
};

/** A skill from counted answers, 0 to 1: half for a stranger (Toloka's formula for skills on gold). */
export const smoothedSkill = (right: number, answered: number): number =>
  (SMOOTHING + right) / (2 * SMOOTHING + answered);

/** log P(label) where all are equally likely. */
export const uniformLogPrior = (labels: number): Float64Array => new Float64Array(labels).fill(-Math.log(labels));

/**
 * Fills `log` with log P(answers | label) for annotators of known skills, less what all labels of an item share: a label
 * gains the log odds of everyone who named it. Uncertain errors spread over the other labels alike.
 */
export const weighOneCoin = (
  { items, labels, starts, annotator, label }: ClassAnswers,
  skill: Float64Array,
  log: Float64Array,
): void => {
  const others = Math.max(1, labels - 1);
  const right = skill.map((share) => Math.log(Math.max(FLOOR, share)));
  const wrong = skill.map((share) => Math.log(Math.max(FLOOR, 1 - share) / others));
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    let allWrong = 0;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) allWrong += wrong[annotator[at]!]!;
    log.fill(allWrong, row, row + labels);
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      const who = annotator[at]!;
      log[row + label[at]!]! += right[who]! - wrong[who]!;
    }
  }
};
