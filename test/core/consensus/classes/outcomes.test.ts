import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { winnersOf } from "../../../../core/consensus/classes/class-fit.ts";
import { type ItemAnswer, outcomeOf } from "../../../../core/consensus/classes/outcomes.ts";
import { fitShrinkage } from "../../../../core/consensus/classes/shrinkage.ts";
import { type ShrinkageFit, STRANGER } from "../../../../core/consensus/classes/shrinkage-fit.ts";
import { readOut } from "../../../../core/consensus/classes/shrinkage-read-out.ts";
import { answersOf, anyWorld, likelyWorld, type World } from "./answer-worlds.ts";

const worlds = fc.oneof(anyWorld, likelyWorld);

const itemOf = (world: World, item: number): readonly ItemAnswer[] =>
  world.rows.filter((row) => row.item === item).map(({ annotator, label }) => ({ kind: "labelled", annotator, label }));

/** Three annotators of a small project in which labels 0 and 1 are common and 2 stands for none of these. */
const fit: ShrinkageFit = fitShrinkage(
  answersOf({
    items: 12,
    annotators: 3,
    labels: 3,
    rows: Array.from({ length: 36 }, (_, at) => ({
      item: Math.floor(at / 3),
      annotator: at % 3,
      label: at === 4 ? 2 : Math.floor(at / 3) % 2,
    })),
  }),
);
const labelled = (annotator: number, label: number): ItemAnswer => ({ kind: "labelled", annotator, label });
const cannotTell = (annotator: number): ItemAnswer => ({ kind: "cant_tell", annotator });
const unusable = (annotator: number): ItemAnswer => ({ kind: "unusable", annotator });
const settings = { noneFit: 2 };

