import type { Point } from "./point.ts";

/** A closed line: the last point joins the first, and is not repeated. */
export type Ring = readonly Point[];

/** Shoelace area, positive clockwise on screen (y points down); lobes of a self-crossing ring may cancel. Empty: 0. */
export const areaOfRing = (ring: Ring): number => {
  const [origin] = ring;
  if (!origin) return 0;
  let twice = 0;
  for (let at = 1; at + 1 < ring.length; at += 1) {
    const a = ring[at]!;
    const b = ring[at + 1]!;
    // Taken from the first point, so that a shape far from the origin loses no digits.
    twice += (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y);
  }
  return twice / 2;
};

/** Without points that repeat the one before, and without the last when it repeats the first. */
export const withoutRepeats = (ring: Ring): Ring => {
  const kept = ring.filter(({ x, y }, at) => {
    const before = ring[at - 1];
    return before === undefined || before.x !== x || before.y !== y;
  });
  const [first] = kept;
  const last = kept.at(-1);
  return kept.length > 1 && first && last && first.x === last.x && first.y === last.y ? kept.slice(0, -1) : kept;
};
