import { shrinkage } from "../../core/consensus/classes/shrinkage.ts";
import { stopPolicyOf } from "../../core/consensus/with-certainty.ts";
import { accuracyOf } from "../../test/core/consensus/online/accuracy.ts";
import { BANKS, PAIRS, type Pair, pairText, playPair } from "../../test/core/consensus/stopping/pairs.ts";
import { confidenceAlone, type Played, play, productRule } from "../../test/core/consensus/stopping/play.ts";
import { type CrowdSetName, crowdSet } from "../../test/support/crowd-sets.ts";

/** Orders of arrival: answers come shuffled by each, and figures are means over them. */
export const SEEDS = [1, 2, 3, 4, 5] as const;
export const BOUGHT_SETS = ["rte", "dog", "sp_amt", "d_possent"] as const satisfies readonly CrowdSetName[];
export const FIXED = [3, 5, 7] as const;
export const TARGETS = [0.9, 0.95, 0.99] as const;
const OVERLAP = { min: 2, max: 25 } as const;

/** Means over the orders of arrival, with what the rule asked for. */
export interface Bought extends Played {
  readonly asked: number;
}

/** A set's answers bought by each rule. */
export interface BoughtSet {
  readonly name: CrowdSetName;
  /** Answers an item in the set, and the accuracy of the batch pass on them all. */
  readonly pool: number;
  readonly all: number;
  readonly fixed: readonly Bought[];
  /** The product's rule for a project of 2 to 25 annotators an item. */
  readonly stopping: readonly Bought[];
  /** Asked for as long as the confidence is below the target, and there are answers left. */
  readonly unbounded: readonly Bought[];
}

/** Plays every rule on a set; about ten seconds of CPU. */
export const buy = (name: CrowdSetName): BoughtSet => {
  const { answers, truth } = crowdSet(name);
  return {
    name,
    pool: answers.label.length / answers.items,
    all: accuracyOf(shrinkage(answers).posterior, answers.labels, truth),
    fixed: FIXED.map((asked) => ({
      asked,
      ...play(name, ({ standing }) => (standing.answers >= asked ? "decided" : "ask"), SEEDS),
    })),
    stopping: TARGETS.map((asked) => ({
      asked,
      ...play(name, productRule(stopPolicyOf({ confidenceTarget: asked, overlap: OVERLAP })), SEEDS),
    })),
    unbounded: TARGETS.map((asked) => ({ asked, ...play(name, confidenceAlone(asked), SEEDS) })),
  };
};

/** A pair that is to be reached, and what two rules come to in each bank of orders of arrival. */
export interface PairPlayed extends Pair {
  readonly told: readonly { readonly rule: "alone" | "two"; readonly bank: string; readonly text: string }[];
}

export const playPairs = (): readonly PairPlayed[] =>
  PAIRS.map((pair) => ({
    ...pair,
    told: (["alone", "two"] as const).flatMap((rule) =>
      BANKS.map((bank) => ({ rule, bank, text: pairText(playPair(pair, rule, bank)) })),
    ),
  }));
