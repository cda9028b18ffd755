import type { ComparisonTable } from "./comparisons.ts";
import { logistic } from "./logistic.ts";

/**
 * The model, and what it holds likely before any answer (Gaussian, in logits). With d the score of the left less that of
 * the right, β_j the side bias of annotator j and r_j the share of answers for which she looks,
 *
 *   P(left) = r_j · σ(d + β_j) + (1 − r_j) · σ(β_j),   β_j = β + b_j,   r_j = σ(γ + g_j):
 *
 * Bradley and Terry (1952) where she looks, her habit of a side where she does not (after Bugakova et al. 2019, who let
 * the habit speak only then). b_j and g_j shrink to what is shared, so that one answer makes nobody a spammer; scores
 * shrink to 0, so that an item that won every time, or was never compared, has a finite one.
 */
export interface NoisyPrior {
  readonly scorePrecision: number;
  readonly sharedBiasPrecision: number;
  readonly biasPrecision: number;
  /** γ: an unknown annotator looks with probability σ(this). */
  readonly attention: number;
  readonly sharedAttentionPrecision: number;
  readonly attentionPrecision: number;
}

export const NOISY_PRIOR: NoisyPrior = {
  scorePrecision: 0.1,
  sharedBiasPrecision: 1,
  biasPrecision: 4,
  attention: 2.5,
  sharedAttentionPrecision: 1,
  attentionPrecision: 0.5,
};

/** Which parts are learned. What is not is fixed: everybody looks always, and nobody prefers a side. */
export interface NoisyParts {
  readonly reliability: boolean;
  readonly sideBias: boolean;
}

/** Where each parameter lies in the one array that is optimised: scores, β, each b, γ, each g. */
export const placesIn = ({ items, annotators }: ComparisonTable) => {
  const sharedBias = items.length;
  const sharedAttention = sharedBias + 1 + annotators.length;
  return {
    sharedBias,
    bias: (annotator: number): number => sharedBias + 1 + annotator,
    sharedAttention,
    attention: (annotator: number): number => sharedAttention + 1 + annotator,
    count: sharedAttention + 1 + annotators.length,
  };
};

/**
 * The negative log posterior (up to a constant) at `x`; its gradient is written into `gradient`. "Equal" adds half the log
 * likelihood of either side. Of parts that are not learned the gradient is 0.
 */
export const noisyObjective = (table: ComparisonTable, prior: NoisyPrior, parts: NoisyParts) => {
  const places = placesIn(table);
  return (x: Float64Array, gradient: Float64Array): number => {
    gradient.fill(0);
    let value = 0;
    for (let row = 0; row < table.left.length; row += 1) value += addRow(table, row, places, parts, x, gradient);
    const shrink = (at: number, centre: number, precision: number): void => {
      const off = x[at]! - centre;
      value += 0.5 * precision * off * off;
      gradient[at]! += precision * off;
    };
    for (let item = 0; item < table.items.length; item += 1) shrink(item, 0, prior.scorePrecision);
    if (parts.sideBias) shrink(places.sharedBias, 0, prior.sharedBiasPrecision);
    if (parts.reliability) shrink(places.sharedAttention, prior.attention, prior.sharedAttentionPrecision);
    for (let annotator = 0; annotator < table.annotators.length; annotator += 1) {
      if (parts.sideBias) shrink(places.bias(annotator), 0, prior.biasPrecision);
      if (parts.reliability) shrink(places.attention(annotator), 0, prior.attentionPrecision);
    }
    return value;
  };
};

const addRow = (
  { left, right, annotator, leftWins, rightWins }: ComparisonTable,
  row: number,
  places: ReturnType<typeof placesIn>,
  parts: NoisyParts,
  x: Float64Array,
  gradient: Float64Array,
): number => {
  const who = annotator[row]!;
  const bias = parts.sideBias ? x[places.sharedBias]! + x[places.bias(who)]! : 0;
  const looks = parts.reliability ? logistic(x[places.sharedAttention]! + x[places.attention(who)]!) : 1;
  const difference = x[left[row]!]! - x[right[row]!]!;
  let value = 0;
  for (const [sign, wins] of [
    [1, leftWins[row]!],
    [-1, rightWins[row]!],
  ] as const) {
    if (wins === 0) continue;
    const seen = logistic(sign * (difference + bias));
    const habit = logistic(sign * bias);
    const chance = looks * seen + (1 - looks) * habit;
    value -= wins * Math.log(chance);
    const scale = -wins / chance;
    const bySeen = scale * looks * sign * seen * (1 - seen);
    gradient[left[row]!]! += bySeen;
    gradient[right[row]!]! -= bySeen;
    if (parts.sideBias) {
      const byBias = bySeen + scale * (1 - looks) * sign * habit * (1 - habit);
      gradient[places.sharedBias]! += byBias;
      gradient[places.bias(who)]! += byBias;
    }
    if (parts.reliability) {
      const byAttention = scale * looks * (1 - looks) * (seen - habit);
      gradient[places.sharedAttention]! += byAttention;
      gradient[places.attention(who)]! += byAttention;
    }
  }
  return value;
};

/**
 * About how curved the objective is in each parameter, before anything is known: the prior's precision, and for each answer
 * that touches it a fifth (a twentieth for attention). Only for the choice of units in which to search.
 */
export const roughCurvature = (table: ComparisonTable, prior: NoisyPrior): Float64Array => {
  const places = placesIn(table);
  const curvature = new Float64Array(places.count);
  curvature.fill(prior.scorePrecision, 0, table.items.length);
  curvature.fill(prior.biasPrecision, places.bias(0), places.sharedAttention);
  curvature.fill(prior.attentionPrecision, places.attention(0));
  curvature[places.sharedBias] = prior.sharedBiasPrecision;
  curvature[places.sharedAttention] = prior.sharedAttentionPrecision;
  for (let row = 0; row < table.left.length; row += 1) {
    const wins = table.leftWins[row]! + table.rightWins[row]!;
    const who = table.annotator[row]!;
    for (const at of [table.left[row]!, table.right[row]!, places.sharedBias, places.bias(who)]) {
      curvature[at]! += wins / 5;
    }
    for (const at of [places.sharedAttention, places.attention(who)]) curvature[at]! += wins / 20;
  }
  return curvature;
};

/** Fisher information of a row about the difference of its scores, for standard errors: positive whatever was answered. */
export const informationOf = (wins: number, difference: number, bias: number, looks: number): number => {
  const seen = logistic(difference + bias);
  const chance = looks * seen + (1 - looks) * logistic(bias);
  const slope = looks * seen * (1 - seen);
  return chance > 0 && chance < 1 ? (wins * slope * slope) / (chance * (1 - chance)) : 0;
};
