import { assert } from "../assert.ts";
import { classAnswers } from "./classes/class-answers.ts";

/**
 * A set of labels by each annotator who answered, for many items. An empty set is an answer: none of them. At most one
 * answer of an annotator to an item.
 */
export interface SetAnswers {
  readonly items: number;
  readonly annotators: number;
  readonly labels: number;
  /** Answers to item i are `starts[i]` up to, not including, `starts[i + 1]`, in ascending order of annotators. */
  readonly starts: Int32Array;
  /** By answer. */
  readonly annotator: Int32Array;
  /** The labels that answer a chose are `chosen[chosenStarts[a]]` up to, not including, that of `a + 1`. */
  readonly chosenStarts: Int32Array;
  readonly chosen: Int32Array;
}

/** One answer as it came. */
export interface SetRow {
  readonly item: number;
  readonly annotator: number;
  readonly labels: readonly number[];
}

/** Puts answers in order, by item and annotator; a label that is named twice counts once. */
export const setAnswers = (
  rows: readonly SetRow[],
  { items, annotators, labels }: Pick<SetAnswers, "items" | "annotators" | "labels">,
): SetAnswers => {
  // A row's own number takes the place of its label, and so leads back to its set.
  const ordered = classAnswers(
    {
      item: Int32Array.from(rows, ({ item }) => item),
      annotator: Int32Array.from(rows, ({ annotator }) => annotator),
      label: Int32Array.from(rows, (_, row) => row),
    },
    { items, annotators, labels: rows.length },
  );
  const sets = Array.from(ordered.label, (row) => [...new Set(rows[row]?.labels)].sort((a, b) => a - b));
  const chosenStarts = new Int32Array(sets.length + 1);
  sets.forEach((set, at) => {
    for (const label of set) assert(label >= 0 && label < labels, `a label's number below ${labels}, not ${label}`);
    chosenStarts[at + 1] = chosenStarts[at]! + set.length;
  });
  return {
    items,
    annotators,
    labels,
    starts: ordered.starts,
    annotator: ordered.annotator,
    chosenStarts,
    chosen: Int32Array.from(sets.flat()),
  };
};
