import { distanceOf, type Point } from "./point.ts";
import { lengthOf, type Polyline, resample } from "./polyline.ts";

/** Points at which a line is looked at. */
const SAMPLES = 64;

/**
 * How far two lines run apart, in pixels: the mean over 64 even points of each line of the distance to the nearest place
 * of the other, and of the two lines' means the larger, so that a piece of a line is not the line (a mean Hausdorff
 * distance: Dubuisson and Jain 1994). Infinite when either has no points.
 */
export const polylineDistance = (a: Polyline, b: Polyline): number => {
  if (a.points.length === 0 || b.points.length === 0) return Number.POSITIVE_INFINITY;
  const one = resample(a, SAMPLES);
  const other = resample(b, SAMPLES);
  return Math.max(meanDistance(one, other), meanDistance(other, one));
};

/**
 * The same as a share, 1 for lines that run together down to 0 at a mean distance of a tenth of their mean length:
 * what stands in for an overlap when lines are matched. Lines without length: 1 at the same place, else 0.
 */
export const polylineOverlap = (a: Polyline, b: Polyline): number => {
  const distance = polylineDistance(a, b);
  if (distance === 0) return 1;
  const reach = REACH * ((lengthOf(a) + lengthOf(b)) / 2);
  return distance < reach ? 1 - distance / reach : 0;
};

/** Mean distance at which two lines no longer are the same one, as a share of their length. */
export const REACH = 0.1;

const meanDistance = (points: readonly Point[], line: readonly Point[]): number => {
  let sum = 0;
  for (const point of points) {
    let nearest = Number.POSITIVE_INFINITY;
    for (let at = 1; at < line.length; at += 1)
      nearest = Math.min(nearest, distanceToPiece(point, line[at - 1]!, line[at]!));
    sum += nearest;
  }
  return sum / points.length;
};

const distanceToPiece = (point: Point, from: Point, to: Point): number => {
  const x = to.x - from.x;
  const y = to.y - from.y;
  const squared = x * x + y * y;
  const share = squared > 0 ? ((point.x - from.x) * x + (point.y - from.y) * y) / squared : 0;
  const within = Math.min(1, Math.max(0, share));
  return distanceOf(point, { x: from.x + within * x, y: from.y + within * y });
};
