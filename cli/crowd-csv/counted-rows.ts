import type { AnswerFile } from "./answer-rows.ts";

/** Which rows of a file count, and what became of the others. */
export interface CountedRows {
  /** Row numbers by item, each item's in the order of the file: those of item i from `starts[i]` up to `starts[i + 1]`. */
  readonly order: Int32Array;
  readonly starts: Int32Array;
  /** By row: 1 where it counts. */
  readonly counts: Uint8Array;
  /** Rows equal to an earlier one in every column. */
  readonly duplicates: number;
  /** Earlier answers of somebody who answered the same task again. */
  readonly replaced: number;
}

/**
 * Which rows count: of rows that are equal in every column the first; of those that remain the last answer of each
 * annotator to each task, or all of them where `keepAll` is set.
 */
export const countedRows = (file: AnswerFile, keepAll: boolean): CountedRows => {
  const { order, starts } = byItem(file);
  const counts = new Uint8Array(file.item.length).fill(1);
  const lastIn = new Int32Array(file.annotators.count).fill(-1);
  let [duplicates, replaced] = [0, 0];
  for (let item = 0; item + 1 < starts.length; item += 1) {
    let hasRepeats = false;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      const annotator = file.annotator[order[at]!]!;
      hasRepeats ||= lastIn[annotator]! >= starts[item]!;
      lastIn[annotator] = at;
    }
    if (!hasRepeats) continue;
    const dropped = dropRepeats(file, order.subarray(starts[item], starts[item + 1]), keepAll, counts);
    duplicates += dropped.duplicates;
    replaced += dropped.replaced;
  }
  return { order, starts, counts, duplicates, replaced };
};

/** Row numbers by item, each item's in the order of the file. */
const byItem = ({ item, items }: AnswerFile): { readonly order: Int32Array; readonly starts: Int32Array } => {
  const starts = new Int32Array(items.count + 1);
  for (const one of item) starts[one + 1]! += 1;
  for (let one = 0; one < items.count; one += 1) starts[one + 1]! += starts[one]!;
  const next = starts.slice();
  const order = new Int32Array(item.length);
  for (let row = 0; row < item.length; row += 1) {
    const one = item[row]!;
    order[next[one]!] = row;
    next[one]! += 1;
  }
  return { order, starts };
};

/** `rows`: those of one item, in the order of the file. Clears `counts` where a row does not count. */
const dropRepeats = (
  { annotator, label, rest }: AnswerFile,
  rows: Int32Array,
  keepAll: boolean,
  counts: Uint8Array,
): { readonly duplicates: number; readonly replaced: number } => {
  const seen = new Set<string>();
  const current = new Map<number, number>();
  let [duplicates, replaced] = [0, 0];
  for (const row of rows) {
    const key = `${annotator[row]} ${label[row]} ${rest ? `${rest[0][row]} ${rest[1][row]}` : ""}`;
    if (seen.has(key)) {
      counts[row] = 0;
      duplicates += 1;
      continue;
    }
    seen.add(key);
    const earlier = current.get(annotator[row]!);
    if (earlier !== undefined && !keepAll) {
      counts[earlier] = 0;
      replaced += 1;
    }
    current.set(annotator[row]!, row);
  }
  return { duplicates, replaced };
};
