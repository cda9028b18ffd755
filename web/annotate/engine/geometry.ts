import type { Box } from "../../../core/annotation.ts";

/** Unless said otherwise, in pixels of the upright source image, origin top left. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export type Rect = Point & Size;

/** Clockwise from the top left corner. */
export const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"] as const;
export type Handle = (typeof HANDLES)[number];

/** A box with a shorter side is a slip of the hand, in source pixels. */
export const SIDE_MIN = 2;

/**
 * Edges lie on sixteenths of a pixel: finer than any hand, short in JSON, and exact in binary, so that x + width is the
 * right edge to the last bit and never a hair outside the image.
 */
const GRID = 16;
const snap = (value: number): number => Math.round(value * GRID) / GRID;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

export const inside = (point: Point, bounds: Size): Point => ({
  x: clamp(point.x, 0, bounds.width),
  y: clamp(point.y, 0, bounds.height),
});

/** The rectangle between two opposite corners, in any order, cut at the edge of the image. */
export const between = (one: Point, other: Point, bounds: Size): Rect => {
  const a = inside(one, bounds);
  const b = inside(other, bounds);
  const x = snap(Math.min(a.x, b.x));
  const y = snap(Math.min(a.y, b.y));
  return { x, y, width: snap(Math.max(a.x, b.x)) - x, height: snap(Math.max(a.y, b.y)) - y };
};

export const isTooSmall = ({ width, height }: Size): boolean => width < SIDE_MIN || height < SIDE_MIN;

/** Moved as a whole; stops at the edge of the image and keeps its size. */
export const moved = (box: Box, by: Point, bounds: Size): Box => ({
  ...box,
  x: snap(clamp(box.x + by.x, 0, bounds.width - box.width)),
  y: snap(clamp(box.y + by.y, 0, bounds.height - box.height)),
});

/** The handle put at `to`. Past the opposite side the box turns over instead of getting stuck. */
export const resized = (box: Box, handle: Handle, to: Point, bounds: Size): Box => {
  const left = handle.includes("w") ? to.x : box.x;
  const right = handle.includes("e") ? to.x : box.x + box.width;
  const top = handle.includes("n") ? to.y : box.y;
  const bottom = handle.includes("s") ? to.y : box.y + box.height;
  return { ...box, ...between({ x: left, y: top }, { x: right, y: bottom }, bounds) };
};

export const handlePoint = (box: Rect, handle: Handle): Point => ({
  x: box.x + (handle.includes("w") ? 0 : handle.includes("e") ? box.width : box.width / 2),
  y: box.y + (handle.includes("n") ? 0 : handle.includes("s") ? box.height : box.height / 2),
});

/** One side of a box as a number she typed; the others stay. Undefined when that makes no box. */
export const withSide = (
  box: Box,
  side: "x" | "y" | "width" | "height",
  value: number,
  bounds: Size,
): Box | undefined => {
  if (!Number.isFinite(value)) return undefined;
  const next = { ...box, [side]: value };
  const cut = between(next, { x: next.x + next.width, y: next.y + next.height }, bounds);
  return isTooSmall(cut) ? undefined : { ...box, ...cut };
};
