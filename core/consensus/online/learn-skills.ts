import { fitShrinkage } from "../classes/shrinkage.ts";
import { type ItemLabel, numberedAnswers } from "./numbered-answers.ts";
import { type SkillsSnapshot, snapshotOf } from "./skills-snapshot.ts";

export type { ItemLabel } from "./numbered-answers.ts";

export interface Lesson {
  /** Names of the classes, in the order that the snapshot keeps. */
  readonly labels: readonly string[];
  /** The number of the snapshot to make. */
  readonly snapshot: number;
  /** Known labels by item. */
  readonly gold?: ReadonlyMap<string, string>;
  readonly rho?: number;
}

/**
 * The batch pass: learns the next snapshot from a project's annotations as of a moment. The same annotations in any
 * order give the same bits. Labels that are not among `labels` are passed over. No annotations: everyone alike, numbered.
 */
export const learnSkills = (said: readonly ItemLabel[], { labels, snapshot, gold, rho }: Lesson): SkillsSnapshot => {
  const { answers, itemIds, annotatorIds } = numberedAnswers(said, labels);
  const labelAt = new Map(labels.map((label, at) => [label, at]));
  const known = Int32Array.from(itemIds, (item) => labelAt.get(gold?.get(item) ?? "") ?? -1);
  return snapshotOf(fitShrinkage(answers, known), { annotators: annotatorIds, labels }, snapshot, rho);
};
