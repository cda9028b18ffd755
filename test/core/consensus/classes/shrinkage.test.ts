import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { winnersOf } from "../../../../core/consensus/classes/class-fit.ts";
import { fitShrinkage, shrinkage } from "../../../../core/consensus/classes/shrinkage.ts";
import { CELLS_MOST, STRANGER } from "../../../../core/consensus/classes/shrinkage-fit.ts";
import { readOut } from "../../../../core/consensus/classes/shrinkage-read-out.ts";
import { seeded } from "../../../../core/seeded.ts";
import { answered, answersOf, anyWorld, likelyWorld, type World } from "./answer-worlds.ts";

const shuffled = <One>(all: readonly One[], seed: number): readonly One[] => {
  const random = seeded(seed);
  return all
    .map((one) => ({ one, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
};

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

/** Every number a probability, every row summing to 1, and nothing certain. */
const expectSound = (world: World): void => {
  const { posterior, confidence, skill } = shrinkage(answersOf(world));
  for (const rows of [posterior, confidence])
    for (const item of upTo(world.items)) {
      const row = rows.subarray(item * world.labels, (item + 1) * world.labels);
      expect(row.every((chance) => chance >= 0 && chance <= 1)).toBe(true);
      expect(row.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
    }
  expect(confidence.every((chance) => chance < 1)).toBe(true);
  expect(skill.every((share) => share > 0 && share < 1)).toBe(true);
};

describe("the default's properties", () => {
  it("says the same to the bit in whatever order answers arrived", () => {
    fc.assert(
      fc.property(likelyWorld, fc.nat(), (world, seed) => {
        const other = { ...world, rows: shuffled(world.rows, seed) };
        expect(shrinkage(answersOf(other))).toEqual(shrinkage(answersOf(world)));
      }),
    );
  });

  it("says the same of renamed items, annotators and labels, ties included", () => {
    fc.assert(
      fc.property(fc.oneof(anyWorld, likelyWorld), fc.nat(), (world, seed) => {
        const item = shuffled(upTo(world.items), seed);
        const annotator = shuffled(upTo(world.annotators), seed + 1);
        const label = shuffled(upTo(world.labels), seed + 2);
        const rows = world.rows.map((row) => ({
          item: item[row.item]!,
          annotator: annotator[row.annotator]!,
          label: label[row.label]!,
        }));
        const before = shrinkage(answersOf(world));
        const after = shrinkage(answersOf({ ...world, rows }));
        const tied = winnersOf(before.posterior, world.labels).tied;
        const tiedAfter = winnersOf(after.posterior, world.labels).tied;
        for (const i of upTo(world.items)) {
          expect(tiedAfter[item[i]!]).toBe(tied[i]);
          for (const l of upTo(world.labels))
            for (const reading of ["posterior", "confidence"] as const) {
              const renamed = after[reading][item[i]! * world.labels + label[l]!]!;
              expect(Math.abs(renamed - before[reading][i * world.labels + l]!)).toBeLessThan(1e-9);
            }
        }
      }),
    );
  });

  it("gives probabilities below certainty for any answers at all", () => {
    fc.assert(fc.property(anyWorld, expectSound));
  });

  it("keeps a winner when somebody new agrees, everything being learned anew", () => {
    fc.assert(
      fc.property(fc.oneof(anyWorld, likelyWorld), fc.nat(), (world, pick) => {
        const item = pick % world.items;
        const before = winnersOf(shrinkage(answersOf(world)).posterior, world.labels);
        if (before.tied[item] === 1 || !world.rows.some((row) => row.item === item)) return;
        const label = before.label[item]!;
        const rows = [...world.rows, { item, annotator: world.annotators, label }];
        const after = winnersOf(
          shrinkage(answersOf({ ...world, annotators: world.annotators + 1, rows })).posterior,
          world.labels,
        );
        expect([after.label[item], after.tied[item]]).toEqual([label, 0]);
      }),
      { numRuns: 300 },
    );
  });

  it("makes a winner no less likely when a stranger agrees, skills being fixed and the mean one at least even", () => {
    fc.assert(
      fc.property(likelyWorld, fc.nat(), (world, pick) => {
        const answers = answersOf(world);
        const fit = fitShrinkage(answers);
        expect(fit.strangerSkill).toBeGreaterThanOrEqual(0.5);
        const item = pick % world.items;
        const [from, to] = [answers.starts[item]!, answers.starts[item + 1]!];
        const own = { annotator: [...answers.annotator.slice(from, to)], label: [...answers.label.slice(from, to)] };
        const alone = (annotator: readonly number[], label: readonly number[]) =>
          readOut(
            {
              ...answers,
              items: 1,
              starts: Int32Array.of(0, annotator.length),
              annotator: Int32Array.from(annotator),
              label: Int32Array.from(label),
            },
            fit,
          ).posterior;
        const before = alone(own.annotator, own.label);
        const winner = winnersOf(before, world.labels).label[0]!;
        const after = alone([...own.annotator, STRANGER], [...own.label, winner]);
        expect(after[winner]!).toBeGreaterThanOrEqual(before[winner]! - 1e-12);
      }),
    );
  });
});

describe("the default at its edges", () => {
  it.each([1, 2, 5, 40])("follows all who agree, %i an item, and stays below certainty", (count) => {
    const { posterior, confidence } = shrinkage(
      answered(
        3,
        upTo(20).map((item) => Array(count).fill(item % 3)),
      ),
    );
    const { label, tied } = winnersOf(posterior, 3);
    expect([...label]).toEqual(upTo(20).map((item) => item % 3));
    expect(tied.every((flag) => flag === 0)).toBe(true);
    for (const item of upTo(20)) {
      expect(confidence[item * 3 + (item % 3)]!).toBeGreaterThan(0.5);
      expect(confidence[item * 3 + (item % 3)]!).toBeLessThan(1);
    }
  });

  it("is below certainty after a thousand people agreed on a thousand items", () => {
    const { confidence } = shrinkage(
      answered(
        2,
        upTo(1000).map((item) => Array(1000).fill(item % 2)),
      ),
    );
    expect(Math.max(...confidence.subarray(0, 2))).toBeLessThan(1);
  });

  it("gives nothing for nothing", () => {
    const { posterior, confidence, skill } = shrinkage(answersOf({ items: 0, annotators: 0, labels: 3, rows: [] }));
    expect([posterior.length, confidence.length, skill.length]).toEqual([0, 0, 0]);
  });

  it("holds every label equally likely, and a tie, before anybody answered", () => {
    const { posterior, skill } = shrinkage(answersOf({ items: 1, annotators: 2, labels: 4, rows: [] }));
    expect([...posterior]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(winnersOf(posterior, 4).tied[0]).toBe(1);
    expect(skill[0]).toBeCloseTo(4 / 6, 12);
  });

  it("believes one annotator's one answer by half and more, never wholly", () => {
    const { posterior, confidence } = shrinkage(answered(2, [[1]]));
    expect(posterior[1]).toBeGreaterThan(0.5);
    expect(confidence[1]).toBeLessThan(0.95);
  });

  it("reports a tie where everybody contradicts somebody alike", () => {
    const { posterior } = shrinkage(
      answered(2, [
        [0, 1],
        [1, 0],
        [0, 1],
        [1, 0],
      ]),
    );
    expect([...winnersOf(posterior, 2).tied]).toEqual([1, 1, 1, 1]);
  });

  it("doubts even where a project has one label only", () => {
    const { posterior, confidence } = shrinkage(answered(1, [[0, 0], [0], []]));
    expect([...posterior]).toEqual([1, 1, 1]);
    expect(confidence.every((chance) => chance > 0.9 && chance < 1)).toBe(true);
  });

  it("is sure of gold, and learns from it who is right", () => {
    const rows = upTo(12).map(() => [0, 1, 1]);
    const gold = Int32Array.from(upTo(12), (item) => (item < 11 ? 0 : -1));
    const { posterior, confidence, skill } = shrinkage(answered(2, rows), gold);
    expect([...confidence.subarray(0, 2)]).toEqual([1, 0]);
    expect(skill[0]!).toBeGreaterThan(skill[1]!);
    expect(winnersOf(posterior, 2).label[11]).toBe(0);
    expect(Math.max(...confidence.subarray(22))).toBeLessThan(1);
  });
});

describe("the default with very many labels", () => {
  const thousand = (annotators: number): World => {
    const random = seeded(7);
    const rows = upTo(300).flatMap((item) =>
      upTo(4).map((at) => ({
        item,
        annotator: (item + at * 7) % annotators,
        label: random.chance(0.7) ? item : random.whole(0, 999),
      })),
    );
    return { items: 300, annotators, labels: 1000, rows };
  };

  it("keeps no table of its own for each of thirty annotators of a thousand labels, and decides", () => {
    const world = thousand(30);
    expect(30 * 1000 * 1000).toBeGreaterThan(CELLS_MOST);
    const answers = answersOf(world);
    expect(fitShrinkage(answers).logErrors.length).toBe(0);
    const { label } = winnersOf(shrinkage(answers).posterior, 1000);
    expect(upTo(300).filter((item) => label[item] === item).length).toBeGreaterThan(270);
  });

  it("keeps tables where few annotators make them small", () => {
    const answers = answersOf(thousand(3));
    expect(fitShrinkage(answers).logErrors.length).toBe(3 * 1000 * 1000);
    expect(shrinkage(answers).confidence.every((chance) => chance > 0 && chance < 1)).toBe(true);
  });
});
