import { describe, expect, it } from "vitest";
import { crossGroup } from "../../../core/agreement/cross-group.ts";
import { groupAgreement, type Side } from "../../../core/agreement/group-agreement.ts";
import { labelCounts } from "../../../core/agreement/label-counts.ts";
import { scaleOf } from "../../../core/agreement/scale.ts";
import { seeded } from "../../../core/seeded.ts";
import { byCounts, figureValue, reliability, type Told } from "./reliability.ts";

const nominal = scaleOf("nominal", []);
const apart = (a: number, b: number): number => (a === b ? 0 : 1);

describe("agreement across groups", () => {
  it("gives the figure of the authors' own program, items of one group alone left out", () => {
    const one = byCounts("02", "03", "20", "30", "11", "30", "21").answers;
    const other = { ...byCounts("02", "11", "11", "11", "20").answers };
    const padded = { ...other, items: 7, starts: Int32Array.of(...other.starts, 10, 10) };
    expect(figureValue(crossGroup(labelCounts(one), labelCounts(padded), apart))).toBeCloseTo(0.1818182, 6);
  });

  it("is 1 where both say the same and 0 items shared is no figure", () => {
    const same = labelCounts(byCounts("30", "03", "30").answers);
    expect(figureValue(crossGroup(same, same, apart))).toBe(1);
    const nowhere = { ...same, answers: same.answers.map(() => 0) };
    expect(figureValue(crossGroup(same, nowhere, apart))).toBe("no-pairs");
    const alike = labelCounts(byCounts("30", "30").answers);
    expect(figureValue(crossGroup(alike, alike, apart))).toBe("no-variation");
  });
});

/** People of a group say "a" of the first half of items and others "b", all say "b" of the second half, save a few slips. */
const divided = (inGroup: number, others: number, { seed = 1, isDivided = true } = {}) => {
  const { chance } = seeded(seed);
  const told: Told[] = [];
  for (let annotator = 0; annotator < inGroup + others; annotator += 1) {
    for (let item = 0; item < 40; item += 1) {
      const views = isDivided && annotator < inGroup ? ["a", "b", "a", "b"] : ["b", "a", "a", "b"];
      const own = views[item % 4] ?? "a";
      told.push({ annotator, item, label: chance(0.15) ? (own === "a" ? "b" : "a") : own });
    }
  }
  const sides: Side[] = Array.from({ length: inGroup + others }, (_, at) => (at < inGroup ? "group" : "others"));
  return { answers: reliability(told).answers, sides };
};

describe("a group's figures", () => {
  it("find a group that has a view of its own", () => {
    const { answers, sides } = divided(6, 7);
    const found = groupAgreement(answers, sides, nominal, seeded(7).next, { splits: 200 });
    expect(found.kind).toBe("value");
    if (found.kind !== "value") return;
    expect(Number(figureValue(found.within))).toBeGreaterThan(0.3);
    expect(Number(figureValue(found.across))).toBeLessThan(0.2);
  });

  it("find it seldom among splits at random, and do not where there is none", () => {
    // The group's own items are a part of all: both figures stay above 0, so that there is an association.
    const pOf = (isDivided: boolean): number => {
      const { chance } = seeded(3);
      const told: Told[] = [];
      for (let annotator = 0; annotator < 12; annotator += 1) {
        for (let item = 0; item < 60; item += 1) {
          const turned = isDivided && annotator < 6 && item % 5 === 0;
          const own = (item % 2 === 0) !== turned;
          told.push({ annotator, item, label: String(own !== chance(0.1)) });
        }
      }
      const sides: Side[] = Array.from({ length: 12 }, (_, at) => (at < 6 ? "group" : "others"));
      const found = groupAgreement(reliability(told).answers, sides, nominal, seeded(5).next, { splits: 200 });
      if (found.kind !== "value" || !found.test) throw new Error("no test");
      expect(found.test.splits).toBe(200);
      return found.test.pHigher;
    };
    expect(pOf(true)).toBeLessThan(0.02);
    expect(pOf(false)).toBeGreaterThan(0.05);
  });

  it.each([
    [4, 9],
    [9, 4],
    [0, 9],
  ])("are refused, without counts, for %i people against %i", (inGroup, others) => {
    const { answers, sides } = divided(inGroup, others);
    expect(groupAgreement(answers, sides, nominal, seeded(1).next)).toEqual({ kind: "too-few-people", least: 5 });
  });

  it("do not count people who said nothing of where they belong, nor who met nobody", () => {
    const { answers, sides } = divided(5, 6);
    const withoutOne = sides.map((side, at) => (at === 0 ? "neither" : side));
    expect(groupAgreement(answers, withoutOne, nominal, seeded(1).next).kind).toBe("too-few-people");
    const fifthAlone: Told[] = [{ annotator: 4, item: 41, label: "a" }];
    for (let annotator = 0; annotator < 11; annotator += 1) {
      if (annotator !== 4)
        for (let item = 0; item < 9; item += 1) fifthAlone.push({ annotator, item, label: "ab"[item % 2]! });
    }
    expect(groupAgreement(reliability(fifthAlone).answers, sides, nominal, seeded(1).next).kind).toBe("too-few-people");
  });

  it.each([
    ["the other side", [0, 1, 2, 3]],
    ["their own side", [5, 6, 7, 8, 9]],
  ])("do not count the fifth person, whom nobody of %s met", (_, met) => {
    const told: Told[] = [];
    for (let item = 0; item < 9; item += 1) {
      for (const annotator of [0, 1, 2, 3, 5, 6, 7, 8, 9]) told.push({ annotator, item, label: "ab"[item % 2]! });
    }
    for (const annotator of [4, ...met]) told.push({ annotator, item: 9, label: "a" });
    const sides: Side[] = Array.from({ length: 10 }, (__, at) => (at < 5 ? "group" : "others"));
    const kindWith = (more: readonly Told[]): string =>
      groupAgreement(reliability([...told, ...more]).answers, sides, nominal, seeded(1).next, { splits: 1 }).kind;
    expect(kindWith([])).toBe("too-few-people");
    expect(kindWith([{ annotator: 4, item: 0, label: "a" }])).toBe("value");
  });

  it("have no association where groups say the opposite", () => {
    const told: Told[] = [];
    for (let annotator = 0; annotator < 10; annotator += 1) {
      for (let item = 0; item < 8; item += 1)
        told.push({ annotator, item, label: String((item % 2 === 0) === annotator < 5) });
    }
    const sides: Side[] = Array.from({ length: 10 }, (_, at) => (at < 5 ? "group" : "others"));
    const found = groupAgreement(reliability(told).answers, sides, nominal, seeded(1).next);
    expect(found).toMatchObject({ kind: "value", within: { value: 1 }, across: { value: -1 } });
    expect(found).toMatchObject({ association: undefined, test: undefined });
  });

  it("are the same for the same seed", () => {
    const { answers, sides } = divided(6, 7, { isDivided: false });
    const once = groupAgreement(answers, sides, nominal, seeded(9).next, { splits: 50 });
    expect(groupAgreement(answers, sides, nominal, seeded(9).next, { splits: 50 })).toEqual(once);
    expect(once).toMatchObject({ kind: "value", test: { splits: 50 } });
  });
});
