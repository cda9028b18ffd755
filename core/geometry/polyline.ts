import { distanceOf, type Point } from "./point.ts";

/** An open line through its points, in order. Either end may be its start: the direction means nothing. */
export interface Polyline {
  readonly points: readonly Point[];
}

export const lengthOf = ({ points }: Polyline): number => {
  let length = 0;
  for (let at = 1; at < points.length; at += 1) length += distanceOf(points[at - 1]!, points[at]!);
  return length;
};

/**
 * `count` points at equal steps of the line's length, both ends included; at least two. A line without length gives its
 * first point again and again. At least one point.
 */
export const resample = (line: Polyline, count: number): readonly Point[] => {
  const { points } = line;
  const step = lengthOf(line) / (count - 1);
  const first = points[0]!;
  const last = points[points.length - 1]!;
  if (!(step > 0)) return Array.from({ length: count }, () => first);
  const taken: Point[] = [first];
  let before = 0;
  for (let at = 1; at < points.length; at += 1) {
    const from = points[at - 1]!;
    const to = points[at]!;
    const length = distanceOf(from, to);
    while (taken.length < count - 1 && taken.length * step <= before + length) {
      const share = length > 0 ? (taken.length * step - before) / length : 0;
      taken.push({ x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) });
    }
    before += length;
  }
  while (taken.length < count) taken.push(last);
  return taken;
};
