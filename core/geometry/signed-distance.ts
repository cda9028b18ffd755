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
  return Float64Array.from(cells, (cell, at) => {
    // The edge runs half a cell before the nearest middle on its other side.
    const distance = Math.min(far, Math.sqrt(cell === 1 ? toOutside[at]! : toInside[at]!)) - half;
    return cell === 1 ? distance : -distance;
  });
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
  const squares = Float64Array.from(cells, (cell) => (cell === wanted ? 0 : Number.POSITIVE_INFINITY));
  const longest = Math.max(columns, rows);
  const line = new Float64Array(longest);
  for (let column = 0; column < columns; column += 1) sweep(squares, column, columns, rows, down, line);
  for (let row = 0; row < rows; row += 1) sweep(squares, row * columns, 1, columns, across, line);
  return squares;
};

/** Lower envelope of the parabolas that stand on one line of cells. */
const sweep = (
  squares: Float64Array,
  from: number,
  step: number,
  count: number,
  size: number,
  line: Float64Array,
): void => {
  const stands: number[] = [];
  const begins: number[] = [];
  for (let at = 0; at < count; at += 1) {
    line[at] = squares[from + at * step]!;
    if (line[at] === Number.POSITIVE_INFINITY) continue;
    let begin = Number.NEGATIVE_INFINITY;
    while (stands.length > 0) {
      const before = stands.at(-1)!;
      begin =
        (line[at]! - line[before]! + size * size * (at * at - before * before)) / (2 * size * size * (at - before));
      if (begin > begins.at(-1)!) break;
      stands.pop();
      begins.pop();
      begin = Number.NEGATIVE_INFINITY;
    }
    stands.push(at);
    begins.push(begin);
  }
  let parabola = 0;
  for (let at = 0; at < count && stands.length > 0; at += 1) {
    while (parabola + 1 < stands.length && begins[parabola + 1]! < at) parabola += 1;
    const stand = stands[parabola]!;
    squares[from + at * step] = (size * (at - stand)) ** 2 + line[stand]!;
  }
};
