import type { Bounds } from "./bounds.ts";

/** An upright rectangle, in pixels. Sides of nought are allowed. */
export interface UprightBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const boundsOfBox = ({ x, y, width, height }: UprightBox): Bounds => ({
  left: x,
  top: y,
  right: x + width,
  bottom: y + height,
});

/** Shared area over joint area, 0 to 1 (Jaccard). A box without area shares nothing, not even with itself. */
export const boxOverlap = (a: UprightBox, b: UprightBox): number => {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (across <= 0 || down <= 0) return 0;
  return shareOf(across * down, a.width * a.height, b.width * b.height);
};

/** Overlap from areas: 0 where there is no area, and never above 1, which rounding could make it. */
export const shareOf = (shared: number, one: number, other: number): number => {
  const joint = one + other - shared;
  return joint > 0 ? Math.min(1, Math.max(0, shared / joint)) : 0;
};
