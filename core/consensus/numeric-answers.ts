import { refuse } from "../refusal.ts";
import { classAnswers } from "./classes/class-answers.ts";

/** One number by each annotator who answered, for many items: the numeric kin of `ClassAnswers`. */
export interface NumericAnswers {
  readonly items: number;
  readonly annotators: number;
  /** Answers to item i lie at `starts[i]` up to, not including, `starts[i + 1]`, in ascending order of annotators. */
  readonly starts: Int32Array;
  readonly annotator: Int32Array;
  readonly value: Float64Array;
}

/** Beyond this a range of values is no number any more. */
const MAGNITUDE_MAX = 1e300;

/** Puts rows in order, as `classAnswers` does. Refuses a value that is no finite number of moderate size. */
export const numericAnswers = (
  rows: { readonly item: Int32Array; readonly annotator: Int32Array; readonly value: Float64Array },
  { items, annotators }: Pick<NumericAnswers, "items" | "annotators">,
): NumericAnswers => {
  rows.value.forEach((value, row) => {
    if (Math.abs(value) <= MAGNITUDE_MAX) return;
    throw refuse("bad-request", `row ${row + 1} is no number that can be averaged`, {
      value: String(value),
      allowed: `from -${MAGNITUDE_MAX} to ${MAGNITUDE_MAX}`,
    });
  });
  // A row's own number takes the place of its label, and so leads back to its value.
  const label = Int32Array.from(rows.value, (_, row) => row);
  const ordered = classAnswers(
    { item: rows.item, annotator: rows.annotator, label },
    { items, annotators, labels: label.length },
  );
  return {
    items,
    annotators,
    starts: ordered.starts,
    annotator: ordered.annotator,
    value: Float64Array.from(ordered.label, (row) => rows.value[row]!),
  };
};
