import { boxOverlap, type UprightBox } from "../../geometry/box.ts";

/** Each shape's mean agreement with the others of its thing, 0 to 1; 1 for a single one. */
export const agreementWithOthers = <Shape>(
  shapes: readonly Shape[],
  overlapOf: (a: Shape, b: Shape) => number,
): Float64Array => {
  const sums = new Float64Array(shapes.length);
  if (shapes.length < 2) return sums.fill(1);
  for (let one = 0; one < shapes.length; one += 1) {
    for (let other = one + 1; other < shapes.length; other += 1) {
      const overlap = overlapOf(shapes[one]!, shapes[other]!);
      sums[one]! += overlap;
      sums[other]! += overlap;
    }
  }
  return sums.map((sum) => sum / (shapes.length - 1));
};

/**
 * What each shape counts when coordinates are fused: its annotator's weight times its mean overlap with the others, so
 * that the one who is far off is heard less and nobody is ever alone heard. On VOC-MIX this beats weights by the squared
 * overlap with the mean at 3, 5 and 9 annotators (docs/consensus-shapes.md). All equal where nothing overlaps.
 */
export const weightsByAgreement = (agreement: Float64Array, byAnnotator: Float64Array): Float64Array => {
  const isLost = agreement.every((overlap) => overlap === 0);
  return byAnnotator.map((weight, at) => weight * (isLost ? 1 : agreement[at]!));
};

/** The weighted mean of each side; at least one box, and weights that sum to more than 0. */
export const fuseBoxSides = (boxes: readonly UprightBox[], weights: Float64Array): UprightBox => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const [first] = boxes;
  if (!first) throw new Error("a thing has at least one box");
  const mean = (side: (box: UprightBox) => number): number => {
    // Taken from the first box, so that boxes that are alike give that very box.
    const origin = side(first);
    return origin + boxes.reduce((sum, box, at) => sum + weights[at]! * (side(box) - origin), 0) / total;
  };
  const x = mean((box) => box.x);
  const y = mean((box) => box.y);
  return {
    x,
    y,
    width: Math.max(
      0,
      mean((box) => box.width),
    ),
    height: Math.max(
      0,
      mean((box) => box.height),
    ),
  };
};

/** The fused box of one thing's boxes, by people whose weights are ∝ 1/σ². */
export const fuseOneBox = (boxes: readonly UprightBox[], byAnnotator: Float64Array): UprightBox =>
  fuseBoxSides(boxes, weightsByAgreement(agreementWithOthers(boxes, boxOverlap), byAnnotator));
