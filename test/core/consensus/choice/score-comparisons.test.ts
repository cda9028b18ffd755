import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Comparison } from "../../../../core/consensus/choice/comparisons.ts";
import { type ComparisonFit, scoreComparisons } from "../../../../core/consensus/choice/score-comparisons.ts";
import { seeded } from "../../../../core/seeded.ts";
import { compared, someComparisons } from "./compared.ts";

const PLAIN = { learn: { reliability: false, sideBias: false } };
const FREE = { ...PLAIN, prior: { scorePrecision: 1e-9 } };
const scoreOf = ({ scores }: ComparisonFit, item: string) => scores.find((one) => one.item === item)!;

describe("scores from pairs", () => {
  it("are the log odds of winning, where there are two items and no prior", () => {
    const fit = scoreComparisons(compared("a: fig > plum", "b: fig > plum", "c: fig > plum", "d: fig < plum"), FREE);
    expect(scoreOf(fit, "fig").score - scoreOf(fit, "plum").score).toBeCloseTo(Math.log(3), 6);
    expect(fit.agreement).toBe(0.75);
  });

  it("count an equal as half a win of each", () => {
    const fit = scoreComparisons(compared("a: fig > plum", "b: fig = plum"), FREE);
    expect(scoreOf(fit, "fig").score - scoreOf(fit, "plum").score).toBeCloseTo(Math.log(3), 6);
    expect(scoreComparisons(compared("a: fig = plum")).ranking).toEqual([["fig", "plum"]]);
  });

  it("are those of the classic iteration (Hunter 2004) without a prior", () => {
    const wins = [
      [0, 6, 4, 5],
      [3, 0, 7, 2],
      [5, 2, 0, 6],
      [1, 4, 3, 0],
    ];
    let strength = wins.map(() => 1);
    for (let round = 0; round < 5000; round += 1) {
      strength = strength.map((own, i) => {
        const won = wins[i]!.reduce((sum, count) => sum + count, 0);
        const met = strength.map((other, j) => (i === j ? 0 : (wins[i]![j]! + wins[j]![i]!) / (own + other)));
        return won / met.reduce((sum, count) => sum + count, 0);
      });
    }
    const logs = strength.map(Math.log);
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    const comparisons = wins.flatMap((row, i) =>
      row.flatMap((count, j): Comparison[] =>
        count > 0 ? [{ annotator: "a", left: `i${i}`, right: `i${j}`, winner: "left", weight: count }] : [],
      ),
    );
    const fit = scoreComparisons(comparisons, FREE);
    logs.forEach((log, i) => {
      expect(scoreOf(fit, `i${i}`).score).toBeCloseTo(log - mean, 6);
    });
  });

  it("have the standard error of two items' difference, worked by hand", () => {
    const precision = 0.5;
    const fit = scoreComparisons(compared("a: fig > plum", "a: plum > fig"), {
      ...PLAIN,
      prior: { scorePrecision: precision },
    });
    const information = 2 * 0.25;
    const [a, b] = [information + precision, -information];
    expect(scoreOf(fit, "fig").standardError).toBeCloseTo(Math.sqrt(a / (a * a - b * b)), 9);
  });

  it("tie items that beat each other in a circle", () => {
    const fit = scoreComparisons(compared("a: fig > plum", "a: plum > sloe", "a: sloe > fig"));
    expect(fit.ranking).toEqual([["fig", "plum", "sloe"]]);
    expect(fit).toMatchObject({ agreement: 0.5, groups: 1, converged: true });
  });

  it("stay finite for an item that wins always, and keep groups that never met apart", () => {
    const fit = scoreComparisons(compared("a: fig > plum", "b: fig > plum", "a: ash > oak"), { items: ["elm"] });
    expect(fit.groups).toBe(3);
    expect(scoreOf(fit, "fig").group).toBe(scoreOf(fit, "plum").group);
    expect(scoreOf(fit, "fig").score).toBeGreaterThan(scoreOf(fit, "ash").score);
    expect(scoreOf(fit, "elm")).toMatchObject({
      score: 0,
      comparisons: 0,
      standardError: expect.closeTo(Math.sqrt(10), 12),
    });
  });

  it("are none without items", () => {
    expect(scoreComparisons([])).toEqual({
      scores: [],
      ranking: [],
      annotators: [],
      leftShare: 0.5,
      agreement: 0,
      groups: 0,
      converged: true,
    });
  });

  it("refuse an item compared with itself, and a weight of nothing", () => {
    expect(() => scoreComparisons(compared("a: fig > fig"))).toThrow("annotator a compared fig with itself");
    expect(() => scoreComparisons([{ ...compared("a: fig > plum")[0]!, weight: 0 }])).toThrow("is 0");
  });
});

