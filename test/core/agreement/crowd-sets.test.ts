import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { krippendorffAlpha } from "../../../core/agreement/alpha.ts";
import { nominalAlpha } from "../../../core/agreement/nominal-alpha.ts";
import { numericAnswers } from "../../../core/agreement/numeric-answers.ts";
import { type CrowdSetName, crowdFile, crowdSet, hasCrowdSets } from "../../support/crowd-sets.ts";
import { figureValue } from "./reliability.ts";

const NOTHING_SHOWN = "no crowd sets beside the repository: not shown";

/** What the Python package krippendorff 0.9.0 gives for the same files. */
const NOMINAL: readonly (readonly [CrowdSetName, number])[] = [
  ["bluebird", 0.125501],
  ["dog", 0.519418],
  ["rte", 0.241479],
  ["web", 0.210421],
  ["cf", 0.576837],
  ["music_genre_ms", 0.301031],
  ["sp_amt", 0.737688],
  ["zencrowd_in", 0.164594],
  ["d_product", 0.157473],
  ["d_possent", 0.149302],
];

describe("real answers have the alpha that another program gives them", () => {
  for (const [name, expected] of NOMINAL) {
    it(`labels of ${name}`, (context) => {
      if (!hasCrowdSets()) return void context.annotate(NOTHING_SHOWN);
      expect(figureValue(nominalAlpha(crowdSet(name).answers).figure())).toBeCloseTo(expected, 6);
    });
  }

  it.for([
    ["nominal", 0.147777],
    ["ordinal", 0.376677],
    ["interval", 0.357485],
  ] as const)("feelings from −100 to 100, %s", ([level, expected], context) => {
    if (!hasCrowdSets()) return void context.annotate(NOTHING_SHOWN);
    const rows = readFileSync(crowdFile("n_emotion", "answer.csv"), "utf8").trim().split(/\r?\n/).slice(1);
    const cells = rows.map((row) => row.split(","));
    const numbered = (column: number): Int32Array => {
      const names = [...new Set(cells.map((row) => row[column] ?? ""))].sort();
      return Int32Array.from(cells, (row) => names.indexOf(row[column] ?? ""));
    };
    const { answers, values } = numericAnswers(
      { item: numbered(0), annotator: numbered(1), value: Float64Array.from(cells, (row) => Number(row[2])) },
      { items: 700, annotators: 38 },
    );
    expect(
      figureValue(krippendorffAlpha(answers, level === "nominal" ? { level } : { level, values }).figure()),
    ).toBeCloseTo(expected, 6);
  });
});

describe("answers that are numbers", () => {
  it("become labels in ascending order, and keep their values", () => {
    const rows = {
      item: Int32Array.of(0, 0, 1),
      annotator: Int32Array.of(1, 0, 0),
      value: Float64Array.of(2.5, -1, 2.5),
    };
    const { answers, values } = numericAnswers(rows, { items: 2, annotators: 2 });
    expect([...values]).toEqual([-1, 2.5]);
    expect([...answers.label]).toEqual([0, 1, 1]);
  });

  it("are refused where they are none", () => {
    const rows = { item: Int32Array.of(0), annotator: Int32Array.of(0), value: Float64Array.of(Number.NaN) };
    expect(() => numericAnswers(rows, { items: 1, annotators: 1 })).toThrow("answer NaN is no number");
  });
});
