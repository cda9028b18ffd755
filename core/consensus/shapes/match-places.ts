import { indexBounds } from "../../geometry/bounds-index.ts";
import { solveHeap } from "../solve-heap.ts";
import type { Candidate, PlaceKind } from "./place.ts";

/**
 * Shapes that share less than this of their joint area are different things. Low on purpose: of the pairs that
 * radiologists drew round the same finding, 31 % shared less than half (docs/consensus-shapes.md).
 */
export const OVERLAP_GATE = 0.3;
/** Where places compete, the same label is worth this much overlap: a rider is not taken for the horse. */
const SAME_LABEL_BONUS = 0.1;
const WEIGHT_PER_OVERLAP = 1_000_000;
/** A bound on what a heap of near-identical shapes can cost; no picture that a person drew comes near. */
const RIVALS_MAX = 32;

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
  return heapsOf(pairs, rows.length, columns.length).flatMap((heap) =>
    solveHeap(heap, ({ weight }) => weight, byWeight),
  );
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