/** Made-up annotators: three in ten always take one side. */
const world = (seed: number) => {
  const { next, whole, chance } = seeded(seed);
  const scores = Array.from({ length: 40 }, () => 4 * (next() + next() + next() - 1.5));
  const sides = Array.from({ length: 30 }, (_, who) => (who < 9 ? (chance(0.5) ? 4 : -4) : 0));
  const comparisons = Array.from({ length: 600 }, (): Comparison => {
    const left = whole(0, 39);
    const right = (left + whole(1, 39)) % 40;
    const who = whole(0, 29);
    const logit = sides[who] === 0 ? scores[left]! - scores[right]! + 0.4 : sides[who]!;
    const winner = chance(1 / (1 + Math.exp(-logit))) ? "left" : "right";
    return { annotator: `w${who}`, left: `i${left}`, right: `i${right}`, winner };
  });
  return { scores, comparisons };
};

const rightPairs = (truth: readonly number[], fit: ComparisonFit): number => {
  const found = truth.map((_, at) => scoreOf(fit, `i${at}`).score);
  const pairs = truth.flatMap((a, i) => truth.slice(0, i).map((b, j) => (a - b) * (found[i]! - found[j]!) > 0));
  return pairs.filter(Boolean).length / pairs.length;
};

describe("annotators who do not look", () => {
  it("are found out, and the order is nearer to the truth for it", () => {
    const seeds = [1, 2, 3, 4, 5];
    const gains = seeds.map((seed) => {
      const { scores, comparisons } = world(seed);
      const noisy = scoreComparisons(comparisons);
      const trust = (from: number, to: number) => {
        const some = noisy.annotators.filter(({ annotator }) => {
          const who = Number(annotator.slice(1));
          return who >= from && who < to;
        });
        return some.reduce((sum, { reliability }) => sum + reliability, 0) / some.length;
      };
      expect(trust(0, 9)).toBeLessThan(trust(9, 30) - 0.1);
      expect(noisy.converged).toBe(true);
      return rightPairs(scores, noisy) - rightPairs(scores, scoreComparisons(comparisons, PLAIN));
    });
    expect(Math.min(...gains)).toBeGreaterThan(0);
    expect(gains.reduce((sum, gain) => sum + gain, 0) / seeds.length).toBeGreaterThan(0.02);
  });

  it("do not hide a side that everybody leans to", () => {
    expect(scoreComparisons(world(1).comparisons).leftShare).toBeGreaterThan(0.5);
  });
});

describe("whatever is compared", () => {
  it("who came first does not matter, to the bit", () => {
    fc.assert(
      fc.property(someComparisons, (comparisons) => {
        expect(scoreComparisons(comparisons.toReversed())).toEqual(scoreComparisons(comparisons));
      }),
      { numRuns: 50 },
    );
  });

  it("all numbers are finite, and all items placed once", () => {
    fc.assert(
      fc.property(someComparisons, (comparisons) => {
        const { scores, annotators, ranking, agreement, converged } = scoreComparisons(comparisons, { items: ["x"] });
        expect(converged).toBe(true);
        expect(ranking.flat().length).toBe(scores.length);
        for (const { score, standardError } of scores) {
          expect(Number.isFinite(score)).toBe(true);
          expect(standardError).toBeGreaterThan(0);
          expect(standardError).toBeLessThan(4);
        }
        for (const { reliability, leftShare } of annotators) {
          for (const share of [reliability, leftShare, agreement]) {
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it("sides swapped throughout are the same scores", () => {
    fc.assert(
      fc.property(someComparisons, (comparisons) => {
        const swapped = comparisons.map(
          ({ annotator, left, right, winner }): Comparison => ({
            annotator,
            left: right,
            right: left,
            winner: winner === "left" ? "right" : winner === "right" ? "left" : "equal",
          }),
        );
        const fit = scoreComparisons(comparisons);
        const mirrored = scoreComparisons(swapped);
        for (const { item, score } of fit.scores) expect(scoreOf(mirrored, item).score).toBeCloseTo(score, 5);
      }),
      { numRuns: 50 },
    );
  });
});
