import { describe, expect, it } from "vitest";
import { dawidSkene, fitDawidSkene } from "../../../../core/consensus/classes/dawid-skene.ts";
import { type AnswerRow, answerTable, rowOf } from "./answer-table.ts";
import { anaesthetists, PATIENT_CLASSES, RESPONSES } from "./dawid-skene-1979.ts";

const toConvergence = { iterationsMax: 1000, changeMax: 1e-12 };

describe("Dawid–Skene on the patients of 1979", () => {
  const fit = fitDawidSkene(anaesthetists(), undefined, toConvergence);

  it("reaches the likelihood of the published maximum", () => {
    expect(fit.logLikelihood).toBeCloseTo(-192.8908812142, 6);
  });

  it.each([
    [1, -205.0911],
    [2, -194.551],
    [5, -192.9093],
    [10, -192.89101],
  ])("climbs there by the same steps: after %i of them", (iterationsMax, expected) => {
    const after = fitDawidSkene(anaesthetists(), undefined, { iterationsMax, changeMax: -1 });
    expect(after.logLikelihood).toBeCloseTo(expected, 4);
  });

  it("learns how common each class is", () => {
    fit.logPrior.forEach((log, at) => {
      expect(Math.abs(Math.exp(log) - PATIENT_CLASSES[at]!)).toBeLessThan(1e-4);
    });
  });

  it("learns every observer's table", () => {
    const off = RESPONSES.flatMap((table, observer) =>
      table.flatMap((row, label) => row.map((share, said) => Math.abs(fit.response(observer, label, said) - share))),
    );
    expect(Math.max(...off)).toBeLessThan(1e-4);
  });

  it.each([
    { patient: 7, expected: [0.981, 0.019, 0, 0] },
    { patient: 30, expected: [0.9991, 0.0009, 0, 0] },
    { patient: 35, expected: [0, 0.948, 0.052, 0] },
    { patient: 38, expected: [0, 0.0212, 0.9788, 0] },
    { patient: 42, expected: [0.9998, 0.0002, 0, 0] },
    { patient: 2, expected: [0, 0, 0, 1] },
    { patient: 11, expected: [0, 0, 0, 1] },
    { patient: 36, expected: [0, 0, 0, 1] },
    { patient: 3, expected: [0, 1, 0, 0] },
    { patient: 12, expected: [0, 0, 1, 0] },
  ])("is as sure of patient $patient as they were", ({ patient, expected }) => {
    rowOf(fit.posterior, patient - 1, 4).forEach((chance, at) => {
      expect(Math.abs(chance - expected[at]!)).toBeLessThan(6e-4);
    });
  });
});

describe("Dawid–Skene", () => {
  it("learns that one annotator always says the opposite, and believes the opposite of her", () => {
    const rows: AnswerRow[] = [];
    for (let item = 0; item < 30; item += 1) {
      const truth = item % 2;
      rows.push([item, 0, truth], [item, 1, truth], [item, 2, 1 - truth]);
    }
    rows.push([30, 2, 0]);
    expect(rowOf(dawidSkene(answerTable(rows)).posterior, 30, 2)[1]).toBeGreaterThan(0.99);
  });

  it("counts each of several answers of one annotator to an item", () => {
    const others: AnswerRow[] = [];
    for (let item = 1; item < 20; item += 1) others.push([item, 0, item % 2], [item, 1, item % 3 ? item % 2 : 1]);
    const oncePosterior = dawidSkene(answerTable([[0, 0, 0], [0, 1, 1], ...others])).posterior;
    const thricePosterior = dawidSkene(answerTable([[0, 0, 0], [0, 1, 1], [0, 1, 1], [0, 1, 1], ...others])).posterior;
    expect(thricePosterior[1]).toBeGreaterThan(oncePosterior[1]!);
  });

  it("takes gold's word, and learns from it", () => {
    const answers = answerTable([
      [0, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
      [1, 1, 1],
      [2, 0, 1],
      [2, 1, 1],
    ]);
    const fit = dawidSkene(answers, Int32Array.of(-1, 1, 1));
    expect(rowOf(fit.posterior, 1, 2)).toEqual([0, 1]);
    expect(rowOf(fit.confidence, 1, 2)).toEqual([0, 1]);
    expect(fit.skill[1]).toBeGreaterThan(fit.skill[0]!);
  });
});
