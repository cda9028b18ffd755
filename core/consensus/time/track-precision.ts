import type { BoxesAt } from "./track-boxes.ts";

/** So many boxes weigh as much as how near everybody draws. */
const SHRINK = 10;
/** Nobody counts for more than this times another, however near she draws. */
const RATIO_MAX = 4;
/** Two annotators cannot say which of them is off. */
const BOXES_MIN = 3;

/**
 * How much each annotator's boxes weigh: one over the mean square of how far their sides are from the mean of the others',
 * by the size of the box, shrunk to everybody's. Moments between key frames repeat them, so a moment counts for one over
 * the number of boxes at it. Nothing to learn from: everybody 1.
 */
export const precisionOf = (moments: Iterable<BoxesAt>): ((owner: number) => number) => {
  const counts = new Map<number, { squares: number; boxes: number }>();
  for (const { owners, sides } of moments) {
    if (owners.length < BOXES_MIN) continue;
    const sums = new Float64Array(4);
    for (let at = 0; at < sides.length; at += 1) sums[at % 4]! += sides[at]!;
    owners.forEach((owner, at) => {
      const count = counts.get(owner) ?? { squares: 0, boxes: 0 };
      counts.set(owner, count);
      count.squares += squareApart(sides, 4 * at, sums, owners.length - 1) / owners.length;
      count.boxes += 1 / owners.length;
    });
  }
  const inOrder = [...counts].sort(([a], [b]) => a - b).map(([, count]) => count);
  const boxes = inOrder.reduce((sum, count) => sum + count.boxes, 0);
  const pooled = inOrder.reduce((sum, count) => sum + count.squares, 0) / Math.max(boxes, 1);
  if (!(pooled > 0)) return () => 1;
  return (owner) => {
    const count = counts.get(owner);
    if (!count) return 1;
    const weight = (pooled * (count.boxes + SHRINK)) / (count.squares + SHRINK * pooled);
    return Math.min(RATIO_MAX, Math.max(1 / RATIO_MAX, weight));
  };
};

/** Mean over the sides, as a share of the box's mean side, no more than 1: a box elsewhere is no measure of nearness. */
const squareApart = (sides: Float64Array, from: number, sums: Float64Array, others: number): number => {
  const size = (sides[from + 2]! - sides[from]! + sides[from + 3]! - sides[from + 1]!) / 2;
  let squares = 0;
  for (let side = 0; side < 4; side += 1) {
    const apart = ((sums[side]! - sides[from + side]!) / others - sides[from + side]!) / size;
    squares += apart * apart;
  }
  return Math.min(1, squares / 4);
};
