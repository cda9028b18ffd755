import type { Point } from "./point.ts";

/** The upright rectangle round something, by its sides. Of nothing at all: left above right, which touches nothing. */
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const NOWHERE: Bounds = {
  left: Number.POSITIVE_INFINITY,
  top: Number.POSITIVE_INFINITY,
  right: Number.NEGATIVE_INFINITY,
  bottom: Number.NEGATIVE_INFINITY,
};

export const isNowhere = ({ left, top, right, bottom }: Bounds): boolean => left > right || top > bottom;

/** The bounds of points; `NOWHERE` without any. */
export const boundsOfPoints = (points: readonly Point[]): Bounds => {
  let { left, top, right, bottom } = NOWHERE;
  for (const { x, y } of points) {
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return { left, top, right, bottom };
};

/** The bounds of everything within several bounds. */
export const joinBounds = (all: readonly Bounds[]): Bounds =>
  all.reduce(
    (joint, each) => ({
      left: Math.min(joint.left, each.left),
      top: Math.min(joint.top, each.top),
      right: Math.max(joint.right, each.right),
      bottom: Math.max(joint.bottom, each.bottom),
    }),
    NOWHERE,
  );

/** Bounds wider by a margin on every side. */
export const widenBounds = ({ left, top, right, bottom }: Bounds, by: number): Bounds => ({
  left: left - by,
  top: top - by,
  right: right + by,
  bottom: bottom + by,
});

/** Whether two bounds share a point, their edges included. */
export const boundsTouch = (a: Bounds, b: Bounds): boolean =>
  a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
