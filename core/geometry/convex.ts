import type { Point } from "./point.ts";

/**
 * What a convex polygon shares with another (Sutherland and Hodgman 1974); both clockwise on screen. Fewer than three
 * points when they share no area.
 */
export const clipConvex = (subject: readonly Point[], clip: readonly Point[]): readonly Point[] => {
  let kept = subject;
  for (let at = 0; at < clip.length; at += 1) kept = clipByEdge(kept, clip[at]!, clip[(at + 1) % clip.length]!);
  return kept;
};

const clipByEdge = (ring: readonly Point[], from: Point, to: Point): readonly Point[] => {
  const side = (point: Point): number => (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
  const kept: Point[] = [];
  ring.forEach((point, at) => {
    const next = ring[(at + 1) % ring.length]!;
    const here = side(point);
    const there = side(next);
    if (here >= 0) kept.push(point);
    if (here >= 0 === there >= 0) return;
    const share = here / (here - there);
    kept.push({ x: point.x + share * (next.x - point.x), y: point.y + share * (next.y - point.y) });
  });
  return kept;
};
