import type { LabelId } from "../ids.ts";
import { bestPairing } from "./hungarian.ts";
import { overlapOf, type SideBox } from "./side-box.ts";

/** Something to be matched: a box, with how many of those who drew it gave it each label. */
export interface Candidate {
  readonly sides: SideBox;
  readonly labels: ReadonlyMap<LabelId, number>;
}

/**
 * Boxes that share less than this of their joint area are different things. Low on purpose: of the pairs that
 * radiologists drew round the same finding, 31 % shared less than half (docs/consensus.md).
 */
export const OVERLAP_GATE = 0.3;
/** Where places compete, the same label is worth this much overlap: a rider is not taken for the horse. */
const SAME_LABEL_BONUS = 0.1;
const WEIGHT_PER_OVERLAP = 1_000_000;
/** Bounds on what a heap of near-identical boxes can cost; no picture that a person drew comes near. */
const RIVALS_MAX = 32;
const OPTIMAL_UP_TO = 256;

interface Pair {
  readonly row: number;
  readonly column: number;
  readonly weight: number;
}

/**
 * Pairs rows with columns, each used at most once, for the most overlap in all. The pairs that pass the gate fall into
 * small separate heaps, and each heap is solved optimally; one of more than 256 boxes greedily, best pair first.
 */
export const matchBoxes = (rows: readonly Candidate[], columns: readonly Candidate[]): readonly Pair[] => {
  const pairs = pairsOverGate(rows, columns);
  return heapsOf(pairs, rows.length).flatMap(solve);
};

const pairsOverGate = (rows: readonly Candidate[], columns: readonly Candidate[]): readonly Pair[] => {
  const fromLeft = columns
    .map((column, index) => ({ ...column, index }))
    .sort((a, b) => a.sides.left - b.sides.left || a.index - b.index);
  return rows.flatMap((row, rowIndex) => {
    const found: Pair[] = [];
    for (const column of fromLeft) {
      if (column.sides.left >= row.sides.right) break;
      if (column.sides.right <= row.sides.left) continue;
      const overlap = overlapOf(row.sides, column.sides);
      if (overlap < OVERLAP_GATE) continue;
      const weight = Math.round((overlap + SAME_LABEL_BONUS * sameLabelShare(row, column)) * WEIGHT_PER_OVERLAP);
      found.push({ row: rowIndex, column: column.index, weight });
    }
    return found.sort(byWeight).slice(0, RIVALS_MAX);
  });
};

const byWeight = (a: Pair, b: Pair): number => b.weight - a.weight || a.row - b.row || a.column - b.column;

const sameLabelShare = (a: Candidate, b: Candidate): number => {
  const size = (candidate: Candidate): number => [...candidate.labels.values()].reduce((sum, count) => sum + count, 0);
  const shared = [...a.labels].reduce((sum, [label, count]) => sum + count * (b.labels.get(label) ?? 0), 0);
  return shared / (size(a) * size(b));
};

/** Pairs that reach each other through shared rows or columns, in the order of their first row. */
const heapsOf = (pairs: readonly Pair[], rowCount: number): readonly (readonly Pair[])[] => {
  const parent = new Map<number, number>();
  const rootOf = (node: number): number => {
    let root = node;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    parent.set(node, root);
    return root;
  };
  for (const { row, column } of pairs) parent.set(rootOf(rowCount + column), rootOf(row));
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
