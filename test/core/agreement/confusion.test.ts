import { describe, expect, it } from "vitest";
import { agreementByLabel } from "../../../core/agreement/by-label.ts";
import { agreementByPair } from "../../../core/agreement/by-pair.ts";
import { cohenKappa } from "../../../core/agreement/cohen.ts";
import { confusedPairs } from "../../../core/agreement/confused-pairs.ts";
import { againstConsensus, coincidences } from "../../../core/agreement/confusion.ts";
import { disputedItems } from "../../../core/agreement/disputed-items.ts";
import { nominalAlpha } from "../../../core/agreement/nominal-alpha.ts";
import { pairTable } from "../../../core/agreement/pair-table.ts";
import { scaleOf } from "../../../core/agreement/scale.ts";
import { byAnnotators, byCounts, figureValue, fourObservers, threeCoders } from "./reliability.ts";

describe("which labels are taken for which", () => {
  it("is Krippendorff's coincidence matrix of his two coders", () => {
    const { answers } = byAnnotators("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0");
    expect([...coincidences(answers)]).toEqual([10, 4, 4, 2]);
  });

  it("sums to the answers that can be compared, each item as many as it has", () => {
    const sum = coincidences(fourObservers.answers).reduce((total, one) => total + one, 0);
    expect(sum).toBeCloseTo(40, 12);
  });

  it("against a consensus, leaves items without one out", () => {
    const { answers } = byAnnotators("a b b", "a a b", "a a *");
    expect([...againstConsensus(answers, Int32Array.of(0, 0, 1))]).toEqual([5, 1, 0, 2]);
    expect([...againstConsensus(answers, Int32Array.of(-1, 0, -1))]).toEqual([2, 1, 0, 0]);
  });

  it("lists the pairs most confused first, with items that show it", () => {
    // Items 0 and 3 split a and b evenly, item 1 less so; item 2 splits b and c.
    const { answers } = byCounts("220", "310", "013", "220", "400");
    expect(confusedPairs(answers)).toEqual([
      { labels: [0, 1], share: expect.closeTo(11 / 14, 12), items: 3, examples: [0, 3, 1] },
      { labels: [1, 2], share: expect.closeTo(3 / 14, 12), items: 1, examples: [2] },
    ]);
    expect(confusedPairs(answers, { most: 1, examples: 2 })).toMatchObject([{ labels: [0, 1], examples: [0, 3] }]);
  });

  it("is empty where all agree", () => {
    expect(confusedPairs(byAnnotators("a b", "a b").answers)).toEqual([]);
    expect(confusedPairs(byAnnotators("* *").answers)).toEqual([]);
  });
});

describe("items by disagreement", () => {
  it("come most disputed first, equals in their own order, and agreed ones not at all", () => {
    const { answers } = byCounts("220", "310", "013", "220", "400");
    const half = { disagreement: expect.closeTo(0.5, 12), answers: 4 };
    const third = { disagreement: expect.closeTo(2 / 3, 12), answers: 4 };
    expect(disputedItems(answers, scaleOf("nominal", []))).toEqual([
      { item: 0, ...third },
      { item: 3, ...third },
      { item: 1, ...half },
      { item: 2, ...half },
    ]);
    expect(disputedItems(answers, scaleOf("nominal", []), 1)).toHaveLength(1);
  });

  it("weigh how far labels are apart, where they have an order", () => {
    const { answers, labelNames } = byAnnotators("1 1 2", "2 9 2");
    for (const level of ["ordinal", "interval", "ratio"] as const) {
      expect(disputedItems(answers, scaleOf(level, labelNames)).map(({ item }) => item)).toEqual([1, 0]);
    }
    expect(disputedItems(answers, scaleOf("nominal", labelNames)).map(({ item }) => item)).toEqual([0, 1]);
    expect(disputedItems(answers, scaleOf("interval", labelNames))[0]?.disagreement).toBe(64);
  });
});

describe("agreement label by label", () => {
  it("is the alpha of that label against all others", () => {
    const { answers } = threeCoders;
    for (const { label, alpha } of agreementByLabel(answers)) {
      const binary = { ...answers, labels: 2, label: answers.label.map((said) => (said === label ? 1 : 0)) };
      expect(figureValue(alpha)).toBeCloseTo(Number(figureValue(nominalAlpha(binary).figure())), 12);
    }
  });

  it("tells how often a label is echoed, and says nothing of one that nobody said", () => {
    const answers = { ...byAnnotators("a a b", "a b b", "a a *").answers, labels: 3 };
    const [a, b, never] = agreementByLabel(answers);
    expect(a).toMatchObject({ label: 0, answers: 5, echoed: expect.closeTo((3 + 1) / 5, 12) });
    expect(b).toMatchObject({ answers: 3, echoed: expect.closeTo(2 / 3, 12) });
    expect(never).toEqual({
      label: 2,
      answers: 0,
      alpha: { kind: "undefined", why: "no-variation" },
      echoed: undefined,
    });
  });
});

describe("agreement of every two annotators", () => {
  it("is Cohen's kappa on the items that both answered", () => {
    const pairs = agreementByPair(fourObservers.answers);
    expect(pairs.map(({ annotators }) => annotators)).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ]);
    for (const { annotators, shared, kappa } of pairs) {
      const table = pairTable(fourObservers.answers, ...annotators);
      expect(shared).toBe(table.shared);
      expect(figureValue(kappa)).toBeCloseTo(Number(figureValue(cohenKappa(table))), 12);
    }
  });

  it("leaves out who share too little", () => {
    const { answers } = byAnnotators("a b a b", "a b * *", "* b a a");
    expect(
      agreementByPair(answers, { leastShared: 2 }).map(({ annotators, shared, agreed }) => [
        ...annotators,
        shared,
        agreed,
      ]),
    ).toEqual([
      [0, 1, 2, 2],
      [0, 2, 3, 2],
    ]);
  });
});
