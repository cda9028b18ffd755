import { type ClassAnswers, classAnswers } from "../../../../core/consensus/classes/class-answers.ts";

/** `[item, annotator, label]` each, by number. */
export type AnswerRow = readonly [number, number, number];

/** Answers by rows; sizes grow to hold them, and may be given larger. */
export const answerTable = (
  rows: readonly AnswerRow[],
  sizes: Partial<Pick<ClassAnswers, "items" | "annotators" | "labels">> = {},
): ClassAnswers => {
  const column = (at: 0 | 1 | 2) => Int32Array.from(rows, (row) => row[at]);
  const sizeOf = (at: 0 | 1 | 2) => rows.reduce((most, row) => Math.max(most, row[at] + 1), 0);
  return classAnswers(
    { item: column(0), annotator: column(1), label: column(2) },
    { items: sizeOf(0), annotators: sizeOf(1), labels: sizeOf(2), ...sizes },
  );
};

/** The row of one item. */
export const rowOf = (table: Float64Array, item: number, labels: number): number[] => [
  ...table.subarray(item * labels, (item + 1) * labels),
];
