import { classAnswers } from "../classes/class-answers.ts";
import { fitShrinkage } from "../classes/shrinkage.ts";
import { byText } from "../tally.ts";
import type { SaidLabel } from "./posterior-of.ts";
import { type SkillsSnapshot, snapshotOf } from "./skills-snapshot.ts";

/** One annotator's current label for one item. */
export interface ItemLabel extends SaidLabel {
  readonly itemId: string;
}

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
  const labelAt = new Map(labels.map((label, at) => [label, at]));
  const counted = said.filter(({ label }) => labelAt.has(label));
  const items = numbered(counted.map(({ itemId }) => itemId));
  const annotators = numbered(counted.map(({ annotatorId }) => annotatorId));
  const answers = classAnswers(
    {
      item: Int32Array.from(counted, ({ itemId }) => items.get(itemId) ?? -1),
      annotator: Int32Array.from(counted, ({ annotatorId }) => annotators.get(annotatorId) ?? -1),
      label: Int32Array.from(counted, ({ label }) => labelAt.get(label) ?? -1),
    },
    { items: items.size, annotators: annotators.size, labels: labels.length },
  );
  const known = Int32Array.from(items.keys(), (item) => labelAt.get(gold?.get(item) ?? "") ?? -1);
  return snapshotOf(fitShrinkage(answers, known), { annotators: [...annotators.keys()], labels }, snapshot, rho);
};

/** Numbers in order of the text, so that sums run in that order whatever came first. */
const numbered = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map([...new Set(names)].sort(byText).map((name, at) => [name, at]));
