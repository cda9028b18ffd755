import { assert } from "../../assert.ts";
import { emptyCounts } from "../classes/shrinkage-counts.ts";
import type { ShrinkageFit } from "../classes/shrinkage-fit.ts";
import { tablesOf } from "../classes/shrinkage-tables.ts";
import { RHO } from "../design-effect.ts";
import { byText } from "../tally.ts";

/**
 * What is believed of a project's annotators as of a moment, as plain data: numbered, small, and the same bits after a
 * trip through JSON. An item's consensus names the snapshot it was decided by, and is a pure function of both.
 * Nobody but the consensus reads it: a skill is never shown.
 */
export interface SkillsSnapshot {
  /** From 1, each made from more annotations than the one before. 0 is "everyone alike". */
  readonly snapshot: number;
  /** Annotations it was learned from: when they have doubled the next is due. */
  readonly answers: number;
  /** Names of the classes, in the order of all tables. */
  readonly labels: readonly string[];
  /** How alike annotators' mistakes are held to be, 0 (not at all) to 1. */
  readonly rho: number;
  /** P(class) before anybody answers. */
  readonly classPrior: readonly number[];
  /** How often somebody unknown is held to be right. */
  readonly strangerSkill: number;
  /** Where wrong answers fall: P(label | true class, wrong) at `label × labels + trueClass`. */
  readonly shape: readonly number[];
  /** Whoever has answered, in order of their ids. Everybody else is a stranger. */
  readonly annotators: readonly AnnotatorSkill[];
}

export interface AnnotatorSkill {
  readonly id: string;
  /** Her annotations among those it was learned from. */
  readonly answered: number;
  readonly skill: number;
  /**
   * −10,000 · ln P(she says label | true class), whole, at `label × labels + trueClass`. Without it her errors have the
   * project's shape: so it is where labels are many.
   */
  readonly errors?: readonly number[];
}

/** Ten-thousandths of a nat: 25 of them rounded move no probability by more than a thousandth. */
export const STEPS_PER_NAT = 10_000;
/** All error tables together: at about six bytes a cell they stay below 8 MB of JSON. */
const CELLS_MOST = 1_200_000;

export interface SkillNames {
  /** By the fit's number: whoever numbers names in order of their text gets the same bits from the same annotations. */
  readonly annotators: readonly string[];
  readonly labels: readonly string[];
}

/**
 * Keeps a fit. Who has no answers is left out, being a stranger; where tables would be too many, those with the most
 * answers keep theirs (of equals the first by id). A stranger's word never speaks against what it says: the chance of a
 * wrong answer is held down to that of a right one.
 */
export const snapshotOf = (
  fit: ShrinkageFit,
  names: SkillNames,
  snapshot: number,
  rho: number = RHO,
): SkillsSnapshot => {
  const { labels } = fit;
  const strangerSkill = short(fit.strangerSkill);
  assert(names.labels.length === labels, `${labels} names of labels, not ${names.labels.length}`);
  assert(names.annotators.length === fit.annotators, `${fit.annotators} ids, not ${names.annotators.length}`);
  const known = names.annotators
    .map((id, number) => ({ id, number, answered: fit.answered[number]! }))
    .filter(({ answered }) => answered > 0);
  const withTable = new Set(
    fit.logErrors.length === 0
      ? []
      : known
          .toSorted((a, b) => b.answered - a.answered || byText(a.id, b.id))
          .slice(0, Math.floor(CELLS_MOST / labels ** 2))
          .map(({ number }) => number),
  );
  const wrongMost = strangerSkill / Math.max(1 - strangerSkill, Number.EPSILON);
  return {
    snapshot,
    answers: fit.answered.reduce((sum, count) => sum + count, 0),
    labels: names.labels,
    rho,
    classPrior: Array.from(fit.classPrior, short),
    strangerSkill,
    shape: Array.from(fit.shape, (chance) => roundDown(Math.min(chance, wrongMost))),
    annotators: known
      .toSorted((a, b) => byText(a.id, b.id))
      .map(({ id, number, answered }) => ({
        id,
        answered,
        skill: short(fit.skill[number]!),
        ...(withTable.has(number) && { errors: errorsOf(fit, number) }),
      })),
  };
};

/**
 * Snapshot 0: everybody is right two times in three, wrong answers and classes are alike. The label with most votes is
 * the likeliest and equal votes are a tie; what it takes to decide by it is said in stopping/stop-or-ask.ts.
 */
export const everyoneAlike = (labels: readonly string[]): SkillsSnapshot => {
  const fit = tablesOf(emptyCounts({ annotators: 0, labels: labels.length }), new Float64Array(0));
  return snapshotOf(fit, { annotators: [], labels }, 0);
};

/** A first snapshot is worth fitting from so many annotations. */
const FIRST_FIT = 20;

/** Whether the next snapshot is due: the annotations have doubled since the last, or suffice for the first. */
export const needsRefit = (answersAtLastFit: number, answersNow: number): boolean =>
  answersNow >= Math.max(FIRST_FIT, 2 * answersAtLastFit);

const errorsOf = ({ labels, logErrors }: ShrinkageFit, annotator: number): readonly number[] => {
  const size = labels * labels;
  return Array.from(logErrors.subarray(annotator * size, (annotator + 1) * size), (log) =>
    Math.max(0, Math.round(-log * STEPS_PER_NAT)),
  );
};

/** Six significant digits: short in JSON, and the same number after it. */
const short = (number: number): number => Number(number.toPrecision(6));
/** Never above the number, so that a bound on it still holds. */
const roundDown = (number: number): number => Math.floor(number * 1e6) / 1e6;
