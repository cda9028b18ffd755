import { describe, expect, it } from "vitest";
import { linearWeights, ordinalWeights, quadraticWeights } from "../../../core/agreement/agreement-weights.ts";
import { brennanPrediger } from "../../../core/agreement/brennan-prediger.ts";
import { cohenKappa } from "../../../core/agreement/cohen.ts";
import { congerKappa } from "../../../core/agreement/conger.ts";
import { fleissKappa } from "../../../core/agreement/fleiss.ts";
import { fleissByLabel } from "../../../core/agreement/fleiss-by-label.ts";
import { fleissTest } from "../../../core/agreement/fleiss-test.ts";
import { gwetAc } from "../../../core/agreement/gwet.ts";
import { pairTable } from "../../../core/agreement/pair-table.ts";
import { percentAgreement } from "../../../core/agreement/percent-agreement.ts";
import { scottPi } from "../../../core/agreement/scott.ts";
import {
  abstractors,
  byAnnotators,
  diagnoses,
  figureValue,
  firstDiagnoses,
  fourObservers,
  fourRaters,
  fourteenRaters,
} from "./reliability.ts";

describe("Fleiss 1971, thirty patients", () => {
  it("gives kappa with its observed and expected agreement", () => {
    const kappa = fleissKappa(diagnoses.answers).figure();
    expect(kappa).toMatchObject({
      value: expect.closeTo(0.430245, 6),
      observed: expect.closeTo(0.555556, 6),
      expected: expect.closeTo(0.219938, 6),
    });
  });

  it("gives a kappa for each diagnosis", () => {
    const expected = [0.244755, 0.244755, 0.52, 0.471127, 0.566118];
    fleissByLabel(diagnoses.answers).forEach((figure, label) => {
      expect(figureValue(figure)).toBeCloseTo(expected[label]!, 6);
    });
  });

  it("is far from chance", () => {
    const test = fleissTest(diagnoses.answers);
    expect(test).toMatchObject({ kind: "value", z: expect.closeTo(17.65, 2) });
  });

  it("gives Conger's exact kappa of the R package irr, whose raters are in the order of the labels", () => {
    expect(figureValue(congerKappa(diagnoses.answers).figure())).toBeCloseTo(0.442, 3);
  });
});

describe("the first fifteen of these patients", () => {
  it.each([
    ["Gwet's AC1", gwetAc, 0.4448007],
    ["Fleiss", fleissKappa, 0.4139265],
    ["Brennan and Prediger", brennanPrediger, 0.4388889],
    ["percent agreement", percentAgreement, 0.5511111],
  ])("%s", (_, measure, expected) => {
    expect(figureValue(measure(firstDiagnoses.answers).figure())).toBeCloseTo(expected, 6);
  });
});

describe("four observers with missing answers", () => {
  it.each([
    ["Gwet's AC1", gwetAc, 0.775444],
    ["Fleiss", fleissKappa, 0.761169],
    ["Brennan and Prediger", brennanPrediger, 0.772727],
    ["Conger", congerKappa, 0.762067],
    ["percent agreement", percentAgreement, 0.818182],
  ])("%s", (_, measure, expected) => {
    expect(figureValue(measure(fourObservers.answers).figure())).toBeCloseTo(expected, 6);
  });

  it("Conger's figure of irrCAC, in whose table the third observer gives the lone answer to the last item", () => {
    expect(figureValue(congerKappa(fourRaters.answers).figure())).toBeCloseTo(0.762817, 6);
    expect(figureValue(congerKappa(fourRaters.answers).figure())).toBeCloseTo(0.76282, 5);
  });

  it("Gwet's chance agreement", () => {
    expect(gwetAc(fourObservers.answers).figure()).toMatchObject({ expected: expect.closeTo(0.190321, 6) });
  });

  it("has no test for chance, as items differ in their number of answers", () => {
    expect(fleissTest(fourObservers.answers)).toEqual({ kind: "undefined", why: "unequal-answers" });
  });
});

it("Wikipedia's fourteen raters", () => {
  expect(fleissKappa(fourteenRaters.answers).figure()).toMatchObject({
    value: expect.closeTo(0.209931, 6),
    observed: expect.closeTo(0.378022, 6),
    expected: expect.closeTo(0.212755, 6),
  });
});

describe("two abstractors", () => {
  const table = pairTable(abstractors.answers, 0, 1);

  it("Cohen and Scott", () => {
    expect(figureValue(cohenKappa(table))).toBeCloseTo(0.7964094, 6);
    expect(figureValue(scottPi(table))).toBeCloseTo(0.7962397, 6);
  });

  it("Gwet, Brennan and Prediger", () => {
    expect(figureValue(gwetAc(abstractors.answers).figure())).toBeCloseTo(0.8493305, 6);
    expect(figureValue(brennanPrediger(abstractors.answers).figure())).toBeCloseTo(0.835, 6);
  });

  it("Conger of two is Cohen, Fleiss of two is Scott", () => {
    expect(figureValue(congerKappa(abstractors.answers).figure())).toBeCloseTo(0.7964094, 6);
    expect(figureValue(fleissKappa(abstractors.answers).figure())).toBeCloseTo(0.7962397, 6);
  });
});

