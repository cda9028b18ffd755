import { type Columns, cellText } from "./columns.ts";
import { IntColumn } from "./int-column.ts";
import { hashOf, Names } from "./names.ts";
import { bytesOf, type Progress, readRows, titleOf } from "./read-rows.ts";
import type { CsvRecord } from "./records.ts";

/** Names for the answers that are not labels, as exports of ours and formats of others write them in a label column. */
export const RESERVED = { none_fit: "__none_fit__", cant_tell: "__cant_tell__", unusable: "__unusable__" } as const;

/** Answers as a file holds them, in its order; the n-th row says `label[n]` of `item[n]`, by `annotator[n]`. */
export interface AnswerFile {
  readonly items: Names;
  readonly annotators: Names;
  readonly labels: Names;
  readonly item: Int32Array;
  readonly annotator: Int32Array;
  readonly label: Int32Array;
  /** What the other columns of a row hold, as 64 bits: rows that agree in all else may still be two answers. */
  readonly rest: readonly [Int32Array, Int32Array] | undefined;
  /** Rows that are no answer: an annotator declined. */
  readonly declined: number;
}

const COLUMNS = ["task", "worker", "label"] as const;
type Column = (typeof COLUMNS)[number] | "answer_kind";

/**
 * Reads a file of answers: `task,worker,label` in any order, other columns aside. With the column `answer_kind` of our
 * own exports, special answers become the reserved labels, and an empty label is the answer "nothing here"; without it an
 * empty label is refused.
 */
export const readAnswers = async (path: string, progress?: Progress): Promise<AnswerFile> =>
  answersIn(bytesOf(path), titleOf(path), progress);

/** The same from bytes that are already at hand. */
export const answersIn = async (
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  name: string,
  progress?: Progress,
): Promise<AnswerFile> => {
  const [items, annotators, labels] = [new Names(), new Names(), new Names()];
  const [item, annotator, label] = [new IntColumn(), new IntColumn(), new IntColumn()];
  const rest = [new IntColumn(), new IntColumn()] as const;
  let declined = 0;
  const onRow = (record: CsvRecord, columns: Columns<Column>): void => {
    const labelNumber =
      columns.answer_kind < 0
        ? numberIn(labels, record, columns.label, "label")
        : ofKind(labels, record, columns.label, cellText(record, columns.answer_kind));
    if (labelNumber < 0) {
      declined += 1;
      return;
    }
    const itemNumber = numberIn(items, record, columns.task, "task");
    const annotatorNumber = numberIn(annotators, record, columns.worker, "worker");
    item.push(itemNumber);
    annotator.push(annotatorNumber);
    label.push(labelNumber);
    if (record.cells > COLUMNS.length) pushRest(rest, record, columns);
  };
  await readRows<Column>(chunks, name, { required: COLUMNS, optional: ["answer_kind"], onRow }, progress);
  return {
    items,
    annotators,
    labels,
    item: item.numbers(),
    annotator: annotator.numbers(),
    label: label.numbers(),
    rest: rest[0].length > 0 ? [rest[0].numbers(), rest[1].numbers()] : undefined,
    declined,
  };
};

const numberIn = (names: Names, { bytes, starts, ends }: CsvRecord, cell: number, column: string): number => {
  const [from, to] = [starts[cell]!, ends[cell]!];
  if (from === to) throw new Error(`the ${column} is empty`);
  return names.numberOf(bytes, from, to);
};

const ofKind = (labels: Names, record: CsvRecord, cell: number, kind: string): number => {
  if (kind === "label" || kind === "") return labels.numberOf(record.bytes, record.starts[cell]!, record.ends[cell]!);
  if (kind === "none_fit" || kind === "cant_tell" || kind === "unusable") return labels.numberOfText(RESERVED[kind]);
  if (kind === "declined") return -1;
  throw new Error(`answer_kind "${kind}": expected label, none_fit, cant_tell, unusable or declined`);
};

const pushRest = (rest: readonly [IntColumn, IntColumn], record: CsvRecord, columns: Columns<Column>): void => {
  let [first, second] = [1, 2];
  for (let cell = 0; cell < record.cells; cell += 1) {
    if (cell === columns.task || cell === columns.worker || cell === columns.label) continue;
    first = hashOf(record.bytes, record.starts[cell]!, record.ends[cell]!, Math.imul(first, 31) + 1);
    second = hashOf(record.bytes, record.starts[cell]!, record.ends[cell]!, Math.imul(second, 37) + 7);
  }
  rest[0].push(first);
  rest[1].push(second);
};
