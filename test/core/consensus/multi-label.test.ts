import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fuseSets } from "../../../core/consensus/multi-label.ts";
import { type SetAnswers, type SetRow, setAnswers } from "../../../core/consensus/set-answers.ts";
import { seeded } from "../../../core/seeded.ts";

const SIZES = { items: 5, annotators: 4, labels: 3 };
const row = (item: number, annotator: number, ...labels: number[]): SetRow => ({ item, annotator, labels });

const tables = fc
  .array(
    fc.record({
      item: fc.nat(SIZES.items - 1),
      annotator: fc.nat(SIZES.annotators - 1),
      labels: fc.uniqueArray(fc.nat(SIZES.labels - 1)),
    }),
    { maxLength: 20 },
  )
  .map((rows): SetRow[] => [...new Map(rows.map((one) => [`${one.item} ${one.annotator}`, one])).values()]);

/** Items with labels of different frequency, three careful annotators, and three who choose by chance. */
const world = (seed: number) => {
  const { chance } = seeded(seed);
  const [items, labels] = [200, 6];
  const truth = Array.from({ length: items * labels }, (_, at) => chance(0.05 + 0.1 * (at % labels)));
  const answer = (item: number, annotator: number): SetRow => {
    const isChosen = (label: number) => {
      const isThere = truth[item * labels + label];
      return annotator < 3 ? chance(isThere ? 0.85 : 0.05) : chance(0.4);
    };
    return { item, annotator, labels: [0, 1, 2, 3, 4, 5].filter(isChosen) };
  };
  const rows = Array.from({ length: items * 6 }, (_, at) => answer(Math.floor(at / 6), at % 6));
  return { truth, rows, answers: setAnswers(rows, { items, annotators: 6, labels }) };
};

/** The share of labels, there or not, that more than half of the answers get right. */
const majorityAccuracy = (
  { items, labels }: SetAnswers,
  rows: readonly SetRow[],
  truth: readonly boolean[],
): number => {
  const votes = new Float64Array(items * labels);
  for (const { item, labels: chosen } of rows) for (const label of chosen) votes[item * labels + label]! += 1;
  return truth.filter((isThere, at) => votes[at]! > 3 === isThere).length / truth.length;
};

