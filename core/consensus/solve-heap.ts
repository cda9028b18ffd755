import { bestPairing } from "./hungarian.ts";

/** A heap of more rows or columns than this is paired greedily: no picture or video that a person drew comes near. */
const OPTIMAL_UP_TO = 256;

interface Placed {
  readonly row: number;
  readonly column: number;
}

/**
 * Of pairs that compete for rows and columns, those that are worth the most together, each row and column used at most
 * once; of a very large heap greedily, `best` first. `weightOf` gives non-negative whole numbers, so that sums are exact.
 */
export const solveHeap = <Pair extends Placed>(
  heap: readonly Pair[],
  weightOf: (pair: Pair) => number,
  best: (a: Pair, b: Pair) => number,
): readonly Pair[] => {
  if (heap.length === 1) return heap;
  const rows = [...new Set(heap.map(({ row }) => row))].sort((a, b) => a - b);
  const columns = [...new Set(heap.map(({ column }) => column))].sort((a, b) => a - b);
  if (Math.max(rows.length, columns.length) > OPTIMAL_UP_TO) return greedily(heap.toSorted(best));
  const rowAt = new Map(rows.map((row, at) => [row, at]));
  const columnAt = new Map(columns.map((column, at) => [column, at]));
  const weights = rows.map(() => columns.map(() => 0));
  for (const pair of heap) weights[rowAt.get(pair.row)!]![columnAt.get(pair.column)!] = weightOf(pair);
  const chosen = bestPairing(weights);
  return heap.filter(({ row, column }) => chosen[rowAt.get(row)!] === columnAt.get(column));
};

const greedily = <Pair extends Placed>(bestFirst: readonly Pair[]): readonly Pair[] => {
  const rows = new Set<number>();
  const columns = new Set<number>();
  return bestFirst.filter(({ row, column }) => {
    if (rows.has(row) || columns.has(column)) return false;
    rows.add(row);
    columns.add(column);
    return true;
  });
};
