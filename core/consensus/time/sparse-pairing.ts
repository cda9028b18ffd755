import { solveHeap } from "../solve-heap.ts";

/** A row and a column that may be paired, and how much that is worth, above 0. */
export interface PossiblePair {
  readonly row: number;
  readonly column: number;
  readonly worth: number;
}

const UNITS = 1_000_000;

/**
 * Pairs rows with columns, each at most once, for the most worth in all: pairs fall into separate heaps, and each heap is
 * assigned optimally.
 */
export const bestPairs = (pairs: readonly PossiblePair[]): readonly PossiblePair[] =>
  heapsOf(pairs).flatMap((heap) => solveHeap(heap, ({ worth }) => Math.round(worth * UNITS), byWorth));

const byWorth = (a: PossiblePair, b: PossiblePair): number => b.worth - a.worth || a.row - b.row || a.column - b.column;

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
