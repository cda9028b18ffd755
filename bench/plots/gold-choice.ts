import { CANDIDATES } from "../../cli/aggregate-methods.ts";
import { fitChosen } from "../../core/consensus/classes/choose-on-gold.ts";
import { shrinkage } from "../../core/consensus/classes/shrinkage.ts";
import { seeded } from "../../core/seeded.ts";
import { type Figures, figuresOf } from "../../test/core/consensus/classes/calibration.ts";
import { CROWD_SETS, type CrowdSet, type CrowdSetName, crowdSet } from "../../test/support/crowd-sets.ts";
import { mean } from "./methods-measured.ts";

export const GOLD_ITEMS = 50;
/** Draws of the gold items. */
export const GOLD_SEEDS = [1, 2, 3] as const;

/** What gold was worth on a set: means over draws, on the items that were not gold. */
export interface GoldWorth {
  readonly name: CrowdSetName;
  /** By draw. */
  readonly chosen: readonly string[];
  /** The default told the gold, and what gold chose. */
  readonly before: Pick<Figures, "accuracy" | "nll">;
  readonly after: Pick<Figures, "accuracy" | "nll">;
}

/** Every set with fifty of its items told as gold: about ten seconds of CPU a draw. */
export const goldWorth = (): readonly GoldWorth[] =>
  CROWD_SETS.map((name) => {
    const set = crowdSet(name);
    const draws = GOLD_SEEDS.map((seed) => drawn(set, seed));
    const figure = (side: "before" | "after", of: "accuracy" | "nll") => mean(draws.map((draw) => draw[side][of]));
    return {
      name,
      chosen: draws.map(({ chosen }) => chosen),
      before: { accuracy: figure("before", "accuracy"), nll: figure("before", "nll") },
      after: { accuracy: figure("after", "accuracy"), nll: figure("after", "nll") },
    };
  });

const drawn = ({ answers, truth }: CrowdSet, seed: number) => {
  const { whole } = seeded(seed);
  const left = [...truth.keys()].filter((item) => truth[item] !== -1);
  const gold = new Int32Array(truth.length).fill(-1);
  const rest = truth.slice();
  for (let nth = 0; nth < GOLD_ITEMS; nth += 1) {
    const [item = 0] = left.splice(whole(0, left.length - 1), 1);
    gold[item] = truth[item] ?? -1;
    rest[item] = -1;
  }
  const { choice, fit } = fitChosen(answers, gold, CANDIDATES);
  return {
    chosen: choice.method,
    before: figuresOf(shrinkage(answers, gold), rest, answers.labels),
    after: figuresOf(fit, rest, answers.labels),
  };
};
