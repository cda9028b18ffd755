/** Weights between pairs of items: row n holds `weight[n]` between `left[n]` and `right[n]`. */
export interface PairWeights {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly weight: Float64Array;
}

/** Up to so many items the whole matrix is inverted (8 MB, about a second). */
export const WHOLE_MATRIX_ITEMS = 1000;

/**
 * Standard errors of scores: square roots of the diagonal of the inverse of (graph Laplacian of the information in
 * comparisons + `precision` of the prior). Above 1,000 items of 1 / information alone, which takes its rivals' scores as
 * known and so is a lower bound. Always finite: an item never compared has that of the prior.
 */
export const standardErrorsOf = (items: number, pairs: PairWeights, precision: number): Float64Array =>
  items <= WHOLE_MATRIX_ITEMS ? byInverse(items, pairs, precision) : byDiagonal(items, pairs, precision);

const byDiagonal = (items: number, { left, right, weight }: PairWeights, precision: number): Float64Array => {
  const information = new Float64Array(items).fill(precision);
  weight.forEach((amount, row) => {
    information[left[row]!]! += amount;
    information[right[row]!]! += amount;
  });
  return information.map((amount) => 1 / Math.sqrt(amount));
};

/** Cholesky L Lᵀ, then the inverse of L column by column: the squares down column k sum to entry k of the diagonal. */
const byInverse = (items: number, { left, right, weight }: PairWeights, precision: number): Float64Array => {
  const rows = Array.from({ length: items }, () => new Float64Array(items));
  rows.forEach((row, at) => {
    row[at] = precision;
  });
  weight.forEach((amount, at) => {
    const a = left[at]!;
    const b = right[at]!;
    rows[a]![a]! += amount;
    rows[b]![b]! += amount;
    rows[a]![b]! -= amount;
    rows[b]![a]! -= amount;
  });
  factorize(rows);
  const errors = new Float64Array(items);
  const column = new Float64Array(items);
  for (let at = 0; at < items; at += 1) {
    let sum = 0;
    for (let row = at; row < items; row += 1) {
      const factor = rows[row]!;
      let rest = row === at ? 1 : 0;
      for (let inner = at; inner < row; inner += 1) rest -= factor[inner]! * column[inner]!;
      column[row] = rest / factor[row]!;
      sum += column[row]! * column[row]!;
    }
    errors[at] = Math.sqrt(sum);
  }
  return errors;
};

/** In place: the lower triangle becomes L. The precision on the diagonal keeps the matrix positive. */
const factorize = (rows: readonly Float64Array[]): void => {
  rows.forEach((row, at) => {
    for (let column = 0; column <= at; column += 1) {
      const other = rows[column]!;
      let rest = row[column]!;
      for (let inner = 0; inner < column; inner += 1) rest -= row[inner]! * other[inner]!;
      row[column] = column === at ? Math.sqrt(Math.max(rest, Number.MIN_VALUE)) : rest / other[column]!;
    }
  });
};
