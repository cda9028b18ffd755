import { describe, expect, it } from "vitest";
import { agreementReport } from "../../../core/agreement/agreement-report.ts";
import { bootstrapInterval } from "../../../core/agreement/bootstrap.ts";
import type { Measure } from "../../../core/agreement/figure.ts";
import { nominalAlpha } from "../../../core/agreement/nominal-alpha.ts";
import { seeded } from "../../../core/seeded.ts";
import { byAnnotators, diagnoses, figureValue, threeCoders } from "./reliability.ts";

describe("the report of a set of answers", () => {
  const { answers, labelNames } = threeCoders;
  const report = agreementReport(answers, labelNames, "ordinal", seeded(1).next);

  it("counts what there is, and what of it can be compared", () => {
    expect(report).toMatchObject({
      level: "ordinal",
      answers: 27,
      items: 13,
      itemsCompared: 12,
      annotators: 3,
      pairs: 16,
    });
  });

  it("gives alpha at the level asked for, with an interval round it", () => {
    expect(figureValue(report.alpha.figure)).toBeCloseTo(0.806721, 6);
    const { interval } = report.alpha;
    if (interval.kind !== "interval") throw new Error(interval.why);
    expect(interval.low).toBeLessThan(0.8067);
    expect(interval.high).toBeGreaterThan(0.8067);
    expect(interval).toMatchObject({ coverage: 0.95, resamples: 1000 });
  });

  it("names labels, and tells items by their numbers", () => {
    expect(report.byLabel.map(({ label }) => label)).toEqual(["1", "2", "3", "4"]);
    expect(report.confused[0]).toMatchObject({ labels: ["3", "4"], items: 2, examples: [14, 5] });
    expect(report.disputed.map(({ item }) => item)).toEqual([7, 14, 5]);
  });

  it("goes into a file and comes back", () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it("is the same to the byte for the same seed", () => {
    const again = agreementReport(answers, labelNames, "ordinal", seeded(1).next);
    expect(JSON.stringify(again)).toBe(JSON.stringify(report));
  });

  it("of nothing says that there is nothing", () => {
    const nothing = agreementReport(byAnnotators("*").answers, [], "nominal", seeded(1).next);
    const missing = { kind: "undefined", why: "no-answers" };
    expect(nothing).toEqual({
      level: "nominal",
      answers: 0,
      items: 0,
      itemsCompared: 0,
      annotators: 0,
      pairs: 0,
      alpha: { figure: missing, interval: missing },
      percent: missing,
      fleiss: missing,
      gwetAc1: missing,
      brennanPrediger: missing,
      byLabel: [],
      confused: [],
      disputed: [],
    });
  });

  it("refuses an order of labels that are no numbers", () => {
    const letters = byAnnotators("a b", "a b");
    expect(() => agreementReport(letters.answers, letters.labelNames, "interval", seeded(1).next)).toThrow('label "a"');
  });
});

describe("an interval over items", () => {
  it("is about as wide as theory says", () => {
    const interval = bootstrapInterval(nominalAlpha(diagnoses.answers), seeded(3).next, { resamples: 2000 });
    if (interval.kind !== "interval") throw new Error(interval.why);
    // Fleiss' kappa of these has a standard error of about 0.054 over subjects (Gwet 2014), alpha nearly the same.
    expect(interval.low).toBeGreaterThan(0.27);
    expect(interval.low).toBeLessThan(0.36);
    expect(interval.high).toBeGreaterThan(0.5);
    expect(interval.high).toBeLessThan(0.58);
  });

  it("leaves an equal share of resamples on both sides, between values in proportion", () => {
    const values = Array.from({ length: 101 }, (_, at) => at).values();
    const counting: Measure = {
      takesPart: Int32Array.of(0, 1),
      figure: (times) => ({ kind: "value", value: times ? values.next().value! : 0, observed: 0, expected: 0 }),
    };
    const found = bootstrapInterval(counting, seeded(1).next, { resamples: 101, coverage: 0.9 });
    expect(found).toMatchObject({ low: expect.closeTo(5, 9), high: expect.closeTo(95, 9), withoutFigure: 0 });
  });

  it("is not there for one item, or where resamples hold no variation", () => {
    expect(bootstrapInterval(nominalAlpha(byAnnotators("a", "b").answers), seeded(1).next)).toEqual({
      kind: "undefined",
      why: "too-few-items",
    });
    const rare = byAnnotators("a a a a a b", "a a a a a b");
    expect(bootstrapInterval(nominalAlpha(rare.answers), seeded(1).next)).toEqual({
      kind: "undefined",
      why: "no-variation",
    });
  });

  it("is a point where every resample agrees", () => {
    const answers = byAnnotators("a b a b a b a b a b", "a b a b a b a b a b");
    expect(bootstrapInterval(nominalAlpha(answers.answers), seeded(1).next)).toMatchObject({ low: 1, high: 1 });
  });
});
