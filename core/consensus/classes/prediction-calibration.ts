import type { ClassAnswers } from "./class-answers.ts";
import type { Gold } from "./class-fit.ts";

/** What a model's predictions turned out to be worth, held against what people agreed on. */
export interface Calibration {
  /** Its log chances are divided by this: above 1 it was too sure of itself. */
  readonly temperature: number;
  /** Its accuracy and that of always saying the commonest class, both held against people. */
  readonly accuracy: number;
  readonly commonest: number;
  /** 1 − (its errors ÷ the errors of always saying the commonest class), 0 to 1. */
  readonly weight: number;
  /** Items with both an answer (or gold) and a prediction. */
  readonly items: number;
}

/** A model's accuracy is shrunk towards the commonest class's by so many items: on few it has nothing to say. */
const ACCURACY_STRENGTH = 10;
/** No model is believed to hold anything impossible. */
const LEAST = 1e-6;
/** Above so many items a temperature is fitted on every n-th only. */
const FITTED_MOST = 10_000;
const INVERSE_MOST = 4;
const HALVINGS = 40;

/**
 * Turns predictions into a voice: by item and class the logs to add, less what the commonness of classes says anyhow.
 * All 0 where a model said nothing or is worth nothing. One temperature for all (Guo et al. 2017), fitted to what people
 * believe; the weight is CROWDLAB's (Goh et al. 2022).
 */
export const calibrated = (
  chances: Float64Array,
  believed: Float64Array,
  answers: ClassAnswers,
  gold: Gold | undefined,
): { readonly voice: Float64Array; readonly calibration: Calibration } => {
  const { items, labels } = answers;
  const logs = chances.map((chance) => Math.log(Math.max(chance, LEAST)));
  const isSaid = (item: number) => chances.subarray(item * labels, (item + 1) * labels).some((chance) => chance > 0);
  const isKnown = (item: number) => (gold?.[item] ?? -1) >= 0 || answers.starts[item + 1]! > answers.starts[item]!;
  const both = Array.from({ length: items }, (_, item) => item).filter((item) => isSaid(item) && isKnown(item));
  const inverse = inverseTemperature(logs, believed, both, labels);
  const prior = commonness(believed, both, labels);
  const worth = worthOf(chances, believed, both, labels, prior);
  const voice = new Float64Array(items * labels);
  for (let item = 0; item < items; item += 1) {
    if (!isSaid(item)) continue;
    const row = item * labels;
    const total = logTotal(logs, row, labels, inverse);
    for (let label = 0; label < labels; label += 1)
      voice[row + label] = worth.weight * (inverse * logs[row + label]! - total - Math.log(prior[label]!));
  }
  return { voice, calibration: { ...worth, temperature: 1 / inverse, items: both.length } };
};

const commonness = (believed: Float64Array, both: readonly number[], labels: number): Float64Array => {
  const sums = new Float64Array(labels).fill(1);
  for (const item of both)
    for (let label = 0; label < labels; label += 1) sums[label]! += believed[item * labels + label]!;
  return sums.map((sum) => sum / (both.length + labels));
};

const worthOf = (
  chances: Float64Array,
  believed: Float64Array,
  both: readonly number[],
  labels: number,
  prior: Float64Array,
): Pick<Calibration, "accuracy" | "commonest" | "weight"> => {
  const commonest = Math.max(...prior);
  let right = 0;
  for (const item of both) {
    const row = chances.subarray(item * labels, (item + 1) * labels);
    const most = Math.max(...row);
    const leaders = [...row.keys()].filter((label) => row[label] === most);
    for (const label of leaders) right += believed[item * labels + label]! / leaders.length;
  }
  const accuracy = (right + ACCURACY_STRENGTH * commonest) / (both.length + ACCURACY_STRENGTH);
  const weight = commonest < 1 ? Math.max(0, 1 - (1 - accuracy) / (1 - commonest)) : 0;
  return { accuracy, commonest, weight };
};

/**
 * The inverse temperature of least cross-entropy against what people believe. That is convex in it, so its slope is
 * followed by halving. 1 where there is nothing to learn from.
 */
const inverseTemperature = (
  logs: Float64Array,
  believed: Float64Array,
  both: readonly number[],
  labels: number,
): number => {
  if (both.length === 0) return 1;
  const every = Math.ceil(both.length / FITTED_MOST);
  const fitted = both.filter((_, at) => at % every === 0);
  let [low, high] = [0, INVERSE_MOST];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (slopeAt(middle, logs, believed, fitted, labels) > 0) high = middle;
    else low = middle;
  }
  return Math.max((low + high) / 2, LEAST);
};

const slopeAt = (
  inverse: number,
  logs: Float64Array,
  believed: Float64Array,
  fitted: readonly number[],
  labels: number,
): number => {
  let slope = 0;
  for (const item of fitted) {
    const row = item * labels;
    const total = logTotal(logs, row, labels, inverse);
    for (let label = row; label < row + labels; label += 1)
      slope += (Math.exp(inverse * logs[label]! - total) - believed[label]!) * logs[label]!;
  }
  return slope;
};

const logTotal = (logs: Float64Array, row: number, labels: number, inverse: number): number => {
  let most = Number.NEGATIVE_INFINITY;
  for (let label = row; label < row + labels; label += 1) most = Math.max(most, inverse * logs[label]!);
  let sum = 0;
  for (let label = row; label < row + labels; label += 1) sum += Math.exp(inverse * logs[label]! - most);
  return most + Math.log(sum);
};
