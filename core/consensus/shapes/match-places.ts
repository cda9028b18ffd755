import { indexBounds } from "../../geometry/bounds-index.ts";
import { bestPairing } from "../hungarian.ts";
import type { Candidate, PlaceKind } from "./place.ts";

/**
 * Shapes that share less than this of their joint area are different things. Low on purpose: of the pairs that
 * radiologists drew round the same finding, 31 % shared less than half (docs/consensus-shapes.md).
 */
export const OVERLAP_GATE = 0.3;
/** Where places compete, the same label is worth this much overlap: a rider is not taken for the horse. */
const SAME_LABEL_BONUS = 0.1;
const WEIGHT_PER_OVERLAP = 1_000_000;
/** Bounds on what a heap of near-identical shapes can cost; no picture that a person drew comes near. */
const RIVALS_MAX = 32;
const OPTIMAL_UP_TO = 256;

/** A row and a column that belong together; the weight is their overlap in millionths, with the bonus of a label. */
export interface Pair {
  readonly row: number;
  readonly column: number;
  readonly weight: number;
}

/**
 * Pairs rows with columns, each used at most once, for the most overlap in all. The pairs that pass the gate fall into
 * small separate heaps, and each heap is solved optimally; one of more than 256 shapes greedily, best pair first. Takes
 * time near-linear in the shapes, however many lie in one picture.
 */
export const matchPlaces = <Place>(
  rows: readonly Candidate<Place>[],
  columns: readonly Candidate<Place>[],
  kind: Pick<PlaceKind<never, Place>, "boundsOf" | "overlapOf">,
): readonly Pair[] => {
  const index = indexBounds(columns.map(({ place }) => kind.boundsOf(place)));
  const pairs = rows.flatMap((row, at) => {
    const found: Pair[] = [];
    for (const column of index.touching(kind.boundsOf(row.place))) {
      const candidate = columns[column]!;
      const overlap = kind.overlapOf(row.place, candidate.place);
      if (overlap < OVERLAP_GATE) continue;
      const weight = Math.round((overlap + SAME_LABEL_BONUS * sameLabelShare(row, candidate)) * WEIGHT_PER_OVERLAP);
      found.push({ row: at, column, weight });
    }
    return found.sort(byWeight).slice(0, RIVALS_MAX);
  });
  return heapsOf(pairs, rows.length, columns.length).flatMap(solve);
};

const byWeight = (a: Pair, b: Pair): number => b.weight - a.weight || a.row - b.row || a.column - b.column;

const sameLabelShare = (a: Pick<Candidate<never>, "labels">, b: Pick<Candidate<never>, "labels">): number => {
  let shared = 0;
  let ofA = 0;
  let ofB = 0;
  for (const count of b.labels.values()) ofB += count;
  for (const [label, count] of a.labels) {
    ofA += count;
    shared += count * (b.labels.get(label) ?? 0);
  }
  return shared / (ofA * ofB);
};

/** Pairs that reach each other through shared rows or columns, in the order of their first row. */
const heapsOf = (pairs: readonly Pair[], rows: number, columns: number): readonly (readonly Pair[])[] => {
  const parent = Int32Array.from({ length: rows + columns }, (_, node) => node);
  const rootOf = (node: number): number => {
    let root = node;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  for (const { row, column } of pairs) parent[rootOf(rows + column)] = rootOf(row);
  const heaps = new Map<number, Pair[]>();
  for (const pair of pairs) {
    const root = rootOf(pair.row);
    const heap = heaps.get(root);
    if (heap) heap.push(pair);
    else heaps.set(root, [pair]);
  }
  return [...heaps.values()];
};

const solve = (heap: readonly Pair[]): readonly Pair[] => {
  if (heap.length === 1) return heap;
  const rows = [...new Set(heap.map(({ row }) => row))].sort((a, b) => a - b);
  const columns = [...new Set(heap.map(({ column }) => column))].sort((a, b) => a - b);
  if (Math.max(rows.length, columns.length) > OPTIMAL_UP_TO) return greedily(heap);
  const rowAt = new Map(rows.map((row, at) => [row, at]));
  const columnAt = new Map(columns.map((column, at) => [column, at]));
  const weights = rows.map(() => new Array<number>(columns.length).fill(0));
  for (const { row, column, weight } of heap) {
    const at = columnAt.get(column);
    const weightsOfRow = weights[rowAt.get(row) ?? -1];
    if (weightsOfRow && at !== undefined) weightsOfRow[at] = weight;
  }
  const chosen = bestPairing(weights);
  return heap.filter(({ row, column }) => chosen[rowAt.get(row) ?? -1] === columnAt.get(column));
};

const greedily = (heap: readonly Pair[]): readonly Pair[] => {
  const rows = new Set<number>();
  const columns = new Set<number>();
  return [...heap].sort(byWeight).filter(({ row, column }) => {
    if (rows.has(row) || columns.has(column)) return false;
    rows.add(row);
    columns.add(column);
    return true;
  });
};
