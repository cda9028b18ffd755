import { bestPairing } from "../hungarian.ts";

/** A row and a column that may be paired, and how much that is worth, above 0. */
export interface PossiblePair {
  readonly row: number;
  readonly column: number;
  readonly worth: number;
}

const UNITS = 1_000_000;
/** A heap of more rows or columns than this is paired greedily, best first: no video that people draw comes near. */
const OPTIMAL_UP_TO = 256;

/**
 * Pairs rows with columns, each at most once, for the most worth in all: pairs fall into separate heaps, and each heap is
 * assigned optimally.
 */
export const bestPairs = (pairs: readonly PossiblePair[]): readonly PossiblePair[] => heapsOf(pairs).flatMap(solve);

/** Pairs that reach each other through shared rows or columns, in the order of their first pair. */
const heapsOf = (pairs: readonly PossiblePair[]): readonly (readonly PossiblePair[])[] => {
  const byRow = Map.groupBy(pairs, ({ row }) => row);
  const byColumn = Map.groupBy(pairs, ({ column }) => column);
  const seen = new Set<PossiblePair>();
  return pairs.flatMap((first) => {
    if (seen.has(first)) return [];
    seen.add(first);
    const heap = [first];
    for (const { row, column } of heap) {
      for (const next of [...(byRow.get(row) ?? []), ...(byColumn.get(column) ?? [])]) {
        if (seen.has(next)) continue;
        seen.add(next);
        heap.push(next);
      }
      // A row or column is looked through once.
      byRow.delete(row);
      byColumn.delete(column);
    }
    return [heap];
  });
};

const solve = (heap: readonly PossiblePair[]): readonly PossiblePair[] => {
  if (heap.length === 1) return heap;
  const rows = [...new Set(heap.map(({ row }) => row))].sort((a, b) => a - b);
  const columns = [...new Set(heap.map(({ column }) => column))].sort((a, b) => a - b);
  if (Math.max(rows.length, columns.length) > OPTIMAL_UP_TO) return greedily(heap);
  const rowAt = new Map(rows.map((row, at) => [row, at]));
  const columnAt = new Map(columns.map((column, at) => [column, at]));
  const weights = rows.map(() => columns.map(() => 0));
  for (const { row, column, worth } of heap) {
    weights[rowAt.get(row)!]![columnAt.get(column)!] = Math.round(worth * UNITS);
  }
  const chosen = bestPairing(weights);
  return heap.filter(({ row, column }) => chosen[rowAt.get(row)!] === columnAt.get(column));
};

const greedily = (heap: readonly PossiblePair[]): readonly PossiblePair[] => {
  const rows = new Set<number>();
  const columns = new Set<number>();
  const best = heap.toSorted((a, b) => b.worth - a.worth || a.row - b.row || a.column - b.column);
  return best.filter(({ row, column }) => {
    if (rows.has(row) || columns.has(column)) return false;
    rows.add(row);
    columns.add(column);
    return true;
  });
};
