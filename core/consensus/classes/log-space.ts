/**
 * Arithmetic of products of many small probabilities, kept as sums of logarithms. The greatest is taken off before
 * `exp`, so that neither end of the scale becomes 0 or infinite by accident.
 */

/** log Σ exp over `length` numbers from `from`: -∞ for none, and where all are -∞. */
export const logSumExp = (logs: Float64Array, from: number, length: number): number => {
  let most = Number.NEGATIVE_INFINITY;
  for (let at = from; at < from + length; at += 1) if (logs[at]! > most) most = logs[at]!;
  if (most === Number.NEGATIVE_INFINITY) return most;
  let sum = 0;
  for (let at = from; at < from + length; at += 1) sum += Math.exp(logs[at]! - most);
  return most + Math.log(sum);
};

/** Turns `length` log weights from `from` into probabilities, in place; all of them -∞: all alike. Gives their logSumExp. */
export const softmaxRow = (logs: Float64Array, from: number, length: number): number => {
  const total = logSumExp(logs, from, length);
  if (total === Number.NEGATIVE_INFINITY) logs.fill(1 / length, from, from + length);
  else for (let at = from; at < from + length; at += 1) logs[at] = Math.exp(logs[at]! - total);
  return total;
};

/** log of the logistic function 1 / (1 + e^-x): exact for any x, where the plain form is log 0. */
export const logSigmoid = (x: number): number => (x >= 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x)));

export const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
