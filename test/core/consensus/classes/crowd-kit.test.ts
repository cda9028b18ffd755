import { describe, expect, it } from "vitest";
import { fitDawidSkene } from "../../../../core/consensus/classes/dawid-skene.ts";
import { CLASS_METHODS, type ClassMethodName } from "../../../../core/consensus/classes/methods.ts";
import { CROWD_SETS, type CrowdSet, type CrowdSetName, crowdSet, hasCrowdSets } from "../../../support/crowd-sets.ts";

const NOTHING_SHOWN = "no crowd sets beside the repository: not shown";

/**
 * Share of items with known truth whose winner is right. Ties count their part, as no label's place in the list is
 * knowledge: crowd-kit's own figures take the first, which flatters it on rte and web.
 */
const accuracyOf = ({ truth, answers }: CrowdSet, posterior: Float64Array): number => {
  const { labels } = answers;
  let right = 0;
  let known = 0;
  truth.forEach((label, item) => {
    if (label < 0) return;
    known += 1;
    const row = posterior.subarray(item * labels, (item + 1) * labels);
    const most = row.reduce((best, chance) => Math.max(best, chance), 0);
    const leaders = row.reduce((count, chance) => count + (chance >= most - 1e-9 ? 1 : 0), 0);
    if (row[label]! >= most - 1e-9) right += 1 / leaders;
  });
  return right / known;
};

/** crowd-kit 1.4's accuracies, in the order of the sets. MACE's are not here: see below. */
const CROWD_KIT = {
  wawa: [0.7593, 0.829, 0.9213, 0.8168, 0.8933, 0.7986, 0.944, 0.7451, 0.8966, 0.951],
  "dawid-skene": [0.8889, 0.8426, 0.9275, 0.8293, 0.83, 0.7686, 0.944, 0.7608, 0.9397, 0.96],
  glad: [0.7222, 0.8339, 0.9263, 0.8217, 0.88, 0.7886, 0.946, 0.7524, 0.9283, 0.948],
} as const satisfies Partial<Record<ClassMethodName, readonly number[]>>;

/** One point: what a tie-break or one iteration more or less is worth on sets of a few hundred items. */
const TOLERANCE = 0.01;

/** Where ours is honestly below, and what it gets. */
const LOSSES: Partial<Record<ClassMethodName, Partial<Record<CrowdSetName, number>>>> = {
  // A fifth of the first votes tie there, and crowd-kit gives each tie to the label that comes first.
  wawa: { web: 0.7987 },
  // Its bound adds the prior once an answer, falls, and so ends the climb after five iterations; the maximum is worse.
  "dawid-skene": { cf: 0.7833 },
};

const cases = Object.entries(CROWD_KIT).flatMap(([name, figures]) =>
  CROWD_SETS.map((set, at) => ({ name: name as keyof typeof CROWD_KIT, set, theirs: figures[at]! })),
);

describe("accuracy beside crowd-kit's", () => {
  it.for(cases)("$name is as accurate on $set", async ({ name, set, theirs }, context) => {
    if (!hasCrowdSets()) {
      await context.annotate(NOTHING_SHOWN);
      return;
    }
    const crowd = crowdSet(set);
    const ours = accuracyOf(crowd, CLASS_METHODS[name](crowd.answers).posterior);
    const loss = LOSSES[name]?.[set];
    if (loss === undefined) expect(ours).toBeGreaterThan(theirs - TOLERANCE);
    else expect(ours).toBeCloseTo(loss, 3);
  });

  // The numbers of iterations after which crowd-kit stops.
  const iterations = [2, 14, 9, 37, 5, 34, 5, 5, 80, 5];
  it.for(CROWD_SETS.map((set, at) => ({ set, iterationsMax: iterations[at]!, theirs: CROWD_KIT["dawid-skene"][at]! })))(
    "Dawid–Skene is theirs on $set, ended where theirs ends",
    async ({ set, iterationsMax, theirs }, context) => {
      if (!hasCrowdSets()) {
        await context.annotate(NOTHING_SHOWN);
        return;
      }
      const crowd = crowdSet(set);
      const { posterior } = fitDawidSkene(crowd.answers, undefined, { iterationsMax, changeMax: -1 });
      expect(Math.abs(accuracyOf(crowd, posterior) - theirs)).toBeLessThan(0.002);
    },
  );

  // crowd-kit's MACE sorts guesses by name and everything else by first appearance, so it depends on names. These are its
  // figures with annotators and labels renamed in order of appearance, one start of 50 iterations.
  it.for<{ set: CrowdSetName; theirs: number }>([
    { set: "bluebird", theirs: 0.8611 },
    { set: "zencrowd_in", theirs: 0.7167 },
    { set: "web", theirs: 0.8387 },
  ])("MACE is theirs on $set, once names are in order", async ({ set, theirs }, context) => {
    if (!hasCrowdSets()) {
      await context.annotate(NOTHING_SHOWN);
      return;
    }
    const crowd = crowdSet(set);
    expect(Math.abs(accuracyOf(crowd, CLASS_METHODS.mace(crowd.answers).posterior) - theirs)).toBeLessThan(0.002);
  });

  it.for<{ name: ClassMethodName; mean: number }>([
    { name: "majority", mean: 0.8309 },
    { name: "two-pass", mean: 0.8571 },
    { name: "one-coin", mean: 0.8595 },
  ])("$name keeps its mean of $mean over the ten sets", async ({ name, mean }, context) => {
    if (!hasCrowdSets()) {
      await context.annotate(NOTHING_SHOWN);
      return;
    }
    const accuracies = CROWD_SETS.map((set) => {
      const crowd = crowdSet(set);
      return accuracyOf(crowd, CLASS_METHODS[name](crowd.answers).posterior);
    });
    expect(accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length).toBeCloseTo(mean, 3);
  });
});
