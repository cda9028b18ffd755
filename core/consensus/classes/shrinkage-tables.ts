import type { SoftCounts } from "./shrinkage-counts.ts";
import { LEAST_CHANCE, type ShrinkageFit } from "./shrinkage-fit.ts";

/** An annotator's row counts as much as so many answers of hers to that class. */
export const ROW_STRENGTH = 5;
/** Her skill is worth so many answers at the project's mean skill. */
export const SKILL_STRENGTH = 6;
/** The project's mean skill starts at four right of six. */
const RIGHT_BEFORE = 4;
const ANSWERED_BEFORE = 6;

/**
 * From counts to beliefs, shrunk on two levels: an annotator's row for a class towards her one skill, and her skill
 * towards the project's. What a wrong answer looks like is pooled over everybody, and half of it stays uniform. Writes
 * the logs of the cells into `logErrors`, which has the counts' shape.
 */
export const tablesOf = (counts: SoftCounts, logErrors: Float64Array): ShrinkageFit => {
  const { annotators, labels, right, answered } = counts;
  const sum = (numbers: Float64Array) => numbers.reduce((total, number) => total + number, 0);
  const strangerSkill = (sum(right) + RIGHT_BEFORE) / (sum(answered) + ANSWERED_BEFORE);
  const skill = right.map(
    (rights, who) => (rights + SKILL_STRENGTH * strangerSkill) / (answered[who]! + SKILL_STRENGTH),
  );
  const classPrior = counts.classes.map((count) => (count + 1) / (counts.items + labels));
  const shape = shapeOf(counts.pooled, labels);
  if (logErrors.length > 0) fillRows(counts, skill, shape, logErrors);
  return {
    annotators,
    labels,
    logErrors,
    skill,
    strangerSkill,
    classPrior,
    shape,
    answered: answered.slice(),
    right: right.slice(),
  };
};

/** Half what everybody's wrong answers to a class looked like (each wrong label seen 1/(labels − 1) times more), half even. */
const shapeOf = (pooled: Float64Array, labels: number): Float64Array => {
  const even = 1 / (labels - 1);
  const wrong = new Float64Array(labels);
  const shape = new Float64Array(labels * labels);
  for (let said = 0; said < labels; said += 1)
    for (let truth = 0; truth < labels; truth += 1)
      if (said !== truth) wrong[truth]! += pooled[said * labels + truth]! + even;
  for (let said = 0; said < labels; said += 1)
    for (let truth = 0; truth < labels; truth += 1)
      if (said !== truth)
        shape[said * labels + truth] = (pooled[said * labels + truth]! + even) / wrong[truth]! / 2 + even / 2;
  return shape;
};

const fillRows = (
  { annotators, labels, cells }: SoftCounts,
  skill: Float64Array,
  shape: Float64Array,
  logErrors: Float64Array,
): void => {
  const seen = new Float64Array(labels);
  for (let who = 0; who < annotators; who += 1) {
    const own = who * labels * labels;
    const right = skill[who]!;
    seen.fill(0);
    for (let row = own; row < own + labels * labels; row += labels)
      for (let truth = 0; truth < labels; truth += 1) seen[truth]! += cells[row + truth]!;
    for (let said = 0; said < labels; said += 1) {
      const row = said * labels;
      for (let truth = 0; truth < labels; truth += 1) {
        const prior = said === truth ? right : (1 - right) * shape[row + truth]!;
        const chance = (cells[own + row + truth]! + ROW_STRENGTH * prior) / (seen[truth]! + ROW_STRENGTH);
        logErrors[own + row + truth] = Math.log(chance > LEAST_CHANCE ? chance : LEAST_CHANCE);
      }
    }
  }
};
