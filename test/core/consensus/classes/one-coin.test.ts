import { describe, expect, it } from "vitest";
import type { ClassAnswers } from "../../../../core/consensus/classes/class-answers.ts";
import { oneCoin, smoothedSkill, uniformLogPrior, weighOneCoin } from "../../../../core/consensus/classes/one-coin.ts";
import { readPosterior } from "../../../../core/consensus/classes/read-out.ts";
import { type AnswerRow, answerTable, rowOf } from "./answer-table.ts";

const posteriorUnder = (answers: ClassAnswers, skill: readonly number[]): Float64Array => {
  const log = new Float64Array(answers.items * answers.labels);
  weighOneCoin(answers, Float64Array.from(skill), log);
  const posterior = new Float64Array(log.length);
  readPosterior({ log, logPrior: uniformLogPrior(answers.labels) }, answers, undefined, posterior);
  return posterior;
};

describe("one coin: Toloka's worked figures for known skills", () => {
  const [ok, bad] = [0, 1];
  const skills = [0.7, 0.9, 0.8];
  it.each<{ name: string; rows: readonly AnswerRow[]; label: number; expected: number }>([
    {
      name: "two agree",
      rows: [
        [0, 0, ok],
        [0, 1, ok],
      ],
      label: ok,
      expected: 0.976744,
    },
    {
      name: "the better of two outweighs",
      rows: [
        [0, 0, ok],
        [0, 1, bad],
      ],
      label: bad,
      expected: 0.760563,
    },
    {
      name: "a third joins",
      rows: [
        [0, 0, ok],
        [0, 1, bad],
        [0, 2, bad],
      ],
      label: bad,
      expected: 0.962138,
    },
  ])("$name", ({ rows, label, expected }) => {
    const answers = answerTable(rows, { annotators: 3, labels: 3 });
    expect(posteriorUnder(answers, skills)[label]).toBeCloseTo(expected, 6);
  });

  it("starts a stranger at one half, and never lets skill reach 0 or 1", () => {
    expect([smoothedSkill(0, 0), smoothedSkill(9, 9), smoothedSkill(0, 9)]).toEqual([0.5, 0.95, 0.05]);
  });
});

describe("one coin", () => {
  it("trusts whoever is right elsewhere where two disagree", () => {
    const rows: AnswerRow[] = [];
    for (let item = 0; item < 20; item += 1) {
      const truth = item % 2;
      rows.push([item, 0, truth], [item, 1, truth], [item, 2, item % 4 < 2 ? truth : 1 - truth]);
    }
    rows.push([20, 0, 1], [20, 2, 0]);
    const fit = oneCoin(answerTable(rows));
    expect(rowOf(fit.posterior, 20, 2)[1]).toBeGreaterThan(0.9);
    expect(fit.skill[0]).toBeGreaterThan(fit.skill[2]!);
  });

  it("does not give the whole set to one label when labels are rare", () => {
    const rows: AnswerRow[] = [];
    for (let item = 0; item < 30; item += 1)
      for (let who = 0; who < 3; who += 1) rows.push([item, who, item < 28 ? 0 : 1]);
    const fit = oneCoin(answerTable(rows));
    expect(rowOf(fit.posterior, 29, 2)[1]).toBeGreaterThan(0.99);
  });

  it("takes gold's word against everybody, and lowers the skill of whoever it proves wrong", () => {
    const answers = answerTable([
      [0, 0, 0],
      [0, 1, 0],
      [1, 0, 1],
      [1, 1, 1],
    ]);
    const fit = oneCoin(answers, Int32Array.of(1, -1));
    expect(rowOf(fit.posterior, 0, 2)).toEqual([0, 1]);
    expect(rowOf(fit.confidence, 0, 2)).toEqual([0, 1]);
    expect(fit.skill[0]).toBeLessThan(oneCoin(answers).skill[0]!);
  });
});
