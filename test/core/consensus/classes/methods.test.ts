import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClassAnswers } from "../../../../core/consensus/classes/class-answers.ts";
import { type ClassFit, type ClassMethod, winnersOf } from "../../../../core/consensus/classes/class-fit.ts";
import { CLASS_METHODS, isClassMethodName } from "../../../../core/consensus/classes/methods.ts";
import { type AnswerRow, answerTable, rowOf } from "./answer-table.ts";

const methods = Object.entries(CLASS_METHODS).map(([name, method]): { name: string; method: ClassMethod } => ({
  name,
  method,
}));

const SIZES = { items: 7, annotators: 5, labels: 3 };
/** Answers with gaps, each annotator at most once an item. */
const tables = fc
  .array(fc.tuple(fc.nat(SIZES.items - 1), fc.nat(SIZES.annotators - 1), fc.nat(SIZES.labels - 1)), { maxLength: 30 })
  .map((rows): AnswerRow[] => [...new Map(rows.map((row) => [`${row[0]} ${row[1]}`, row])).values()]);

const everyNumber = (fit: ClassFit): number[] => [...fit.posterior, ...fit.confidence, ...fit.skill];
const sumsOf = (table: Float64Array, { items, labels }: ClassAnswers): number[] =>
  Array.from({ length: items }, (_, item) => rowOf(table, item, labels).reduce((sum, chance) => sum + chance, 0));

/** How far two tables are apart at most. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(0, ...Array.from(a, (value, at) => Math.abs(value - b[at]!)));

const expectSound = (answers: ClassAnswers, fit: ClassFit): void => {
  expect(everyNumber(fit).every((chance) => chance >= 0 && chance <= 1)).toBe(true);
  for (const sum of sumsOf(fit.posterior, answers)) expect(sum).toBeCloseTo(1, 9);
};

const CORNERS: Readonly<Record<string, ClassAnswers>> = {
  "no items at all": answerTable([]),
  "items without answers": answerTable([], { items: 3, annotators: 2, labels: 2 }),
  "one annotator": answerTable([
    [0, 0, 0],
    [1, 0, 1],
    [2, 0, 0],
  ]),
  "one item": answerTable([
    [0, 0, 0],
    [0, 1, 1],
    [0, 2, 1],
  ]),
  "one answer": answerTable([[0, 0, 0]], { labels: 2 }),
  "one label": answerTable([
    [0, 0, 0],
    [0, 1, 0],
    [1, 1, 0],
  ]),
  "a label that nobody gives": answerTable(
    [
      [0, 0, 0],
      [0, 1, 1],
    ],
    { labels: 4 },
  ),
  "a thousand labels": answerTable(
    Array.from({ length: 900 }, (_, at): AnswerRow => [at % 90, Math.floor(at / 90), (at * 37) % 1000]),
    { labels: 1000 },
  ),
  "nothing but ties": answerTable(
    Array.from({ length: 20 }, (_, at): AnswerRow => [Math.floor(at / 2), at % 2, at % 2]),
  ),
  "a hundred answers to one item": answerTable(
    Array.from({ length: 100 }, (_, at): AnswerRow => [0, at, 0]),
    {
      labels: 2,
    },
  ),
};

describe.each(methods)("$name", ({ method }) => {
  it.each(Object.entries(CORNERS))("has an answer for %s, and no NaN", (_, answers) => {
    expectSound(answers, method(answers));
  });

  it("has an answer for any answers, and no NaN", () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const answers = answerTable(rows, SIZES);
        expectSound(answers, method(answers));
      }),
    );
  });

  it("gives the same bits in any order of arrival", () => {
    fc.assert(
      fc.property(
        tables.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, shuffled]) => {
          expect(method(answerTable(shuffled, SIZES))).toEqual(method(answerTable(rows, SIZES)));
        },
      ),
    );
  });

  it("says the same whatever annotators, items and labels are called", () => {
    const reverse = ([item, who, label]: AnswerRow): AnswerRow => [
      SIZES.items - 1 - item,
      SIZES.annotators - 1 - who,
      SIZES.labels - 1 - label,
    ];
    fc.assert(
      fc.property(tables, (rows) => {
        const fit = method(answerTable(rows, SIZES));
        const renamed = method(answerTable(rows.map(reverse), SIZES));
        expect(apart(fit.posterior, renamed.posterior.toReversed())).toBeLessThan(1e-9);
        expect(apart(fit.confidence, renamed.confidence.toReversed())).toBeLessThan(1e-9);
        expect(apart(fit.skill, renamed.skill.toReversed())).toBeLessThan(1e-9);
      }),
    );
  });

  it("gives a tie where nothing tells two labels apart", () => {
    const answers = CORNERS["nothing but ties"]!;
    expect([...winnersOf(method(answers).posterior, answers.labels).tied]).toEqual(new Array(10).fill(1));
  });

  it("takes gold's word and is certain of it alone", () => {
    const answers = answerTable(
      [
        [0, 0, 0],
        [0, 1, 0],
        [1, 0, 1],
        [1, 1, 1],
      ],
      { items: 3, labels: 2 },
    );
    const fit = method(answers, Int32Array.of(1, -1, 0));
    for (const table of [fit.posterior, fit.confidence]) {
      expect([rowOf(table, 0, 2), rowOf(table, 2, 2)]).toEqual([
        [0, 1],
        [1, 0],
      ]);
    }
  });

  it("names the label on which all agree", () => {
    const rows = Array.from({ length: 40 }, (_, at): AnswerRow => [Math.floor(at / 4), at % 4, Math.floor(at / 4) % 2]);
    const answers = answerTable(rows);
    const { label, tied } = winnersOf(method(answers).posterior, 2);
    expect([...label]).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    expect([...tied]).not.toContain(1);
  });

  it("is never certain without gold, however many agree", () => {
    const answers = CORNERS["a hundred answers to one item"]!;
    expect(Math.max(...method(answers).confidence)).toBeLessThan(1);
  });

  // Maximum likelihood of full tables on few answers promises no such thing: one more vote can end at another maximum.
  if (method !== CLASS_METHODS["dawid-skene"])
    it("keeps the winner when somebody new agrees", () => {
      fc.assert(
        fc.property(tables, fc.nat(SIZES.items - 1), (rows, item) => {
          const sizes = { ...SIZES, annotators: SIZES.annotators + 1 };
          const before = winnersOf(method(answerTable(rows, sizes)).posterior, SIZES.labels);
          if (before.tied[item] === 1) return;
          const winner = before.label[item]!;
          const after = method(answerTable([...rows, [item, SIZES.annotators, winner]], sizes));
          expect(winnersOf(after.posterior, SIZES.labels).label[item]).toBe(winner);
        }),
      );
    });
});

describe("names of methods", () => {
  it("knows its own names, and no other", () => {
    expect([isClassMethodName("two-pass"), isClassMethodName("toString"), isClassMethodName("")]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
