import { boundsOfPoints, joinBounds, widenBounds } from "../../geometry/bounds.ts";
import { distanceOf, type Point } from "../../geometry/point.ts";
import { lengthOf, type Polyline, resample } from "../../geometry/polyline.ts";
import { polylineOverlap, REACH } from "../../geometry/polyline-distance.ts";
import { simplifyLine } from "../../geometry/simplify.ts";
import { areFinite, byMeanSimilarity, compareNumbers, type ShapeKind } from "./shape-kind.ts";

const STEPS_MIN = 64;
const STEPS_MAX = 4_096;
/** Corners that matter less than this share of the line's length are left out. */
const CORNER_SHARE = 0.001;

/**
 * Polylines: matched by how near they run (`polylineOverlap`), fused by the weighted mean of points at equal steps of
 * their lengths. The direction in which one was drawn means nothing: each is taken in that of the heaviest.
 */
export const POLYLINE_KIND: ShapeKind<Polyline, readonly Polyline[]> = {
  faultOf: ({ points }) => {
    if (points.length === 0) return "a polyline has at least one point";
    return points.every(({ x, y }) => areFinite(x, y)) ? undefined : "a polyline is made of finite numbers";
  },
  placeOf: (lines) => lines,
  // Lines that run side by side need not touch: a line reaches as far as it can still be matched.
  boundsOf: (lines) =>
    joinBounds(lines.map((line) => widenBounds(boundsOfPoints(line.points), REACH * lengthOf(line)))),
  overlapOf: byMeanSimilarity(polylineOverlap),
  similarityOf: polylineOverlap,
  compare: (a, b) => compareNumbers(numbersOf(a), numbersOf(b)),
  fuse: (lines, weights) => {
    const heaviest = lines[weights.indexOf(Math.max(...weights))];
    if (!heaviest) throw new Error("a thing has at least one polyline");
    if (lines.every((line) => compareNumbers(numbersOf(line), numbersOf(heaviest)) === 0)) return heaviest;
    const most = Math.max(...lines.map(({ points }) => points.length));
    const steps = Math.min(STEPS_MAX, Math.max(STEPS_MIN, 2 * most));
    const course = resample(heaviest, steps);
    const along = lines.map((line) => inDirectionOf(resample(line, steps), course));
    const points = course.map((_, step) =>
      meanPoint(
        along.map((line) => line[step]!),
        weights,
      ),
    );
    return { points: simplifyLine(points, CORNER_SHARE * lengthOf({ points })) };
  },
};

const inDirectionOf = (points: readonly Point[], course: readonly Point[]): readonly Point[] => {
  const apart = (line: readonly Point[]): number =>
    line.reduce((sum, point, at) => sum + distanceOf(point, course[at]!) ** 2, 0);
  const reversed = points.toReversed();
  return apart(reversed) < apart(points) ? reversed : points;
};

/** The weighted mean of points; their weights sum to more than 0. */
const meanPoint = (points: readonly Point[], weights: Float64Array): Point => {
  let x = 0;
  let y = 0;
  let total = 0;
  points.forEach((point, at) => {
    x += weights[at]! * point.x;
    y += weights[at]! * point.y;
    total += weights[at]!;
  });
  return { x: x / total, y: y / total };
};

const numbersOf = ({ points }: Polyline): readonly number[] => points.flatMap(({ x, y }) => [y, x]);
