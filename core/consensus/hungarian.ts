/**
 * The pairing of rows with columns whose weights sum to the most (Kuhn 1955, Munkres 1957; the O(n²m) form with
 * potentials). Weights are non-negative integers, so the sum is exact; a pair of weight 0 is no pair. Gives for each
 * row its column, or -1. Of several best pairings it takes the one that its order of rows and columns leads to.
 */
export const bestPairing = (weights: readonly (readonly number[])[]): readonly number[] => {
  const rows = weights.length;
  const columns = Math.max(rows, weights[0]?.length ?? 0);
  const cost = (row: number, column: number): number => -(weights[row - 1]?.[column - 1] ?? 0);

  // Row and column 0 are sentinels: `takenBy[column]` is the row that holds it, 0 for none.
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const takenBy = new Int32Array(columns + 1);
  const cameFrom = new Int32Array(columns + 1);

  for (let row = 1; row <= rows; row++) {
    takenBy[0] = row;
    let column = 0;
    const slack = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const visited = new Uint8Array(columns + 1);
    do {
      visited[column] = 1;
      const holder = takenBy[column]!;
      let smallest = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let other = 1; other <= columns; other++) {
        if (visited[other]) continue;
        const reduced = cost(holder, other) - rowPotential[holder]! - columnPotential[other]!;
        if (reduced < slack[other]!) {
          slack[other] = reduced;
          cameFrom[other] = column;
        }
        if (slack[other]! < smallest) {
          smallest = slack[other]!;
          next = other;
        }
      }
      for (let other = 0; other <= columns; other++) {
        if (visited[other]) {
          rowPotential[takenBy[other]!]! += smallest;
          columnPotential[other]! -= smallest;
        } else slack[other]! -= smallest;
      }
      column = next;
    } while (takenBy[column] !== 0);
    while (column !== 0) {
      takenBy[column] = takenBy[cameFrom[column]!]!;
      column = cameFrom[column]!;
    }
  }

  const paired = new Array<number>(rows).fill(-1);
  for (let column = 1; column <= columns; column++) {
    const row = takenBy[column]!;
    if (row > 0 && (weights[row - 1]?.[column - 1] ?? 0) > 0) paired[row - 1] = column - 1;
  }
  return paired;
};
