import type { UprightBox } from "../../geometry/box.ts";
import { fuseOneBox } from "./fuse-box-sides.ts";
import type { ShapesOfThing } from "./shape-kind.ts";

/** Believed of everybody before anything is known: sides are off by a tenth of the box. */
export const SIGMA_AT_FIRST = 0.1;
/** How many boxes the belief in everybody is worth for one annotator. */
const PERSON_PRIOR = 10;
const PASSES = 3;
/** A side further off than half of the box says no more than one that far off: it is another thing, or a slip. */
const OFF_MAX = 0.5;
const SIGMA_MIN = 1e-3;

/**
 * How far each annotator's sides lie from the agreed ones, as a share of width or height (σ, root mean square), learned
 * over all things that two or more drew, by turns of fusing and measuring; shrunk towards everybody's. A box pulls its
 * own mean, and n of them take n/(n − 1) for that.
 */
export const learnSigmas = (things: readonly ShapesOfThing<UprightBox>[], annotators: number): Float64Array => {
  let sigmas = new Float64Array(annotators).fill(SIGMA_AT_FIRST);
  for (let pass = 0; pass < PASSES; pass += 1) sigmas = measureSigmas(things, weightsOf(sigmas));
  return sigmas;
};

/** Weights of annotators in a fusion: 1/σ². */
export const weightsOf = (sigmas: Float64Array): Float64Array => sigmas.map((sigma) => 1 / sigma ** 2);

const measureSigmas = (
  things: readonly ShapesOfThing<UprightBox>[],
  weights: Float64Array,
): Float64Array<ArrayBuffer> => {
  const squares = new Float64Array(weights.length);
  const counts = new Float64Array(weights.length);
  for (const { annotators, shapes: boxes } of things) {
    const drawn = boxes.length;
    if (drawn < 2) continue;
    const byAnnotator = Float64Array.from(annotators, (who) => weights[who]!);
    const fused = fuseOneBox(boxes, byAnnotator);
    if (!(fused.width > 0 && fused.height > 0)) continue;
    boxes.forEach((box, at) => {
      squares[annotators[at]!]! += (squareOff(box, fused) * drawn) / (drawn - 1);
      counts[annotators[at]!]! += 1;
    });
  }
  const seen = counts.reduce((sum, count) => sum + count, 0);
  const all = squares.reduce((sum, square) => sum + square, 0);
  const everybody = (all + PERSON_PRIOR * SIGMA_AT_FIRST ** 2) / (seen + PERSON_PRIOR);
  return Float64Array.from(squares, (square, who) =>
    Math.max(SIGMA_MIN, Math.sqrt((square + PERSON_PRIOR * everybody) / (counts[who]! + PERSON_PRIOR))),
  );
};

/** Mean over the four sides of the squared distance, each as a share of the agreed box. */
const squareOff = (box: UprightBox, agreed: UprightBox): number => {
  const square = (off: number, size: number): number => Math.min(OFF_MAX, Math.abs(off) / size) ** 2;
  return (
    (square(box.x - agreed.x, agreed.width) +
      square(box.x + box.width - agreed.x - agreed.width, agreed.width) +
      square(box.y - agreed.y, agreed.height) +
      square(box.y + box.height - agreed.y - agreed.height, agreed.height)) /
    4
  );
};
