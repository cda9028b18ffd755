/** A place in continuous pixels of the upright image, origin top left, y downwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export const distanceOf = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
