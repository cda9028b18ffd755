import { refuse } from "../../refusal.ts";
import { byText } from "../tally.ts";

/** One answer to "which of these two?". `left` and `right` are as they were shown: some people prefer a side. */
export interface Comparison {
  readonly annotator: string;
  readonly left: string;
  readonly right: string;
  readonly winner: "left" | "right" | "equal";
  /** How much it counts. @default 1 */
  readonly weight?: number;
}

/**
 * Comparisons as arrays, alike ones added up: memory grows with what was compared, never with the square of the items.
 * In the order of items, then annotator, so that sums have the same bits in whatever order the answers came.
 */
export interface ComparisonTable {
  /** In the order of their text, as `annotators`. */
  readonly items: readonly string[];
  readonly annotators: readonly string[];
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly annotator: Int32Array;
  /** Summed weight of answers for the left and for the right; "equal" is half of each. */
  readonly leftWins: Float64Array;
  readonly rightWins: Float64Array;
}

/**
 * Builds the table. `items` lists those that must have a score though nobody compared them. Refuses an item compared with
 * itself, and a weight that is not a positive number.
 */
export const comparisonTable = (comparisons: readonly Comparison[], items: readonly string[] = []): ComparisonTable => {
  for (const comparison of comparisons) check(comparison);
  const inOrder = comparisons.toSorted(
    (a, b) =>
      byText(a.left, b.left) ||
      byText(a.right, b.right) ||
      byText(a.annotator, b.annotator) ||
      byText(a.winner, b.winner) ||
      (a.weight ?? 1) - (b.weight ?? 1),
  );
  const itemNames = [...new Set([...items, ...inOrder.flatMap(({ left, right }) => [left, right])])].sort(byText);
  const annotatorNames = [...new Set(inOrder.map(({ annotator }) => annotator))].sort(byText);
  const itemAt = new Map(itemNames.map((name, at) => [name, at]));
  const annotatorAt = new Map(annotatorNames.map((name, at) => [name, at]));
  const rows: { left: number; right: number; annotator: number; leftWins: number; rightWins: number }[] = [];
  inOrder.forEach(({ left, right, annotator, winner, weight = 1 }, at) => {
    const before = inOrder[at - 1];
    if (before?.left !== left || before.right !== right || before.annotator !== annotator) {
      rows.push({
        left: itemAt.get(left)!,
        right: itemAt.get(right)!,
        annotator: annotatorAt.get(annotator)!,
        leftWins: 0,
        rightWins: 0,
      });
    }
    const row = rows.at(-1)!;
    row.leftWins += weight * (winner === "left" ? 1 : winner === "equal" ? 0.5 : 0);
    row.rightWins += weight * (winner === "right" ? 1 : winner === "equal" ? 0.5 : 0);
  });
  return {
    items: itemNames,
    annotators: annotatorNames,
    left: Int32Array.from(rows, ({ left }) => left),
    right: Int32Array.from(rows, ({ right }) => right),
    annotator: Int32Array.from(rows, ({ annotator }) => annotator),
    leftWins: Float64Array.from(rows, ({ leftWins }) => leftWins),
    rightWins: Float64Array.from(rows, ({ rightWins }) => rightWins),
  };
};

const check = ({ left, right, annotator, weight = 1 }: Comparison): void => {
  if (left === right) throw refuse("bad-request", `annotator ${annotator} compared ${left} with itself`);
  if (Number.isFinite(weight) && weight > 0) return;
  throw refuse("bad-request", `the weight of a comparison of ${left} and ${right} is ${weight}`, {
    allowed: "a number above 0",
  });
};

/** Of each item the number of its group: items that chains of comparisons join. Groups by their first item. */
export const groupsOf = ({ items, left, right }: ComparisonTable): Int32Array => {
  const parent = Int32Array.from(items, (_, at) => at);
  const rootOf = (item: number): number => {
    let root = item;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = item; at !== root; ) {
      const next = parent[at]!;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  for (let row = 0; row < left.length; row += 1) {
    const a = rootOf(left[row]!);
    const b = rootOf(right[row]!);
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  const numbers = new Map<number, number>();
  return parent.map((_, item) => {
    const root = rootOf(item);
    if (!numbers.has(root)) numbers.set(root, numbers.size);
    return numbers.get(root)!;
  });
};
