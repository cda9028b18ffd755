import { type ClassAnswers, classAnswers } from "../classes/class-answers.ts";
import { byText } from "../tally.ts";
import type { SaidLabel } from "./posterior-of.ts";

/** One annotator's current label for one item. */
export interface ItemLabel extends SaidLabel {
  readonly itemId: string;
}

/** Answers as arrays, with the names that the numbers stand for. */
export interface NumberedAnswers {
  readonly answers: ClassAnswers;
  readonly itemIds: readonly string[];
  readonly annotatorIds: readonly string[];
}

/**
 * Numbers names in the order of their text, so that sums run in that order whatever came first. What names none of the
 * labels is passed over.
 */
export const numberedAnswers = (said: readonly ItemLabel[], labels: readonly string[]): NumberedAnswers => {
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
  return { answers, itemIds: [...items.keys()], annotatorIds: [...annotators.keys()] };
};

const numbered = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map([...new Set(names)].sort(byText).map((name, at) => [name, at]));
