import type { Bounds } from "./bounds.ts";
import type { Mask } from "./mask.ts";

/** Square blocks of whole pixels that cover a place of a picture, row by row from its top left. */
export interface PixelRaster {
  /** Whole pixels, within the picture. */
  readonly place: Bounds;
  /** Pixels along a side of each block; the last ones may reach beyond the place. */
  readonly block: number;
  readonly columns: number;
  readonly rows: number;
}

/** The finest raster of a place that has no more than so many blocks. */
export const pixelRaster = (place: Bounds, blocksMax: number): PixelRaster => {
  const width = place.right - place.left;
  const height = place.bottom - place.top;
  let block = Math.max(1, Math.floor(Math.sqrt((width * height) / blocksMax)));
  while (Math.ceil(width / block) * Math.ceil(height / block) > blocksMax) block += 1;
  return { place, block, columns: Math.ceil(width / block), rows: Math.ceil(height / block) };
};

/** By block, 1 where its middle pixel is inside the mask. */
export const cellsOfMask = (mask: Mask, { place, block, columns, rows }: PixelRaster): Uint8Array => {
  const cells = new Uint8Array(columns * rows);
  const middle = (start: number, at: number, end: number): number =>
    Math.min(end - 1, start + at * block + Math.floor(block / 2));
  let run = 0;
  let end = mask.counts[0] ?? 0;
  // Column by column, as the runs go, so that they are walked once.
  for (let column = 0; column < columns; column += 1) {
    const x = middle(place.left, column, place.right);
    for (let row = 0; row < rows; row += 1) {
      const pixel = x * mask.height + middle(place.top, row, place.bottom);
      while (pixel >= end && run + 1 < mask.counts.length) {
        run += 1;
        end += mask.counts[run]!;
      }
      if (run % 2 === 1 && pixel < end) cells[row * columns + column] = 1;
    }
  }
  return cells;
};

/** The mask of a picture of the given size whose pixels are inside where `isInside` says so of their block. */
export const maskOfCells = (
  isInside: (cell: number) => boolean,
  { place, block, columns }: PixelRaster,
  { width, height }: Pick<Mask, "width" | "height">,
): Mask => {
  const counts: number[] = [];
  let length = 0;
  let inside = false;
  const add = (pixels: number, is: boolean): void => {
    if (is !== inside) {
      counts.push(length);
      length = 0;
      inside = is;
    }
    length += pixels;
  };
  add(place.left * height, false);
  for (let x = place.left; x < place.right; x += 1) {
    add(place.top, false);
    const column = Math.floor((x - place.left) / block);
    for (let y = place.top; y < place.bottom; y += 1)
      add(1, isInside(Math.floor((y - place.top) / block) * columns + column));
    add(height - place.bottom, false);
  }
  add((width - place.right) * height, false);
  return { width, height, counts: [...counts, length] };
};
