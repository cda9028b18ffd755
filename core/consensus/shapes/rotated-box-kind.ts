import { joinBounds } from "../../geometry/bounds.ts";
import { distanceOf } from "../../geometry/point.ts";
import { boundsOfRotatedBox, cornersOf, type RotatedBox, rotatedBoxOverlap } from "../../geometry/rotated-box.ts";
import { areFinite, byMeanSimilarity, compareNumbers, type ShapeKind } from "./shape-kind.ts";

/**
 * Rotated boxes: matched by their mean overlap, fused by weighted means of center, sides and angle. A box turned by a
 * half, or by a quarter with its sides exchanged, is the same box: each is first taken in the turn whose corners lie
 * nearest to those of the heaviest.
 */
export const ROTATED_BOX_KIND: ShapeKind<RotatedBox, readonly RotatedBox[]> = {
  faultOf: ({ center, width, height, angle }) => {
    if (!areFinite(center.x, center.y, width, height, angle)) return "a rotated box is made of finite numbers";
    return width < 0 || height < 0 ? `a rotated box has no negative sides, not ${width} × ${height}` : undefined;
  },
  placeOf: (boxes) => boxes,
  boundsOf: (boxes) => joinBounds(boxes.map(boundsOfRotatedBox)),
  overlapOf: byMeanSimilarity(rotatedBoxOverlap),
  similarityOf: rotatedBoxOverlap,
  compare: (a, b) => compareNumbers(numbersOf(a), numbersOf(b)),
  fuse: (boxes, weights) => {
    const heaviest = boxes[weights.indexOf(Math.max(...weights))];
    if (!heaviest) throw new Error("a thing has at least one rotated box");
    const turned = boxes.map((box) => turnTowards(box, heaviest));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    // Taken from the heaviest, so that boxes that are alike give that very box.
    const mean = (numberOf: (box: RotatedBox) => number): number => {
      const origin = numberOf(heaviest);
      return origin + turned.reduce((sum, box, at) => sum + weights[at]! * (numberOf(box) - origin), 0) / total;
    };
    return {
      center: { x: mean(({ center }) => center.x), y: mean(({ center }) => center.y) },
      width: mean(({ width }) => width),
      height: mean(({ height }) => height),
      angle: mean(({ angle }) => angle),
    };
  },
};

const numbersOf = ({ center, width, height, angle }: RotatedBox): readonly number[] => [
  center.y,
  center.x,
  height,
  width,
  angle,
];

/** The same box, named by the quarter turn whose corners lie nearest to another's, with the angle nearest to its angle. */
const turnTowards = (box: RotatedBox, other: RotatedBox): RotatedBox => {
  const corners = cornersOf(other);
  const distanceTo = (turned: RotatedBox): number =>
    cornersOf(turned).reduce((sum, corner, at) => sum + distanceOf(corner, corners[at]!) ** 2, 0);
  const turns = [0, 1, 2, 3].map((quarters): RotatedBox => {
    const isSwapped = quarters % 2 === 1;
    return {
      center: box.center,
      width: isSwapped ? box.height : box.width,
      height: isSwapped ? box.width : box.height,
      angle: nearestTurn(box.angle + (quarters * Math.PI) / 2, other.angle),
    };
  });
  return turns.reduce((best, turned) => (distanceTo(turned) < distanceTo(best) ? turned : best));
};

/** The angle plus whole turns that lies nearest to another. */
const nearestTurn = (angle: number, other: number): number =>
  angle + 2 * Math.PI * Math.round((other - angle) / (2 * Math.PI));
