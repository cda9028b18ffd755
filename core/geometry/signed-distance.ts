/**
 * How far the middle of each cell lies from the edge of an area, positive inside and negative outside: cells are given
 * row by row, 1 inside, and are `across` wide and `down` high. Exact between middles, in time linear in the cells
 * (Felzenszwalb and Huttenlocher 2012). Where all cells are inside, or none, the far value `±(columns · across + rows · down)`.
 */
export const signedDistance = (
  cells: Uint8Array,
  columns: number,
  rows: number,
  { across, down }: { readonly across: number; readonly down: number },
): Float64Array => {
  const far = columns * across + rows * down;
  const toOutside = squaresTo(cells, 0, columns, rows, across, down);
  const toInside = squaresTo(cells, 1, columns, rows, across, down);
  const half = Math.min(across, down) / 2;
  const distances = new Float64Array(cells.length);
  for (let at = 0; at < cells.length; at += 1) {
    const isInside = cells[at] === 1;
    // The edge runs half a cell before the nearest middle on its other side.
    const distance = Math.min(far, Math.sqrt(isInside ? toOutside[at]! : toInside[at]!)) - half;
    distances[at] = isInside ? distance : -distance;
  }
  return distances;
};

/** Squared distance of every cell to the nearest one of the wanted kind; infinite when there is none. */
const squaresTo = (
  cells: Uint8Array,
  wanted: number,
  columns: number,
  rows: number,
  across: number,
  down: number,
): Float64Array => {
  const squares = new Float64Array(cells.length);
  for (let at = 0; at < cells.length; at += 1) squares[at] = cells[at] === wanted ? 0 : Number.POSITIVE_INFINITY;
  const longest = Math.max(columns, rows);
  const envelope = {
    line: new Float64Array(longest),
    stands: new Int32Array(longest),
    begins: new Float64Array(longest),
  };
  for (let column = 0; column < columns; column += 1) sweep(squares, column, columns, rows, down, envelope);
  for (let row = 0; row < rows; row += 1) sweep(squares, row * columns, 1, columns, across, envelope);
  return squares;
};

interface Envelope {
  readonly line: Float64Array;
  /** Where the parabolas of the lower envelope stand, and where each begins to be the lowest. */
  readonly stands: Int32Array;
  readonly begins: Float64Array;
}

const sweep = (
  squares: Float64Array,
  from: number,
  step: number,
  count: number,
  size: number,
  { line, stands, begins }: Envelope,
): void => {
  const square = size * size;
  let top = -1;
  for (let at = 0; at < count; at += 1) {
    line[at] = squares[from + at * step]!;
    if (line[at] === Number.POSITIVE_INFINITY) continue;
    let begin = Number.NEGATIVE_INFINITY;
    while (top >= 0) {
      const before = stands[top]!;
      begin = (line[at]! - line[before]! + square * (at * at - before * before)) / (2 * square * (at - before));
      if (begin > begins[top]!) break;
      top -= 1;
      begin = Number.NEGATIVE_INFINITY;
    }
    top += 1;
    stands[top] = at;
    begins[top] = begin;
  }
  let lowest = 0;
  for (let at = 0; at < count && top >= 0; at += 1) {
    while (lowest < top && begins[lowest + 1]! < at) lowest += 1;
    const stand = stands[lowest]!;
    squares[from + at * step] = square * (at - stand) * (at - stand) + line[stand]!;
  }
};
