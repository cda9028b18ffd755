import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { winnersOf } from "../../../../core/consensus/classes/class-fit.ts";
import { type Predictions, withPredictions } from "../../../../core/consensus/classes/predictions.ts";
import { shrinkage } from "../../../../core/consensus/classes/shrinkage.ts";
import { seeded } from "../../../../core/seeded.ts";
import { answered, answersOf, anyWorld, likelyWorld, type World } from "./answer-worlds.ts";
import { figuresOf } from "./calibration.ts";

const worlds = fc.oneof(anyWorld, likelyWorld);

/** Predictions of a model that is right so often and always says so surely. */
const model = (world: World & { truth: Int32Array }, accuracy: number, sureness: number, seed: number): Predictions => {
  const random = seeded(seed);
  const rows = new Float64Array(world.items * world.labels).fill((1 - sureness) / (world.labels - 1));
  for (const [item, truth] of world.truth.entries()) {
    const wrong = (truth + random.whole(1, world.labels - 1)) % world.labels;
    rows[item * world.labels + (random.chance(accuracy) ? truth : wrong)] = sureness;
  }
  return { kind: "probabilities", rows };
};

/** Of any model: now one that guesses, now one that mostly says what people say and so is believed. */
const anyPredictions = (world: World, leaders: Int32Array, seed: number): Predictions => {
  const random = seeded(seed);
  const agreement = random.pick([0, 0.9, 0.97]);
  const guessed = () => random.whole(-1, world.labels - 1);
  if (random.chance(0.5))
    return { kind: "labels", label: leaders.map((leader) => (random.chance(agreement) ? leader : guessed())) };
  const rows = Float64Array.from(
    { length: world.items * world.labels },
    () => random.next() ** random.pick([1, 8, 100]),
  );
  for (const [item, leader] of leaders.entries())
    if (random.chance(agreement)) rows[item * world.labels + leader]! += 20;
  return { kind: "probabilities", rows };
};

