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
export const precisionOf = (moments: readonly BoxesAt[]): ((owner: number) => number) => {
  const counts = new Map<number, { squares: number; boxes: number }>();
  for (const { owners, boxes } of moments) {
    if (boxes.length < BOXES_MIN) continue;
    const sums = [0, 1, 2, 3].map((side) => boxes.reduce((sum, box) => sum + box[side]!, 0));
    boxes.forEach((box, at) => {
      const count = counts.get(owners[at]!) ?? { squares: 0, boxes: 0 };
      counts.set(owners[at]!, count);
      count.squares += squareApart(box, sums, boxes.length - 1) / boxes.length;
      count.boxes += 1 / boxes.length;
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
const squareApart = (box: Float64Array, sums: readonly number[], others: number): number => {
  const size = (box[2]! - box[0]! + box[3]! - box[1]!) / 2;
  const apart = sums.map((sum, side) => ((sum - box[side]!) / others - box[side]!) / size);
  return Math.min(1, apart.reduce((all, share) => all + share * share, 0) / 4);
};
