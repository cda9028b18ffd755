import { distanceOf, type Point } from "./point.ts";
import type { Ring } from "./ring.ts";

/** An open line with the points left out that lie within `tolerance` of the rest (Douglas and Peucker 1973). */
export const simplifyLine = (points: readonly Point[], tolerance: number): readonly Point[] => {
  const last = points.length - 1;
  const isKept = new Uint8Array(points.length);
  if (points.length > 0) isKept[0] = isKept[last] = 1;
  const open: [number, number][] = [[0, last]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    let farthest = -1;
    let most = tolerance;
    for (let at = from + 1; at < to; at += 1) {
      const off = offLine(points[at]!, points[from]!, points[to]!);
      if (off > most) {
        most = off;
        farthest = at;
      }
    }
    if (farthest < 0) continue;
    isKept[farthest] = 1;
    open.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, at) => isKept[at] === 1);
};

/** A closed one, cut where it is widest; of fewer than three points that would be left, the ring as it was. */
export const simplifyRing = (ring: Ring, tolerance: number): Ring => {
  const [first] = ring;
  if (!first) return ring;
  let far = 0;
  ring.forEach((point, at) => {
    if (distanceOf(point, first) > distanceOf(ring[far]!, first)) far = at;
  });
  const there = simplifyLine(ring.slice(0, far + 1), tolerance);
  const back = simplifyLine([...ring.slice(far), first], tolerance);
  const simple = [...there, ...back.slice(1, -1)];
  return simple.length >= 3 ? simple : ring;
};

const offLine = (point: Point, from: Point, to: Point): number => {
  const length = distanceOf(from, to);
  if (length === 0) return distanceOf(point, from);
  return Math.abs((to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x)) / length;
};
