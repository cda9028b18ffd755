import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { type LabelCounts, labelCounts } from "./label-counts.ts";

/** Two labels that people give to the same items. */
export interface ConfusedPair {
  /** The lower number first. */
  readonly labels: readonly [number, number];
  /** Of all disagreement in the set, the share that is between these two, 0 to 1. */
  readonly share: number;
  /** Items to which both were given. */
  readonly items: number;
  /** Some of these: where the two are most evenly split first, then in the order of items. */
  readonly examples: readonly number[];
}

/**
 * The labels most often given to the same items, most first; equals in the order of labels. Each item weighs as in the
 * coincidence matrix. Empty where all agree or nothing can be compared.
 */
export const confusedPairs = (
  answers: ClassAnswers,
  { most = 10, examples = 5 }: { readonly most?: number; readonly examples?: number } = {},
): readonly ConfusedPair[] => {
  const counts = labelCounts(answers);
  const found = new Map<number, { weight: number; items: number }>();
  let all = 0;
  eachSplit(counts, (_, key, weight) => {
    all += weight;
    const one = found.get(key);
    if (!one) found.set(key, { weight, items: 1 });
    else {
      one.weight += weight;
      one.items += 1;
    }
  });
  const chosen = [...found].sort(([a, one], [b, other]) => other.weight - one.weight || a - b).slice(0, most);
  const examplesOf = exampleItems(counts, new Set(chosen.map(([key]) => key)), examples);
  return chosen.map(([key, { weight, items }]) => ({
    labels: [Math.floor(key / counts.labels), key % counts.labels],
    share: weight / all,
    items,
    examples: examplesOf(key),
  }));
};

type Visit = (item: number, key: number, weight: number, split: number) => void;

/** Visits each two labels of each item; `split` is the share of the item's pairs of answers that say one and the other. */
const eachSplit = ({ labels, pairable, answers, starts, label, count }: LabelCounts, visit: Visit): void => {
  for (const item of pairable) {
    const size = answers[item]!;
    for (let a = starts[item]!; a < starts[item + 1]!; a += 1) {
      for (let b = a + 1; b < starts[item + 1]!; b += 1) {
        const pairs = count[a]! * count[b]!;
        visit(item, label[a]! * labels + label[b]!, pairs / (size - 1), pairs / (size * (size - 1)));
      }
    }
  }
};

const exampleItems = (
  counts: LabelCounts,
  keys: ReadonlySet<number>,
  most: number,
): ((key: number) => readonly number[]) => {
  const splits = new Map<number, { readonly item: number; readonly split: number }[]>();
  for (const key of keys) splits.set(key, []);
  eachSplit(counts, (item, key, _, split) => splits.get(key)?.push({ item, split }));
  return (key) =>
    (splits.get(key) ?? [])
      .sort((a, b) => b.split - a.split || a.item - b.item)
      .slice(0, most)
      .map(({ item }) => item);
};
