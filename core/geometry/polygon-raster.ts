import type { Bounds } from "./bounds.ts";
import type { Polygon } from "./polygon.ts";

/**
 * A polygon as cells: 1 where the middle of a cell is inside by the odd-number rule. Row by row from the top left of
 * `place`, which is cut into `columns × rows` equal cells. A place without width or height has no cell inside.
 */
export const rasterize = ({ rings }: Polygon, place: Bounds, columns: number, rows: number): Uint8Array => {
  const cells = new Uint8Array(columns * rows);
  const perColumn = columns / (place.right - place.left);
  const perRow = rows / (place.bottom - place.top);
  if (!Number.isFinite(perColumn) || !Number.isFinite(perRow)) return cells;
  for (const ring of rings) {
    let from = ring[ring.length - 1];
    for (const to of ring) {
      if (from) {
        const x = (from.x - place.left) * perColumn - 0.5;
        const y = (from.y - place.top) * perRow - 0.5;
        const toX = (to.x - place.left) * perColumn - 0.5;
        const toY = (to.y - place.top) * perRow - 0.5;
        if (y <= toY) markCrossings(cells, columns, rows, x, y, toX, toY);
        else markCrossings(cells, columns, rows, toX, toY, x, y);
      }
      from = to;
    }
  }
  fillBetweenMarks(cells, columns);
  return cells;
};

/** Flips, in each row whose middle the edge crosses, the first cell whose middle lies right of it. `y` is above `toY`. */
const markCrossings = (
  cells: Uint8Array,
  columns: number,
  rows: number,
  x: number,
  y: number,
  toX: number,
  toY: number,
): void => {
  const last = Math.min(rows - 1, Math.ceil(toY) - 1);
  for (let row = Math.max(0, Math.ceil(y)); row <= last; row += 1) {
    const column = Math.max(0, Math.ceil(x + ((toX - x) * (row - y)) / (toY - y)));
    if (column < columns) cells[row * columns + column]! ^= 1;
  }
};

const fillBetweenMarks = (cells: Uint8Array, columns: number): void => {
  for (let row = 0; row < cells.length; row += columns)
    for (let cell = row + 1; cell < row + columns; cell += 1) cells[cell]! ^= cells[cell - 1]!;
};