describe("weights", () => {
  const values = Float64Array.of(1, 2, 3, 4, 5);
  const identity = Float64Array.from({ length: 25 }, (_, at) => (at % 6 === 0 ? 1 : 0));

  it("of equal and unequal give the plain figures", () => {
    for (const measure of [gwetAc, fleissKappa, brennanPrediger, congerKappa, percentAgreement]) {
      const plain = measure(fourObservers.answers).figure();
      expect(figureValue(measure(fourObservers.answers, identity).figure())).toBeCloseTo(
        Number(figureValue(plain)),
        12,
      );
    }
  });

  it("are 1 for equal labels, 0 for the farthest, and between for others", () => {
    const third = 1 - 1 / 3;
    expect([...linearWeights(Float64Array.of(1, 2, 4))]).toEqual([1, third, 0, third, 1, 1 - 2 / 3, 0, 1 - 2 / 3, 1]);
    expect([...quadraticWeights(Float64Array.of(1, 2, 4))].slice(0, 3)).toEqual([1, 1 - 1 / 9, 0]);
    expect([...ordinalWeights(3)].slice(0, 3)).toEqual([1, 1 - 1 / 3, 0]);
    expect([...linearWeights(Float64Array.of(7))]).toEqual([1]);
  });

  it.each([
    ["linear", linearWeights(values), [0.859, 0.818, 0.848, 0.814]],
    ["quadratic", quadraticWeights(values), [0.914, 0.865, 0.902, 0.858]],
    ["ordinal", ordinalWeights(5), [0.899, 0.85, 0.886, 0.844]],
  ])("give the figures that irrCAC publishes: %s", (_, weights, expected) => {
    const found = [gwetAc, fleissKappa, brennanPrediger, congerKappa].map((measure) =>
      Number(figureValue(measure(fourRaters.answers, weights).figure())),
    );
    found.forEach((value, at) => {
      expect(value).toBeCloseTo(expected[at]!, 3);
    });
  });

  it("of squared distance make Cohen's kappa that of the mean squares", () => {
    const { answers } = byAnnotators("1 2 3 4 5 3", "1 2 4 4 2 5");
    const table = pairTable(answers, 0, 1);
    // Squares apart: observed (0+0+1+0+9+4)/6; by chance the mean over all 36 pairs of answers.
    const first = [1, 2, 3, 4, 5, 3];
    const second = [1, 2, 4, 4, 2, 5];
    const chance = first.flatMap((a) => second.map((b) => (a - b) ** 2)).reduce((sum, one) => sum + one, 0) / 36;
    expect(figureValue(cohenKappa(table, quadraticWeights(values)))).toBeCloseTo(1 - 14 / 6 / chance, 12);
  });
});

describe("where a kappa cannot be told, it says why", () => {
  it("all answers alike: none for Fleiss, Conger, Cohen and Scott; nothing is wrong for the others with two labels", () => {
    const alike = { ...byAnnotators("1 1", "1 1").answers, labels: 2 };
    expect(figureValue(fleissKappa(alike).figure())).toBe("no-variation");
    expect(figureValue(congerKappa(alike).figure())).toBe("no-variation");
    expect(figureValue(cohenKappa(pairTable(alike, 0, 1)))).toBe("no-variation");
    expect(figureValue(scottPi(pairTable(alike, 0, 1)))).toBe("no-variation");
    expect(figureValue(gwetAc(alike).figure())).toBe(1);
    expect(figureValue(brennanPrediger(alike).figure())).toBe(1);
    expect(figureValue(percentAgreement(alike).figure())).toBe(1);
    expect(fleissTest(alike)).toEqual({ kind: "undefined", why: "no-variation" });
  });

  it("one label in all: Gwet, Brennan and Prediger have no chance to compare with", () => {
    const { answers } = byAnnotators("1 1", "1 1");
    expect(figureValue(gwetAc(answers).figure())).toBe("one-label");
    expect(figureValue(brennanPrediger(answers).figure())).toBe("one-label");
  });

  it("strangers share no item", () => {
    const { answers } = byAnnotators("1 *", "* 2");
    expect(figureValue(cohenKappa(pairTable(answers, 0, 1)))).toBe("no-pairs");
    expect(figureValue(scottPi(pairTable(answers, 0, 1)))).toBe("no-pairs");
    expect(figureValue(percentAgreement(answers).figure())).toBe("no-pairs");
    expect(fleissByLabel(answers).map(figureValue)).toEqual(["no-pairs", "no-pairs"]);
  });
});
