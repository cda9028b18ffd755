import { refuse } from "../../refusal.ts";
import { byText } from "../tally.ts";
import type { Comparison } from "./comparisons.ts";
import { type KemenyDistance, kemenyDistance, type Order } from "./kemeny.ts";
import {
  type AnnotatorReliability,
  type ComparisonOptions,
  type ItemScore,
  scoreComparisons,
} from "./score-comparisons.ts";

/** One annotator's order of some items or of all, best first; items that share a place she holds equal. */
export interface RankedAnswer {
  readonly annotator: string;
  readonly order: Order;
}

export interface RankingOptions extends Pick<ComparisonOptions, "items" | "prior"> {
  /** What it says of items that an order does not list: nothing, or that they come last. @default "unknown" */
  readonly unlisted?: "unknown" | "last";
}

export interface RankingConsensus {
  /** Best first; tied items share a place. */
  readonly ranking: Order;
  readonly scores: readonly ItemScore[];
  /** How far the answers are from it, in all. */
  readonly kemeny: KemenyDistance;
  readonly annotators: readonly RankingAnnotator[];
  /** 1 − distance / pairs; 0 without pairs. */
  readonly agreement: number;
}

export interface RankingAnnotator extends Pick<AnnotatorReliability, "annotator" | "reliability"> {
  readonly kemeny: KemenyDistance;
}

/**
 * Fuses orders. Each is taken apart into its pairs, ties as "equal", and the pairs are scored as comparisons without sides,
 * by Bradley–Terry with annotators who do not always look: full breaking into pairs is consistent for Plackett–Luce
 * (Azari Soufiani et al. 2013), and knows what to do with ties, gaps and circles. An order of k items has k − 1 choices in
 * it, not k(k − 1)/2, so each of its pairs weighs 2 / k: else long orders would drown short ones and errors be too small.
 * Refuses an order that lists an item twice. An annotator may give several orders.
 */
export const rankTogether = (
  answers: readonly RankedAnswer[],
  { items = [], prior, unlisted = "unknown" }: RankingOptions = {},
): RankingConsensus => {
  const everything = [...new Set([...items, ...answers.flatMap(({ order }) => order.flat())])].sort(byText);
  const orders = answers.map((answer) => ({
    annotator: answer.annotator,
    order: complete(answer, everything, unlisted),
  }));
  const fit = scoreComparisons(orders.flatMap(pairsOf), {
    items: everything,
    learn: { sideBias: false },
    ...(prior && { prior }),
  });
  const kemeny = kemenyDistance(
    fit.ranking,
    orders.map(({ order }) => order),
  );
  const reliability = new Map(fit.annotators.map((one) => [one.annotator, one.reliability]));
  const byAnnotator = Map.groupBy(orders, ({ annotator }) => annotator);
  return {
    ranking: fit.ranking,
    scores: fit.scores,
    kemeny,
    annotators: [...byAnnotator.keys()]
      .filter((annotator) => reliability.has(annotator))
      .sort(byText)
      .map((annotator) => ({
        annotator,
        reliability: reliability.get(annotator)!,
        kemeny: kemenyDistance(
          fit.ranking,
          byAnnotator.get(annotator)!.map(({ order }) => order),
        ),
      })),
    agreement: kemeny.pairs === 0 ? 0 : 1 - kemeny.distance / kemeny.pairs,
  };
};

const complete = (
  { annotator, order }: RankedAnswer,
  everything: readonly string[],
  unlisted: "unknown" | "last",
): Order => {
  const listed = new Set(order.flat());
  if (listed.size < order.flat().length) {
    throw refuse("bad-request", `an order of annotator ${annotator} lists an item twice`);
  }
  const rest = everything.filter((item) => !listed.has(item));
  return unlisted === "last" && rest.length > 0 && listed.size > 0 ? [...order, rest] : order;
};

const pairsOf = ({ annotator, order }: RankedAnswer): readonly Comparison[] => {
  const places = order.flatMap((tied, place) => tied.map((item) => ({ item, place })));
  return places.flatMap((a, at) =>
    places.slice(at + 1).map((b): Comparison => {
      const [left, right] = a.item < b.item ? [a, b] : [b, a];
      const winner = left.place === right.place ? "equal" : left.place < right.place ? "left" : "right";
      return { annotator, left: left.item, right: right.item, winner, weight: 2 / places.length };
    }),
  );
};