describe("an item's outcome", () => {
  it("is exactly the plain read-out where nobody used a special answer", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const answers = answersOf(world);
        const learned = fitShrinkage(answers);
        const { posterior, confidence } = readOut(answers, learned);
        const winners = winnersOf(posterior, world.labels);
        for (let item = 0; item < world.items; item += 1) {
          const given = itemOf(world, item);
          const outcome = outcomeOf(given, learned);
          expect(outcome.classes).toEqual(confidence.slice(item * world.labels, (item + 1) * world.labels));
          expect(outcome.cantTell).toBe(0);
          if (given.length === 0) expect(outcome.winner).toBe("unanswered");
          else expect([outcome.label, outcome.isTied]).toEqual([winners.label[item], winners.tied[item] === 1]);
        }
      }),
    );
  });

  it("never makes a class surer when labels are replaced by: I can't tell", () => {
    fc.assert(
      fc.property(worlds, fc.nat(), fc.infiniteStream(fc.boolean()), fc.boolean(), (world, pick, replaced, isNew) => {
        const learned = fitShrinkage(answersOf(world));
        // An annotator nobody has met is doubted in the same way.
        const given = itemOf(world, pick % world.items).map((answer) =>
          isNew ? { ...answer, annotator: STRANGER } : answer,
        );
        let before = outcomeOf(given, learned);
        const now = [...given];
        for (const [at, answer] of given.entries()) {
          if (replaced.next().value !== true) continue;
          now[at] = cannotTell(answer.annotator);
          const after = outcomeOf(now, learned);
          for (const [label, chance] of after.classes.entries())
            expect(chance).toBeLessThanOrEqual(before.classes[label]! + 1e-12);
          expect(after.cantTell).toBeGreaterThanOrEqual(before.cantTell - 1e-12);
          before = after;
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is shares of one whole, whatever was answered", () => {
    const kinds = fc.constantFrom("labelled", "none_fit", "cant_tell", "unusable");
    const answers = fc.array(fc.record({ kind: kinds, annotator: fc.integer({ min: -1, max: 4 }), label: fc.nat(2) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(answers, (given) => {
        const { classes, cantTell, isTied } = outcomeOf(given, fit, settings);
        const all = [...classes, cantTell];
        expect(all.every((chance) => chance >= 0 && chance < 1)).toBe(true);
        expect(all.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
        expect(typeof isTied).toBe("boolean");
        expect(outcomeOf(given.toReversed(), fit, settings)).toEqual(outcomeOf(given, fit, settings));
      }),
    );
  });

  it("lets none of these win as a class does", () => {
    const answers: readonly ItemAnswer[] = [0, 1, 2].map((annotator) => ({ kind: "none_fit", annotator }));
    const outcome = outcomeOf(answers, fit, settings);
    expect([outcome.winner, outcome.label]).toEqual(["none_fit", 2]);
    expect(outcome.noneFit).toBe(outcome.classes[2]);
  });

  it("refuses that none fits where the fit has no class for it", () => {
    expect(() => outcomeOf([{ kind: "none_fit", annotator: 0 }], fit)).toThrow("has a class for them");
  });

  it("says that nobody can tell where nobody could, however common a class is", () => {
    // Nobody is known to be good here, so nobody's doubt weighs much against so common a class.
    const nobody = fitShrinkage(answersOf({ items: 0, annotators: 3, labels: 3, rows: [] }));
    const common = { ...nobody, classPrior: Float64Array.of(0.98, 0.01, 0.01) };
    for (const count of [1, 2, 3]) {
      const outcome = outcomeOf([0, 1, 2].slice(0, count).map(cannotTell), common, settings);
      expect([outcome.winner, outcome.label]).toEqual(["cant_tell", -1]);
      expect(outcome.cantTell).toBeGreaterThanOrEqual((count + 1) / (count + 2) - 1e-8);
      expect(outcome.cantTell).toBeLessThan(1);
    }
  });

  it("follows two who can tell against one who cannot, less surely", () => {
    const sure = outcomeOf([labelled(0, 0), labelled(1, 0), labelled(2, 0)], fit, settings);
    const less = outcomeOf([labelled(0, 0), labelled(1, 0), cannotTell(2)], fit, settings);
    expect([less.winner, less.label]).toEqual(["labelled", 0]);
    expect(less.classes[0]!).toBeLessThan(sure.classes[0]!);
    expect(less.cantTell).toBeGreaterThan(0);
  });

  it("believes two who find it unusable whatever others say, and asks again after one", () => {
    const others = [labelled(0, 0), labelled(1, 0)];
    const one = outcomeOf([...others, unusable(2)], fit, settings);
    expect([one.winner, one.label, one.wantsSecondOpinion]).toEqual(["labelled", 0, true]);
    expect(one.classes).toEqual(outcomeOf(others, fit, settings).classes);
    const two = outcomeOf([...others, unusable(2), unusable(3)], fit, settings);
    expect([two.winner, two.label, two.wantsSecondOpinion]).toEqual(["unusable", -1, false]);
    expect(outcomeOf([unusable(2), unusable(2)], fit, settings).winner).toBe("unanswered");
  });

  it("shows the classes' priors where nobody answered", () => {
    const outcome = outcomeOf([], fit, settings);
    expect([outcome.winner, outcome.label, outcome.isTied]).toEqual(["unanswered", -1, false]);
    for (const [label, chance] of outcome.classes.entries()) expect(chance).toBeCloseTo(fit.classPrior[label]!, 6);
  });

  it("doubts a project's only label by those who cannot tell", () => {
    const only = fitShrinkage(answersOf({ items: 1, annotators: 2, labels: 1, rows: [] }));
    const [all, half] = [
      [labelled(0, 0), labelled(1, 0)],
      [labelled(0, 0), cannotTell(1)],
    ];
    expect(outcomeOf(half, only).classes[0]!).toBeLessThan(outcomeOf(all, only).classes[0]!);
    expect(outcomeOf([cannotTell(0), cannotTell(1)], only).winner).toBe("cant_tell");
  });

  it("bounds what many labels could have been", () => {
    const many = fitShrinkage(
      answersOf({ items: 1, annotators: 1, labels: 200, rows: [{ item: 0, annotator: 0, label: 3 }] }),
    );
    const before = outcomeOf([labelled(0, 3), labelled(1, 3)], many);
    const after = outcomeOf([labelled(0, 3), cannotTell(1)], many);
    for (const [label, chance] of after.classes.entries())
      expect(chance).toBeLessThanOrEqual(before.classes[label]! + 1e-12);
  });
});
