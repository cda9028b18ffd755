import type { Box } from "../annotation.ts";

/** A box by its sides, in whole millionths of a pixel: sums of them are exact, whatever their order. */
export interface SideBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const PER_PIXEL = 1_000_000;

export const inPixels = (length: number): number => length / PER_PIXEL;

export const toSides = ({ x, y, width, height }: Pick<Box, "x" | "y" | "width" | "height">): SideBox => ({
  left: Math.round(x * PER_PIXEL),
  top: Math.round(y * PER_PIXEL),
  right: Math.round((x + width) * PER_PIXEL),
  bottom: Math.round((y + height) * PER_PIXEL),
});

export const fromSides = ({ left, top, right, bottom }: SideBox): Pick<Box, "x" | "y" | "width" | "height"> => ({
  x: inPixels(left),
  y: inPixels(top),
  width: inPixels(right - left),
  height: inPixels(bottom - top),
});

/** The mean of each side. At least one box. */
export const meanOf = (boxes: readonly SideBox[]): SideBox => {
  const mean = (side: keyof SideBox): number =>
    Math.round(boxes.reduce((sum, box) => sum + box[side], 0) / boxes.length);
  return { left: mean("left"), top: mean("top"), right: mean("right"), bottom: mean("bottom") };
};

/** Shared area over joint area, 0 to 1 (Jaccard). */
export const overlapOf = (a: SideBox, b: SideBox): number => {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (areaOf(a) + areaOf(b) - shared);
};

const areaOf = ({ left, top, right, bottom }: SideBox): number => (right - left) * (bottom - top);

export const bySides = (a: SideBox, b: SideBox): number =>
  a.top - b.top || a.left - b.left || a.bottom - b.bottom || a.right - b.right;
