import { designEffect } from "../design-effect.ts";
import { TIE } from "../tie.ts";
import { type FrameClassAnswer, frameRowsOf } from "./frame-rows.ts";
import { classPosterior, SKILLS_ALIKE, type SkillOf, voiceOf } from "./frame-skills.ts";
import type { Interval } from "./interval.ts";

/** Frames, next to each other, of which the same is believed on as many voices. */
export interface ClassStretch extends Interval {
  /** The likeliest, in the order of their text; more than one is a tie, and the stretch is in doubt. */
  readonly labels: readonly string[];
  /** Tempered probability of each label that anybody gave in the video, in the order of their text; each below 1. */
  readonly posterior: ReadonlyMap<string, number>;
  /** Annotators who gave a class here, and those of them behind `labels`. */
  readonly answered: number;
  readonly support: number;
}

/**
 * Fuses classes of which each frame has one. Between two boundaries nobody's class changes, so each such stretch is
 * decided once, exactly, by one-coin weights with every class as likely before. Neighbours of which the same is believed
 * are one stretch. Time for which nobody gave a class is in none. A tie stays one: two annotators who change the class at
 * different times leave a stretch between that is in doubt. Depends on the set of answers alone.
 */
export const frameClassConsensus = (
  answers: readonly FrameClassAnswer[],
  skillOf: SkillOf = SKILLS_ALIKE,
): readonly ClassStretch[] => {
  const { annotators, labels, bounds, given } = frameRowsOf(answers);
  const weights = annotators.map((id) => voiceOf(skillOf(id), labels.length));
  const stretches: ClassStretch[] = [];
  for (let at = 0; at + 1 < bounds.length; at += 1) {
    const row = given.subarray(at * annotators.length, (at + 1) * annotators.length);
    const decided = decideRow(row, weights, labels);
    if (!decided) continue;
    const last = stretches.at(-1);
    const endMs = bounds[at + 1]!;
    if (last && last.endMs === bounds[at] && isSame(last, decided))
      stretches[stretches.length - 1] = { ...last, endMs };
    else stretches.push({ startMs: bounds[at]!, endMs, ...decided });
  }
  return stretches;
};

type Decided = Omit<ClassStretch, keyof Interval>;

const decideRow = (row: Int32Array, weights: readonly number[], labels: readonly string[]): Decided | undefined => {
  const answered = row.reduce((count, label) => count + (label >= 0 ? 1 : 0), 0);
  if (answered === 0) return undefined;
  const posterior = classPosterior(row, weights, labels.length, designEffect(answered));
  const best = posterior.reduce((most, share) => Math.max(most, share), 0);
  const isBest = (label: number): boolean => posterior[label]! > best - TIE;
  return {
    labels: labels.filter((_, label) => isBest(label)),
    posterior: new Map(labels.map((label, at) => [label, posterior[at]!])),
    answered,
    support: row.reduce((count, label) => count + (label >= 0 && isBest(label) ? 1 : 0), 0),
  };
};

const isSame = (a: Decided, b: Decided): boolean =>
  a.answered === b.answered &&
  a.support === b.support &&
  [...a.posterior].every(([label, share]) => b.posterior.get(label) === share);
