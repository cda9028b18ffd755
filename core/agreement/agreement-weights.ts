/**
 * How much two labels agree, 0 to 1: row-major `label × labels + label`, 1 on the diagonal, symmetrical. Where none is
 * given, equal labels agree and others do not.
 */
export type AgreementWeights = Float64Array;

/** Agreement falls with the distance of the labels' numbers. */
export const linearWeights = (values: Float64Array): AgreementWeights =>
  weightsOf(values.length, (a, b) => Math.abs(values[a]! - values[b]!));

/** Agreement falls with the square of that distance: near misses count for much. */
export const quadraticWeights = (values: Float64Array): AgreementWeights =>
  weightsOf(values.length, (a, b) => (values[a]! - values[b]!) ** 2);

/** For labels in order, without numbers: by how many pairs of labels lie in the stretch from one to the other (Gwet). */
export const ordinalWeights = (labels: number): AgreementWeights =>
  weightsOf(labels, (a, b) => (Math.abs(a - b) * (Math.abs(a - b) + 1)) / 2);

/** One minus the distance as a share of the largest; all 1 where no two labels are apart. */
const weightsOf = (labels: number, distance: (a: number, b: number) => number): AgreementWeights => {
  const weights = new Float64Array(labels * labels);
  let most = 0;
  for (let a = 0; a < labels; a += 1) for (let b = 0; b < labels; b += 1) most = Math.max(most, distance(a, b));
  for (let a = 0; a < labels; a += 1) {
    for (let b = 0; b < labels; b += 1) weights[a * labels + b] = most === 0 ? 1 : 1 - distance(a, b) / most;
  }
  return weights;
};

/** The agreement of two people who answer at random by these shares: Σ weight · a · b. */
export const chanceOf = (a: Float64Array, b: Float64Array, weights?: AgreementWeights): number => {
  if (!weights) return a.reduce((sum, share, at) => sum + share * b[at]!, 0);
  let sum = 0;
  for (let row = 0; row < a.length; row += 1) {
    for (let column = 0; column < b.length; column += 1) {
      sum += weights[row * b.length + column]! * a[row]! * b[column]!;
    }
  }
  return sum;
};
