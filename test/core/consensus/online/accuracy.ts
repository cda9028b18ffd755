/** Share of known items whose likeliest label is the true one; of several alike each has its share. */
export const accuracyOf = (posterior: Float64Array, labels: number, truth: Int32Array): number => {
  let [right, known] = [0, 0];
  for (const [item, label] of truth.entries()) {
    if (label < 0) continue;
    const row = posterior.subarray(item * labels, (item + 1) * labels);
    const most = Math.max(...row);
    known += 1;
    if (row[label]! >= most - 1e-9) right += 1 / row.filter((chance) => chance >= most - 1e-9).length;
  }
  return right / known;
};
