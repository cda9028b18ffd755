import { describe, expect, it } from "vitest";
import { krippendorffAlpha } from "../../../core/agreement/alpha.ts";
import { type Level, scaleOf } from "../../../core/agreement/scale.ts";
import {
  abstractors,
  byAnnotators,
  figureValue,
  firstDiagnoses,
  fourObservers,
  type Reliability,
  threeCoders,
} from "./reliability.ts";

const alphaOf = ({ answers, labelNames }: Reliability, level: Level = "nominal") =>
  figureValue(krippendorffAlpha(answers, scaleOf(level, labelNames)).figure());

describe("Krippendorff's alpha gives the published figures", () => {
  it.each([
    ["nominal", 0.691358],
    ["ordinal", 0.806721],
    ["interval", 0.810845],
    ["ratio", 0.808944],
  ] as const)("three coders, %s", (level, expected) => {
    expect(alphaOf(threeCoders, level)).toBeCloseTo(expected, 6);
  });

  it.each([
    ["nominal", 0.743421],
    ["ordinal", 0.815388],
    ["interval", 0.849107],
    ["ratio", 0.797403],
  ] as const)("four observers, %s", (level, expected) => {
    expect(alphaOf(fourObservers, level)).toBeCloseTo(expected, 6);
  });

  it("two coders, two labels", () => {
    expect(alphaOf(byAnnotators("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"))).toBeCloseTo(0.095238, 6);
  });

  it("two coders, five labels", () => {
    const coders = byAnnotators("a a b b d c c c e d d a", "b a b b b c c c e d d d");
    expect(alphaOf(coders)).toBeCloseTo(0.691964, 6);
  });

  it("two abstractors", () => {
    expect(alphaOf(abstractors)).toBeCloseTo(0.7972585, 6);
  });

  it("six raters, fifteen patients", () => {
    expect(alphaOf(firstDiagnoses)).toBeCloseTo(0.4204384, 6);
  });

  it("the docstring of crowd-kit", () => {
    expect(alphaOf(byAnnotators("Yes No Yes", "Yes No No"))).toBeCloseTo(0.444444, 6);
  });
});

describe("where alpha cannot be told, it says why", () => {
  it.each([
    ["nobody answered", byAnnotators("* *"), "no-answers"],
    ["one person answered", byAnnotators("1 2 1"), "one-annotator"],
    ["no item has two answers", byAnnotators("1 *", "* 2"), "no-pairs"],
    ["all answers are alike", byAnnotators("1 1", "1 1"), "no-variation"],
    ["answers differ only where one person answered", byAnnotators("1 2", "1 *"), "no-variation"],
  ] as const)("%s", (_, answers, why) => {
    for (const level of ["nominal", "ordinal", "interval", "ratio"] as const) {
      expect(alphaOf(answers, level)).toBe(why);
    }
  });

  it("0.1 said three times has no variation, whatever rounding does", () => {
    expect(alphaOf(byAnnotators("0.1 0.1", "0.1 0.1", "0.1 *"), "interval")).toBe("no-variation");
  });
});

describe("a scale", () => {
  it("refuses a label that is no number, and says which", () => {
    expect(() => scaleOf("ordinal", ["1", "good"])).toThrow(
      'label "good" cannot be put on a scale of level ordinal: give numbers',
    );
    expect(() => scaleOf("interval", [""])).toThrow('label ""');
  });

  it("refuses proportions of what is below zero", () => {
    expect(() => scaleOf("ratio", ["1", "-2"])).toThrow("give numbers from 0 on");
    expect(scaleOf("interval", ["1", "-2"])).toEqual({ level: "interval", values: Float64Array.of(1, -2) });
  });

  it("takes two zeros as agreed at the ratio level, however they are spelled", () => {
    expect(alphaOf(byAnnotators("0 1 0", "0.0 1 0"), "ratio")).toBe(1);
  });

  it("takes two spellings of a number as one value", () => {
    const oneWay = byAnnotators("1 2 1 2", "1 2 2 2");
    const another = byAnnotators("1 2 1.0 2", "1 2 2 2.0");
    for (const level of ["ordinal", "interval", "ratio"] as const) {
      expect(alphaOf(another, level)).toBeCloseTo(Number(alphaOf(oneWay, level)), 12);
    }
  });
});
