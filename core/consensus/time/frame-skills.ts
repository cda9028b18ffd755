import { type FrameClassAnswer, type FrameRows, frameRowsOf } from "./frame-rows.ts";
import { lengthOf } from "./interval.ts";

/** How often each annotator's class is right, 0 to 1, by her id; it answers for strangers as well. */
export type SkillOf = (annotatorId: string) => number;

const ALIKE = 0.8;
const SKILL_MIN = 1e-4;

/** Everybody alike: the class that most gave wins, and a tie stays one. */
export const SKILLS_ALIKE: SkillOf = () => ALIKE;

/**
 * What her word adds to the log odds of the class she gives against any other, when an error is as likely to be any of
 * them (one-coin). Who is right no more often than by chance counts for nothing.
 */
export const voiceOf = (skill: number, labels: number): number => {
  const right = Math.min(Math.max(skill, SKILL_MIN), 1 - SKILL_MIN);
  return Math.max(0, Math.log((right * Math.max(1, labels - 1)) / (1 - right)));
};

const ROUNDS = 5;
const SHRINK = 5;
const BELIEF = 6;

/**
 * Learns from all videos how often each annotator's class is right: one-coin EM with every class as likely, shrunk to the
 * crowd's skill and that to 0.8, five rounds from everybody alike. Time counts by the usual length of a stretch of one
 * class. Stretches that one annotator alone has classed teach nothing. Order has no part in it, save in the last bits,
 * where videos are summed as they come.
 */
export const learnFrameSkills = (videos: readonly (readonly FrameClassAnswer[])[]): SkillOf => {
  const lengths = videos
    .flatMap((answers) => answers.flatMap(({ frames }) => frames.map(lengthOf)))
    .filter((ms) => ms > 0)
    .sort((a, b) => a - b);
  const usualMs = lengths[lengths.length >> 1];
  if (usualMs === undefined) return SKILLS_ALIKE;
  const all = videos.map(frameRowsOf);
  let skillOf = SKILLS_ALIKE;
  for (let round = 0; round < ROUNDS; round += 1) skillOf = oneRound(all, skillOf, usualMs);
  return skillOf;
};

interface Count {
  right: number;
  answered: number;
}

const oneRound = (all: readonly FrameRows[], skillOf: SkillOf, usualMs: number): SkillOf => {
  const counts = new Map<string, Count>();
  for (const rows of all) countRight(rows, skillOf, usualMs, counts);
  let right = BELIEF * ALIKE;
  let answered = BELIEF;
  for (const id of [...counts.keys()].sort()) {
    right += counts.get(id)?.right ?? 0;
    answered += counts.get(id)?.answered ?? 0;
  }
  const crowd = right / answered;
  const skills = new Map(
    [...counts].map(([id, count]) => [id, (count.right + SHRINK * crowd) / (count.answered + SHRINK)]),
  );
  return (id) => skills.get(id) ?? crowd;
};

const countRight = (rows: FrameRows, skillOf: SkillOf, usualMs: number, counts: Map<string, Count>): void => {
  const { annotators, labels, bounds, given } = rows;
  const weights = annotators.map((id) => voiceOf(skillOf(id), labels.length));
  for (let at = 0; at + 1 < bounds.length; at += 1) {
    const row = given.subarray(at * annotators.length, (at + 1) * annotators.length);
    if (row.reduce((count, label) => count + (label >= 0 ? 1 : 0), 0) < 2) continue;
    const posterior = classPosterior(row, weights, labels.length, 1);
    const weight = (bounds[at + 1]! - bounds[at]!) / usualMs;
    row.forEach((label, who) => {
      if (label < 0) return;
      const count = counts.get(annotators[who]!) ?? { right: 0, answered: 0 };
      counts.set(annotators[who]!, count);
      count.answered += weight;
      count.right += weight * posterior[label]!;
    });
  }
};

/**
 * P(label) where each annotator gives the label of that number, or none (-1), and her word weighs `weights`; each sum is
 * divided by `temper` first. With one label something nameless is held possible, so it stays below 1.
 */
export const classPosterior = (
  row: Int32Array,
  weights: readonly number[],
  labels: number,
  temper: number,
): Float64Array => {
  const sums = new Float64Array(labels);
  row.forEach((label, who) => {
    if (label >= 0) sums[label]! += weights[who]! / temper;
  });
  const best = sums.reduce((most, sum) => Math.max(most, sum), 0);
  const shares = sums.map((sum) => Math.exp(sum - best));
  const total = shares.reduce((sum, share) => sum + share, labels > 1 ? 0 : Math.exp(-best));
  return shares.map((share) => share / total);
};
