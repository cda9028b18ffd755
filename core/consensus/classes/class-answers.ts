import { assert } from "../../assert.ts";

/**
 * One label by each annotator who answered, for many items, as arrays: what every class method reads. Numbers stand for
 * names, so that a million answers take 8 MB and no strings; whoever builds it keeps the names. At most one answer of an
 * annotator to an item unless the caller wants several counted.
 */
export interface ClassAnswers {
  readonly items: number;
  readonly annotators: number;
  readonly labels: number;
  /** Answers to item i lie at `starts[i]` up to, not including, `starts[i + 1]`, in ascending order of annotators. */
  readonly starts: Int32Array;
  readonly annotator: Int32Array;
  readonly label: Int32Array;
}

/** The same answers as they came: the n-th says `label[n]` of `item[n]`, by `annotator[n]`. */
export interface AnswerRows {
  readonly item: Int32Array;
  readonly annotator: Int32Array;
  readonly label: Int32Array;
}

/**
 * Puts rows in order, by item and then annotator, in time linear in their number. Sums run in that order, so two arrivals
 * of the same answers give the same bits as long as names are numbered alike: number them in the order of their text.
 */
export const classAnswers = (
  rows: AnswerRows,
  { items, annotators, labels }: Pick<ClassAnswers, "items" | "annotators" | "labels">,
): ClassAnswers => {
  const count = rows.item.length;
  assert(rows.annotator.length === count && rows.label.length === count, "each row has an item, annotator and label");
  const byLabel = orderBy(rows.label, labels, ascending(count));
  const order = orderBy(rows.item, items, orderBy(rows.annotator, annotators, byLabel));
  const starts = new Int32Array(items + 1);
  for (let row = 0; row < count; row += 1) starts[rows.item[row]! + 1]! += 1;
  for (let item = 0; item < items; item += 1) starts[item + 1]! += starts[item]!;
  return {
    items,
    annotators,
    labels,
    starts,
    annotator: order.map((row) => rows.annotator[row]!),
    label: order.map((row) => rows.label[row]!),
  };
};

const ascending = (count: number): Int32Array => Int32Array.from({ length: count }, (_, at) => at);

/** A stable counting sort: row numbers in the given order, put in ascending order of their keys. */
const orderBy = (keys: Int32Array, kinds: number, order: Int32Array): Int32Array => {
  const next = new Int32Array(kinds + 1);
  for (const key of keys) {
    assert(key >= 0 && key < kinds, `a number below ${kinds}, not ${key}`);
    next[key + 1]! += 1;
  }
  for (let kind = 0; kind < kinds; kind += 1) next[kind + 1]! += next[kind]!;
  const sorted = new Int32Array(order.length);
  for (const row of order) {
    const key = keys[row]!;
    sorted[next[key]!] = row;
    next[key]! += 1;
  }
  return sorted;
};
