import { describe, expect, it } from "vitest";
import { everyoneAlike, type SkillsSnapshot } from "../../../../core/consensus/online/skills-snapshot.ts";
import { forecast } from "../../../../core/consensus/stopping/forecast.ts";
import { decisionOf, forecastItem, worldOf } from "../../../../core/consensus/stopping/forecast-item.ts";
import type { StopPolicy } from "../../../../core/consensus/stopping/stop-policy.ts";
import { seeded } from "../../../../core/seeded.ts";

const policy: StopPolicy = { target: 0.95, overlap: { min: 2, max: 7 } };

/** Draws items one by one from the forecast's world. */
const simulated = (skill: number, labels: number, items: number) => {
  const world = worldOf(skill, labels, policy, 0.25);
  const { next } = seeded(7);
  let [annotations, squares, contested] = [0, 0, 0];
  for (let item = 0; item < items; item += 1) {
    const votes = Array.from({ length: labels }, () => 0);
    let answers = 0;
    for (;;) {
      const kind = decisionOf(votes, answers, world);
      if (kind !== "ask") {
        if (kind === "contested") contested += 1;
        break;
      }
      // An urn of three answers of such an annotator, and the item's own.
      let ball = next() * (3 + answers);
      const drawn = votes.findIndex((count, label) => {
        ball -= count + 3 * (label === 0 ? skill : (1 - skill) / (labels - 1));
        return ball < 0;
      });
      votes[drawn < 0 ? labels - 1 : drawn]! += 1;
      answers += 1;
    }
    annotations += answers;
    squares += answers ** 2;
  }
  const mean = annotations / items;
  return {
    annotations: mean,
    annotationsError: Math.sqrt((squares / items - mean ** 2) / items),
    contested: contested / items,
  };
};

describe("what a project will take", () => {
  it.each([
    [0.7, 2],
    [0.8, 3],
    [0.9, 5],
  ])("agrees with 20,000 items drawn at random: skill %f, %i labels", (skill, labels) => {
    const exact = forecastItem(skill, labels, policy, 0.25);
    const drawn = simulated(skill, labels, 20_000);
    expect(Math.abs(exact.annotations - drawn.annotations)).toBeLessThan(4 * drawn.annotationsError);
    expect(Math.abs(exact.contested - drawn.contested)).toBeLessThan(4 * Math.sqrt(0.25 / 20_000));
  });

  it("costs annotations times pay, for every item", () => {
    const { expected } = forecast({ items: 1_000, labels: 3, policy, payMicros: 500_000 });
    expect(expected.totalAnnotations).toBe(Math.round(expected.annotations * 1_000));
    expect(expected.totalMicros).toBe(expected.totalAnnotations * 500_000);
  });

  it("leaves less to reviewers the better the annotators are", () => {
    const { worse, expected, better } = forecast({ items: 10, labels: 2, policy, payMicros: 0 });
    expect(worse.contested).toBeGreaterThan(expected.contested);
    expect(expected.contested).toBeGreaterThan(better.contested);
    expect([worse.skill, expected.skill, better.skill]).toEqual([0.7, 0.8, 0.9]);
  });

  it("is exactly the overlap where the vendor fixed it", () => {
    const fixed = { target: 0.95, overlap: { min: 3, max: 3 } };
    expect(forecast({ items: 10, labels: 4, policy: fixed, payMicros: 1 }).expected.annotations).toBeCloseTo(3, 9);
  });

  it("takes its skills from a snapshot where there is one", () => {
    const alike = everyoneAlike(["a", "b"]);
    const skilled: SkillsSnapshot = {
      ...alike,
      snapshot: 2,
      annotators: [
        { id: "x", answered: 30, skill: 0.9 },
        { id: "y", answered: 10, skill: 0.7 },
      ],
    };
    expect(forecast({ items: 1, labels: 2, policy, payMicros: 1, snapshot: skilled }).expected.skill).toBeCloseTo(0.85);
    expect(forecast({ items: 1, labels: 2, policy, payMicros: 1, snapshot: alike }).expected.skill).toBe(0.8);
  });

  it("has figures for one label, 200 labels, one annotator, 25 annotators and no items", () => {
    for (const labels of [1, 2, 200])
      for (const overlap of [
        { min: 1, max: 1 },
        { min: 2, max: 25 },
      ]) {
        const { worse } = forecast({ items: 0, labels, policy: { target: 0.99, overlap }, payMicros: 1 });
        expect(worse.annotations).toBeGreaterThanOrEqual(overlap.min);
        expect(worse.annotations).toBeLessThanOrEqual(overlap.max);
        expect(worse.contested).toBeGreaterThanOrEqual(0);
        expect(worse.totalMicros).toBe(0);
      }
  });
});
