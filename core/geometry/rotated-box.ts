import { type Bounds, boundsOfPoints, boundsTouch } from "./bounds.ts";
import { shareOf } from "./box.ts";
import { clipConvex } from "./convex.ts";
import type { Point } from "./point.ts";
import { areaOfRing } from "./ring.ts";

/** A rectangle that may be turned. */
export interface RotatedBox {
  readonly center: Point;
  readonly width: number;
  readonly height: number;
  /** Radians by which the box is turned, clockwise on screen (y points down). Half a turn changes nothing. */
  readonly angle: number;
}

/** Its four corners, clockwise on screen, from the one that is top left before it is turned. */
export const cornersOf = ({ center, width, height, angle }: RotatedBox): readonly Point[] => {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([across, down]) => {
    const x = (across! * width) / 2;
    const y = (down! * height) / 2;
    return { x: center.x + x * cos - y * sin, y: center.y + x * sin + y * cos };
  });
};

export const boundsOfRotatedBox = (box: RotatedBox): Bounds => boundsOfPoints(cornersOf(box));

/** Shared area over joint area, 0 to 1, by clipping one rectangle with the other. Without area: 0. */
export const rotatedBoxOverlap = (a: RotatedBox, b: RotatedBox): number => {
  const corners = cornersOf(a);
  const others = cornersOf(b);
  if (!boundsTouch(boundsOfPoints(corners), boundsOfPoints(others))) return 0;
  const shared = Math.abs(areaOfRing(clipConvex(corners, others)));
  return shareOf(shared, a.width * a.height, b.width * b.height);
};