describe("several labels at once", () => {
  it("hears those who are careful, where half of all choose by chance", () => {
    const { truth, rows, answers } = world(7);
    const fit = fuseSets(answers);
    const right = truth.filter((isThere, at) => fit.posterior[at]! > 0.5 === isThere).length / truth.length;
    expect(right).toBeGreaterThan(0.96);
    expect(majorityAccuracy(answers, rows, truth)).toBeLessThan(0.9);
    expect(Math.min(...fit.hits.subarray(0, 3))).toBeGreaterThan(Math.max(...fit.hits.subarray(3)));
    expect(Math.min(...fit.passes.subarray(0, 3))).toBeGreaterThan(Math.max(...fit.passes.subarray(3)));
  });

  it("takes an empty set for an answer: nothing of this is there", () => {
    const rows = [0, 1, 2, 3].flatMap((item) => [0, 1, 2].map((who) => row(item, who, ...(item < 2 ? [0] : []))));
    const fit = fuseSets(setAnswers(rows, { items: 4, annotators: 3, labels: 1 }));
    expect([...fit.posterior].map((chance) => chance > 0.5)).toEqual([true, true, false, false]);
  });

  it("holds what somebody does at one label against her at another", () => {
    // Annotator 2 chooses label 0 by chance. About label 1 she is asked once, against annotator 0 alone.
    const seen = Array.from({ length: 60 }, (_, item) => {
      const there = item % 2 === 0 ? [0] : [];
      const byChance = item % 4 < 2 ? [0] : [];
      return [row(item, 0, ...there), row(item, 1, ...there), row(item, 2, ...byChance)];
    }).flat();
    const sizes = { items: 62, annotators: 3, labels: 2 };
    const fit = fuseSets(setAnswers([...seen, row(60, 0, 1), row(60, 2), row(61, 2, 1), row(61, 0)], sizes));
    expect(fit.posterior[60 * 2 + 1]).toBeGreaterThan(fit.posterior[61 * 2 + 1]! + 0.1);
  });

  it("gives a tie where two annotators who are alike disagree", () => {
    const rows = [row(0, 0, 0), row(0, 1), row(1, 1, 0), row(1, 0)];
    expect([...fuseSets(setAnswers(rows, { items: 2, annotators: 2, labels: 1 })).tied]).toEqual([1, 1]);
  });

  it("takes gold's word, label by label, and leaves no certainty elsewhere", () => {
    const answers = setAnswers([row(0, 0, 0), row(0, 1, 0), row(0, 2, 0)], { items: 2, annotators: 3, labels: 2 });
    const fit = fuseSets(answers, Int8Array.of(0, -1, 1, -1));
    expect([fit.posterior[0], fit.confidence[0], fit.confidence[2]]).toEqual([0, 0, 1]);
    for (const at of [1, 3]) {
      expect(fit.confidence[at]).toBeGreaterThan(0);
      expect(fit.confidence[at]).toBeLessThan(1);
    }
  });

  it.each([
    { name: "nothing at all", rows: [], sizes: { items: 0, annotators: 0, labels: 0 } },
    { name: "no answers", rows: [], sizes: SIZES },
    { name: "one answer", rows: [row(0, 0, 1)], sizes: { items: 1, annotators: 1, labels: 2 } },
    { name: "no label ever chosen", rows: [row(0, 0), row(1, 1)], sizes: SIZES },
    {
      name: "a thousand labels",
      rows: Array.from({ length: 30 }, (_, at) => row(Math.floor(at / 3), at % 3, at, at + 100)),
      sizes: { items: 10, annotators: 3, labels: 1000 },
    },
  ])("has probabilities for $name", ({ rows, sizes }) => {
    const fit = fuseSets(setAnswers(rows, sizes));
    const all = [...fit.posterior, ...fit.confidence, ...fit.hits, ...fit.passes];
    expect(all.every((chance) => chance >= 0 && chance <= 1)).toBe(true);
  });

  it("gives the same bits in any order of arrival", () => {
    fc.assert(
      fc.property(
        tables.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, shuffled]) => {
          expect(fuseSets(setAnswers(shuffled, SIZES))).toEqual(fuseSets(setAnswers(rows, SIZES)));
        },
      ),
    );
  });

  it("says the same whatever annotators, items and labels are called", () => {
    const reversed = ({ item, annotator, labels }: SetRow): SetRow => ({
      item: SIZES.items - 1 - item,
      annotator: SIZES.annotators - 1 - annotator,
      labels: labels.map((label) => SIZES.labels - 1 - label),
    });
    fc.assert(
      fc.property(tables, (rows) => {
        const fit = fuseSets(setAnswers(rows, SIZES));
        const renamed = fuseSets(setAnswers(rows.map(reversed), SIZES));
        fit.confidence.forEach((chance, at) => {
          expect(Math.abs(chance - renamed.confidence.at(-1 - at)!)).toBeLessThan(1e-9);
        });
      }),
    );
  });

  it("keeps a label that holds when somebody new chooses it as well", () => {
    const sizes = { ...SIZES, annotators: SIZES.annotators + 1 };
    fc.assert(
      fc.property(tables, fc.nat(SIZES.items - 1), (rows, item) => {
        const before = fuseSets(setAnswers(rows, sizes)).posterior.subarray(item * 3, item * 3 + 3);
        const held = [0, 1, 2].filter((label) => before[label]! > 0.5 + 1e-9);
        const joined = [...rows, row(item, SIZES.annotators, ...held)];
        const after = fuseSets(setAnswers(joined, sizes)).posterior.subarray(item * 3, item * 3 + 3);
        for (const label of held) expect(after[label]).toBeGreaterThan(0.5);
      }),
    );
  });
});
