import { byText } from "../tally.ts";
import { type Comparison, type ComparisonTable, comparisonTable, groupsOf } from "./comparisons.ts";
import { logistic } from "./logistic.ts";
import { inUnits, minimize } from "./minimize.ts";
import {
  informationOf,
  NOISY_PRIOR,
  type NoisyParts,
  type NoisyPrior,
  noisyObjective,
  placesIn,
  roughCurvature,
} from "./noisy-bradley-terry.ts";
import { standardErrorsOf } from "./standard-errors.ts";

export interface ComparisonOptions {
  /** Items that must have a score though nobody compared them. */
  readonly items?: readonly string[];
  /** What is learned of annotators. @default both: who looks, and who prefers a side */
  readonly learn?: Partial<NoisyParts>;
  readonly prior?: Partial<NoisyPrior>;
}

export interface ItemScore {
  readonly item: string;
  /** In logits: of two items that differ by 1, an attentive annotator prefers the higher 73 % of the time. Mean 0 in each group. */
  readonly score: number;
  readonly standardError: number;
  /** Weight of the comparisons it was in; 0 where its score is the prior's. */
  readonly comparisons: number;
  /** Scores of different groups were never compared, not even through others: only the prior sets them side by side. */
  readonly group: number;
}

export interface AnnotatorReliability {
  readonly annotator: string;
  /** The share of her answers for which she looks, as the model believes; 1 where it is not learned. */
  readonly reliability: number;
  /** P(left) between two equals: 0.5 has no side. */
  readonly leftShare: number;
  readonly comparisons: number;
}

export interface ComparisonFit {
  /** Best first; equal scores in the order of their text. */
  readonly scores: readonly ItemScore[];
  /** The items best first; those whose scores are equal to a millionth share a place. */
  readonly ranking: readonly (readonly string[])[];
  readonly annotators: readonly AnnotatorReliability[];
  /** P(left) between two equals, of an unknown annotator. */
  readonly leftShare: number;
  /** Share of comparisons that the ranking agrees with, ties as half; 0 without comparisons. Cycles keep it below 1. */
  readonly agreement: number;
  readonly groups: number;
  readonly converged: boolean;
}

const TIE = 1e-6;

/**
 * Scores items from answers to "which of these two?", by Bradley–Terry with annotators who do not always look and who may
 * prefer a side (noisy-bradley-terry.ts). Items that win always, never, in a circle or were never compared have finite
 * scores; without comparisons all are 0, with the prior's standard error. Standard errors hold the annotators' parameters
 * at their fit.
 */
export const scoreComparisons = (
  comparisons: readonly Comparison[],
  { items = [], learn, prior: changed }: ComparisonOptions = {},
): ComparisonFit => {
  const table = comparisonTable(comparisons, items);
  const parts: NoisyParts = { reliability: true, sideBias: true, ...learn };
  const prior: NoisyPrior = { ...NOISY_PRIOR, ...changed };
  const places = placesIn(table);
  const units = roughCurvature(table, prior).map((curvature) => 1 / Math.sqrt(curvature));
  const start = new Float64Array(places.count);
  start[places.sharedAttention] = prior.attention / units[places.sharedAttention]!;
  const { x: inOwnUnits, converged } = minimize(inUnits(noisyObjective(table, prior, parts), units), start);
  const x = inOwnUnits.map((value, at) => value * units[at]!);
  const believed = {
    looks: table.annotators.map((_, at) =>
      parts.reliability ? logistic(x[places.sharedAttention]! + x[places.attention(at)]!) : 1,
    ),
    bias: table.annotators.map((_, at) => (parts.sideBias ? x[places.sharedBias]! + x[places.bias(at)]! : 0)),
  };
  const scores = itemScores(table, x, believed, prior.scorePrecision);
  const ranking = placesOf(scores);
  const weights = weightsBy(table.annotator, table);
  return {
    scores: inPlaces(scores, ranking),
    ranking,
    annotators: table.annotators.map((annotator, at) => ({
      annotator,
      reliability: believed.looks[at]!,
      leftShare: logistic(believed.bias[at]!),
      comparisons: weights.get(at) ?? 0,
    })),
    leftShare: logistic(x[places.sharedBias]!),
    agreement: agreementWith(ranking, table),
    groups: new Set(scores.map(({ group }) => group)).size,
    converged,
  };
};

interface Believed {
  readonly looks: readonly number[];
  readonly bias: readonly number[];
}

const itemScores = (
  table: ComparisonTable,
  x: Float64Array,
  { looks, bias }: Believed,
  precision: number,
): readonly ItemScore[] => {
  const { items, left, right, annotator, leftWins, rightWins } = table;
  const weight = leftWins.map((wins, row) => {
    const who = annotator[row]!;
    const difference = x[left[row]!]! - x[right[row]!]!;
    return informationOf(wins + rightWins[row]!, difference, bias[who]!, looks[who]!);
  });
  const errors = standardErrorsOf(items.length, { left, right, weight }, precision);
  const group = groupsOf(table);
  const middle = meansBy(group, x);
  const asLeft = weightsBy(left, table);
  const asRight = weightsBy(right, table);
  return items.map((item, at) => ({
    item,
    score: x[at]! - middle[group[at]!]!,
    standardError: errors[at]!,
    comparisons: (asLeft.get(at) ?? 0) + (asRight.get(at) ?? 0),
    group: group[at]!,
  }));
};

/** At the maximum the scores of a group sum to 0; a flat prior leaves the search too little slope to get there by itself. */
const meansBy = (group: Int32Array, scores: Float64Array): readonly number[] => {
  const sums: number[] = [];
  const counts: number[] = [];
  group.forEach((number, item) => {
    sums[number] = (sums[number] ?? 0) + scores[item]!;
    counts[number] = (counts[number] ?? 0) + 1;
  });
  return sums.map((sum, number) => sum / counts[number]!);
};

const weightsBy = (key: Int32Array, { leftWins, rightWins }: ComparisonTable): ReadonlyMap<number, number> => {
  const sums = new Map<number, number>();
  key.forEach((at, row) => {
    sums.set(at, (sums.get(at) ?? 0) + leftWins[row]! + rightWins[row]!);
  });
  return sums;
};

const placesOf = (scores: readonly ItemScore[]): readonly (readonly string[])[] => {
  const places: { readonly score: number; readonly items: string[] }[] = [];
  for (const { item, score } of scores.toSorted((a, b) => b.score - a.score || byText(a.item, b.item))) {
    const last = places.at(-1);
    if (last && last.score - score <= TIE) last.items.push(item);
    else places.push({ score, items: [item] });
  }
  return places.map(({ items }) => items.sort(byText));
};

const inPlaces = (scores: readonly ItemScore[], ranking: readonly (readonly string[])[]): readonly ItemScore[] => {
  const byItem = new Map(scores.map((score) => [score.item, score]));
  return ranking.flat().map((item) => byItem.get(item)!);
};

const agreementWith = (
  ranking: readonly (readonly string[])[],
  { items, left, right, leftWins, rightWins }: ComparisonTable,
): number => {
  const place = new Map(ranking.flatMap((tied, at) => tied.map((item) => [item, at] as const)));
  let agreed = 0;
  let all = 0;
  for (let row = 0; row < left.length; row += 1) {
    const ahead = place.get(items[right[row]!]!)! - place.get(items[left[row]!]!)!;
    const wins = leftWins[row]! + rightWins[row]!;
    agreed += ahead > 0 ? leftWins[row]! : ahead < 0 ? rightWins[row]! : wins / 2;
    all += wins;
  }
  return all === 0 ? 0 : agreed / all;
};