describe("a model's predictions", () => {
  it("never replace a winner that people have alone, in label or in probability", () => {
    fc.assert(
      fc.property(worlds, fc.nat(), (world, seed) => {
        const answers = answersOf(world);
        const people = shrinkage(answers);
        const before = winnersOf(people.posterior, world.labels);
        const fit = withPredictions(people, answers, anyPredictions(world, before.label, seed));
        const after = winnersOf(fit.posterior, world.labels);
        for (let item = 0; item < world.items; item += 1) {
          const isAnswered = answers.starts[item + 1]! > answers.starts[item]!;
          expect(fit.isDecided[item]).toBe(isAnswered ? 1 : 0);
          const [was, is] = [people, fit].map(({ confidence }) =>
            confidence.subarray(item * world.labels, (item + 1) * world.labels),
          );
          expect(is!.every((chance) => chance > 0 && chance < 1)).toBe(true);
          expect(is!.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
          if (!isAnswered || before.tied[item] === 1) continue;
          const winner = before.label[item]!;
          expect([after.label[item], after.tied[item]]).toEqual([winner, 0]);
          if (was![winner] === Math.max(...was!)) expect(is![winner]).toBe(Math.max(...is!));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("break a tie among the tied labels only", () => {
    const agreed = Array.from({ length: 30 }, (_, item) => [item % 3, item % 3]);
    const answers = answered(3, [...agreed, [0, 1], [1, 0]]);
    const people = shrinkage(answers);
    expect([...winnersOf(people.posterior, 3).tied.slice(30)]).toEqual([1, 1]);
    const rows = new Float64Array(32 * 3);
    for (let item = 0; item < 30; item += 1) rows[item * 3 + (item % 3)] = 1;
    rows.set([0.1, 0.2, 0.7, 0.3, 0.1, 0.6], 90);
    const { label, tied } = winnersOf(withPredictions(people, answers, { kind: "probabilities", rows }).posterior, 3);
    expect([...label.slice(30), ...tied.slice(30)]).toEqual([1, 0, 0, 0]);
  });

  it("decide nothing where nobody answered, and are shown", () => {
    const agreed = Array.from({ length: 40 }, (_, item) => [item % 2, item % 2]);
    const answers = answered(2, [...agreed, []]);
    const label = Int32Array.from({ length: 41 }, (_, item) => item % 2);
    const fit = withPredictions(shrinkage(answers), answers, { kind: "labels", label });
    expect(fit.isDecided[40]).toBe(0);
    expect(fit.confidence[80]!).toBeGreaterThan(0.6);
  });

  it("make people surer where the model is good and agrees, less sure where it does not", () => {
    const agreed = Array.from({ length: 40 }, (_, item) => [item % 2, item % 2]);
    const answers = answered(2, agreed);
    const people = shrinkage(answers);
    const label = Int32Array.from({ length: 40 }, (_, item) => (item === 0 ? 1 : item % 2));
    const fit = withPredictions(people, answers, { kind: "labels", label });
    expect(fit.confidence[2 * 2]!).toBeGreaterThan(people.confidence[2 * 2]!);
    expect(fit.confidence[0]!).toBeLessThan(people.confidence[0]!);
  });

  it("are worth nothing where the model only ever says what is commonest", () => {
    const agreed = Array.from({ length: 40 }, (_, item) => (item % 4 === 0 ? [1, 1] : [0, 0]));
    const answers = answered(2, agreed);
    const people = shrinkage(answers);
    const fit = withPredictions(people, answers, { kind: "labels", label: new Int32Array(40) });
    expect(fit.calibration.weight).toBeLessThan(0.1);
    for (const [at, chance] of fit.confidence.entries())
      expect(Math.abs(chance - people.confidence[at]!)).toBeLessThan(0.02);
  });

  it("leave gold as it is, and may outvote people where that is asked for", () => {
    // The third annotator errs on every third item, and alone answers the last.
    const rows = Array.from({ length: 180 }, (_, at) => {
      const item = Math.floor(at / 3);
      return { item, annotator: at % 3, label: (item + (at % 3 === 2 && item % 3 === 0 ? 1 : 0)) % 2 };
    });
    const size = { items: 61, annotators: 3, labels: 2 };
    const answers = answersOf({ ...size, rows: [...rows, { item: 60, annotator: 2, label: 0 }] });
    const gold = new Int32Array(61).fill(-1);
    gold[1] = 0;
    const label = Int32Array.from({ length: 61 }, (_, item) => item % 2);
    label[60] = 1;
    const people = shrinkage(answers, gold);
    const held = withPredictions(people, answers, { kind: "labels", label }, { gold });
    expect([...held.confidence.subarray(2, 4)]).toEqual([1, 0]);
    expect(winnersOf(held.posterior, 2).label[60]).toBe(0);
    expect(held.confidence[120]!).toBeGreaterThan(0.5);
    expect(held.confidence[120]!).toBeLessThan(people.confidence[120]!);
    const loose = withPredictions(people, answers, { kind: "labels", label }, { gold, mayOutvote: true });
    expect([...loose.confidence.subarray(2, 4)]).toEqual([1, 0]);
    expect(winnersOf(loose.posterior, 2).label[60]).toBe(1);
    expect(loose.confidence[120]!).toBeLessThan(0.5);
  });

  it("that are good lower the error of probabilities, and that are too sure of themselves are cooled", () => {
    let [before, after, bad, temperature] = [0, 0, 0, 0];
    const sample = fc.sample(likelyWorld, { numRuns: 60, seed: 5 });
    for (const [seed, world] of sample.entries()) {
      const answers = answersOf(world);
      const people = shrinkage(answers);
      const nll = (fit: typeof people) => figuresOf(fit, world.truth, world.labels).nll / sample.length;
      before += nll(people);
      after += nll(withPredictions(people, answers, model(world, 0.9, 0.9, seed)));
      const poor = withPredictions(people, answers, model(world, 0.5, 0.99, seed));
      bad += nll(poor);
      temperature += poor.calibration.temperature / sample.length;
    }
    expect(after).toBeLessThan(before * 0.95);
    expect(bad).toBeLessThan(before * 1.05);
    expect(temperature).toBeGreaterThan(1.5);
  });

  it.each<readonly [string, Predictions]>([
    ["too few rows", { kind: "probabilities", rows: new Float64Array(3) }],
    ["a negative chance", { kind: "probabilities", rows: Float64Array.of(1, 0, -1, 2) }],
    ["no number", { kind: "probabilities", rows: Float64Array.of(1, 0, Number.NaN, 2) }],
    ["an unknown label", { kind: "labels", label: Int32Array.of(0, 2) }],
    ["too few labels", { kind: "labels", label: Int32Array.of(0) }],
  ])("are refused with %s", (_, predictions) => {
    const answers = answered(2, [[0], [1]]);
    expect(() => withPredictions(shrinkage(answers), answers, predictions)).toThrow("predictions do not fit");
  });
});
