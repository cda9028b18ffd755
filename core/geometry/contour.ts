import type { Point } from "./point.ts";
import type { Ring } from "./ring.ts";

/**
 * The rings that part cells at or above 0 from those below, row by row from the top left; what lies beyond the edge is
 * below. Marching squares (Lorensen and Cline 1987), with crossings where the values between two cells' middles pass 0,
 * and a saddle joined when the mean of its four is at or above 0. In cells: the first cell spans 0 to 1. None inside: no
 * ring.
 */
export const contoursOf = (field: Float64Array, columns: number, rows: number): readonly Ring[] => {
  const valueAt = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= columns || row >= rows ? OUTSIDE : field[row * columns + column]!;
  const stride = columns + 2;
  // Crossings by the edge they lie on: twice the number of its upper or left cell, plus one for an edge that runs down.
  const edges = { top: 0, left: 1, right: 3, bottom: 2 * stride };
  const next = new Map<number, number>();
  for (let row = -1; row < rows; row += 1) {
    for (let column = -1; column < columns; column += 1) {
      const topLeft = valueAt(column, row);
      const topRight = valueAt(column + 1, row);
      const bottomRight = valueAt(column + 1, row + 1);
      const bottomLeft = valueAt(column, row + 1);
      const inside =
        (topLeft >= 0 ? 8 : 0) + (topRight >= 0 ? 4 : 0) + (bottomRight >= 0 ? 2 : 0) + (bottomLeft >= 0 ? 1 : 0);
      if (inside === 0 || inside === 15) continue;
      const isSaddle = inside === 5 || inside === 10;
      const isJoined = isSaddle && topLeft + topRight + bottomRight + bottomLeft >= 0;
      const base = 2 * ((row + 1) * stride + column + 1);
      for (const [from, to] of TURNS[isJoined ? inside + 16 : inside] ?? [])
        next.set(base + edges[from], base + edges[to]);
    }
  }
  return followAll(next, (edge) => crossingOn(edge, stride, valueAt));
};

const OUTSIDE = -0.5;

type Side = "top" | "left" | "right" | "bottom";

/** By which cells of four are inside (top left 8, top right 4, bottom right 2, bottom left 1); + 16 for joined saddles. */
const TURNS: Readonly<Record<number, readonly (readonly [from: Side, to: Side])[]>> = {
  1: [["left", "bottom"]],
  2: [["bottom", "right"]],
  3: [["left", "right"]],
  4: [["right", "top"]],
  5: [
    ["right", "top"],
    ["left", "bottom"],
  ],
  6: [["bottom", "top"]],
  7: [["left", "top"]],
  8: [["top", "left"]],
  9: [["top", "bottom"]],
  10: [
    ["top", "left"],
    ["bottom", "right"],
  ],
  11: [["top", "right"]],
  12: [["right", "left"]],
  13: [["right", "bottom"]],
  14: [["bottom", "left"]],
  21: [
    ["left", "top"],
    ["right", "bottom"],
  ],
  26: [
    ["top", "right"],
    ["bottom", "left"],
  ],
};

const crossingOn = (edge: number, stride: number, valueAt: (column: number, row: number) => number): Point => {
  const isDown = edge % 2 === 1;
  const cell = Math.floor(edge / 2);
  const column = (cell % stride) - 1;
  const row = Math.floor(cell / stride) - 1;
  const here = valueAt(column, row);
  const there = isDown ? valueAt(column, row + 1) : valueAt(column + 1, row);
  const share = here / (here - there);
  return isDown ? { x: column + 0.5, y: row + 0.5 + share } : { x: column + 0.5 + share, y: row + 0.5 };
};

const followAll = (next: Map<number, number>, pointOn: (edge: number) => Point): readonly Ring[] => {
  const rings: Ring[] = [];
  for (const start of [...next.keys()].sort((a, b) => a - b)) {
    const ring: Point[] = [];
    let edge: number | undefined = start;
    while (edge !== undefined && next.has(edge)) {
      ring.push(pointOn(edge));
      const after = next.get(edge);
      next.delete(edge);
      edge = after;
    }
    if (ring.length > 2) rings.push(ring);
  }
  return rings;
};
