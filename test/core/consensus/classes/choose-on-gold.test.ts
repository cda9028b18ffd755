import { describe, expect, it } from "vitest";
import {
  type Candidate,
  posteriorCandidate,
  shrinkageCandidate,
  votesCandidate,
} from "../../../../core/consensus/classes/candidates.ts";
import { chooseOnGold, fitChosen, GOLD_NEEDED } from "../../../../core/consensus/classes/choose-on-gold.ts";
import { majority } from "../../../../core/consensus/classes/majority.ts";
import { oneCoin } from "../../../../core/consensus/classes/one-coin.ts";
import { shrinkage } from "../../../../core/consensus/classes/shrinkage.ts";
import { twoPass } from "../../../../core/consensus/classes/two-pass.ts";
import { seeded } from "../../../../core/seeded.ts";
import { CROWD_SETS, crowdSet, hasCrowdSets } from "../../../support/crowd-sets.ts";
import { answersOf } from "./answer-worlds.ts";
import { figuresOf } from "./calibration.ts";

const CANDIDATES: readonly [Candidate, ...Candidate[]] = [
  shrinkageCandidate(shrinkage),
  posteriorCandidate("one-coin", oneCoin),
  posteriorCandidate("two-pass", twoPass),
  votesCandidate("majority", majority),
];

/** 200 items of which nine annotators each see all; copies of one another where they are `alike`. */
const project = (alike: boolean) => {
  const random = seeded(3);
  const truth = Int32Array.from({ length: 200 }, () => random.whole(0, 1));
  const rows = [...truth.entries()].flatMap(([item, right]) => {
    const shared = random.chance(0.75);
    return Array.from({ length: 9 }, (_, annotator) => ({
      item,
      annotator,
      label: (alike ? shared : random.chance(0.75)) ? right : 1 - right,
    }));
  });
  return { truth, answers: answersOf({ items: 200, annotators: 9, labels: 2, rows }) };
};

const goldOf = (truth: Int32Array, count: number): Int32Array =>
  truth.map((label, item) => (item < count ? label : -1));

describe("choosing on gold", () => {
  it("keeps the default, and says so, while there is too little gold", () => {
    const { truth, answers } = project(true);
    expect(chooseOnGold(answers, goldOf(truth, GOLD_NEEDED - 1), CANDIDATES)).toEqual({
      method: "default",
      rho: 0.25,
      goldItems: 29,
      because: "too little gold",
      tried: [],
    });
  });

  it("counts only gold that somebody answered", () => {
    const answers = answersOf({ items: 40, annotators: 1, labels: 2, rows: [{ item: 0, annotator: 0, label: 1 }] });
    expect(chooseOnGold(answers, new Int32Array(40), CANDIDATES).goldItems).toBe(1);
  });

  it("reports how each candidate did, and is cooler where mistakes are shared", () => {
    const [apart, alike] = [false, true].map((shared) => {
      const { truth, answers } = project(shared);
      return chooseOnGold(answers, goldOf(truth, 60), CANDIDATES);
    });
    expect(alike!.tried.map(({ method }) => method)).toEqual(["default", "one-coin", "two-pass", "majority"]);
    expect(alike!.because).toBe("least error on gold");
    expect(alike!.tried[0]!.rho).toBeGreaterThan(0.6);
    expect(apart!.tried[0]!.rho).toBeLessThan(0.2);
  });

  it("chooses another method only where it is clearly better", () => {
    const { truth, answers } = project(false);
    const gold = goldOf(truth, 60);
    const upsideDown = posteriorCandidate("upside down", (given, known) => {
      const { posterior, skill } = majority(given, known);
      return { posterior: posterior.map((share) => 1 - share), confidence: posterior, skill };
    });
    const rescued = fitChosen(answers, gold, [upsideDown, votesCandidate("majority", majority)]);
    expect(rescued.choice.method).toBe("majority");
    const kept = fitChosen(answers, gold, [votesCandidate("majority", majority), votesCandidate("again", majority)]);
    expect(kept.choice.method).toBe("majority");
    expect([...kept.fit.confidence.subarray(0, 2)].toSorted()).toEqual([0, 1]);
    expect(kept.fit.confidence.subarray(120).every((chance) => chance > 0 && chance < 1)).toBe(true);
  });

  it("keeps the first where a rival's gain may be luck", () => {
    const { truth, answers } = project(false);
    const sayingTruth = (name: string, chance: (item: number) => number): Candidate => ({
      name,
      method: majority,
      learn: () => (item) =>
        Float64Array.from([0, 1], (label) => (label === truth[item] ? chance(item) : 1 - chance(item))),
    });
    const chosen = (...rivals: readonly Candidate[]) =>
      chooseOnGold(answers, goldOf(truth, 30), [sayingTruth("even", () => 0.6), ...rivals]).method;
    // Both gain a little on the mean, one of them on every item, the other by many won and some lost badly.
    expect(chosen(sayingTruth("steady", () => 0.62))).toBe("steady");
    expect(chosen(sayingTruth("lucky", (item) => (item % 3 === 0 ? 0.3 : 0.9)))).toBe("even");
  });

  it("lowers the error of probabilities on ten real sets, without losing accuracy", (context) => {
    if (!hasCrowdSets()) return void context.annotate("no crowd sets beside the repository: not shown");
    const figures = CROWD_SETS.map((name) => {
      const { answers, truth } = crowdSet(name);
      const known = [...truth.keys()].filter((item) => truth[item]! >= 0);
      const stride = Math.floor(known.length / 50);
      const isGold = new Set(known.filter((_, at) => at % stride === 0).slice(0, 50));
      const gold = truth.map((label, item) => (isGold.has(item) ? label : -1));
      const rest = truth.map((label, item) => (isGold.has(item) ? -1 : label));
      const { choice, fit } = fitChosen(answers, gold, CANDIDATES);
      return {
        name,
        choice,
        before: figuresOf(shrinkage(answers, gold), rest, answers.labels),
        after: figuresOf(fit, rest, answers.labels),
      };
    });
    const mean = (of: (figure: (typeof figures)[number]) => number) =>
      figures.reduce((sum, figure) => sum + of(figure), 0) / figures.length;
    console.info(
      figures
        .map(({ name, choice, before, after }) =>
          [name, choice.method, `rho ${choice.rho}`, ...[before, after].map(({ nll }) => `NLL ${nll.toFixed(3)}`)].join(
            "  ",
          ),
        )
        .join("\n"),
    );
    expect(mean(({ after }) => after.nll)).toBeLessThan(mean(({ before }) => before.nll));
    expect(mean(({ after }) => after.ece)).toBeLessThan(mean(({ before }) => before.ece));
    expect(mean(({ after }) => after.accuracy)).toBeGreaterThan(mean(({ before }) => before.accuracy) - 0.005);
  });
});
