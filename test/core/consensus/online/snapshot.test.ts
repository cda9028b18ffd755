import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitShrinkage } from "../../../../core/consensus/classes/shrinkage.ts";
import { readOut } from "../../../../core/consensus/classes/shrinkage-read-out.ts";
import { knownSkills, labelNumber } from "../../../../core/consensus/online/known-skills.ts";
import { learnSkills } from "../../../../core/consensus/online/learn-skills.ts";
import { type ItemPosterior, posteriorOf, type SaidLabel } from "../../../../core/consensus/online/posterior-of.ts";
import {
  everyoneAlike,
  needsRefit,
  type SkillsSnapshot,
  snapshotOf,
} from "../../../../core/consensus/online/skills-snapshot.ts";
import { crowdSet, hasCrowdSets } from "../../../support/crowd-sets.ts";
import { byItem, LABELS, someLabels } from "./said.ts";

const learned = (said: Parameters<typeof learnSkills>[0], labels: readonly string[] = LABELS) =>
  learnSkills(said, { labels, snapshot: 1 });
const throughJson = (snapshot: SkillsSnapshot): SkillsSnapshot => JSON.parse(JSON.stringify(snapshot));
const decided = (said: readonly SaidLabel[], snapshot: SkillsSnapshot): ItemPosterior =>
  posteriorOf(said, knownSkills(snapshot));

describe("a snapshot of skills", () => {
  it("is the same bits for the same annotations in any order", () => {
    fc.assert(
      fc.property(
        someLabels().chain((said) =>
          fc.tuple(fc.constant(said), fc.shuffledSubarray([...said], { minLength: said.length })),
        ),
        ([said, shuffled]) => {
          expect(JSON.stringify(learned(shuffled))).toBe(JSON.stringify(learned(said)));
        },
      ),
    );
  });

  it("decides the same after a trip through JSON, bit for bit", () => {
    fc.assert(
      fc.property(someLabels(), (said) => {
        const snapshot = learned(said);
        const back = throughJson(snapshot);
        expect(back).toStrictEqual(snapshot);
        for (const answers of byItem(said)) expect(decided(answers, back)).toStrictEqual(decided(answers, snapshot));
      }),
    );
  });

  it("decides as the batch pass that it keeps, to its rounding", async ({ annotate }) => {
    if (!hasCrowdSets()) {
      await annotate("no crowd sets beside the repository: not shown");
      return;
    }
    const { answers, labelNames } = crowdSet("dog");
    const fit = fitShrinkage(answers);
    const ids = Array.from({ length: answers.annotators }, (_, at) => `a${at}`);
    const skills = knownSkills(throughJson(snapshotOf(fit, { annotators: ids, labels: labelNames }, 1)));
    const batch = readOut(answers, fit);
    let furthest = 0;
    for (let item = 0; item < answers.items; item += 1) {
      const said = Array.from({ length: answers.starts[item + 1]! - answers.starts[item]! }, (_, nth) => ({
        annotatorId: ids[answers.annotator[answers.starts[item]! + nth]!]!,
        label: labelNames[answers.label[answers.starts[item]! + nth]!]!,
      }));
      const { probabilities } = posteriorOf(said, skills);
      for (const [label, chance] of probabilities.entries())
        furthest = Math.max(furthest, Math.abs(chance - batch.confidence[item * answers.labels + label]!));
    }
    expect(furthest).toBeLessThan(2e-4);
  });

  it("of ten thousand annotators and ten labels stays below 8 MB", () => {
    const [annotators, labels] = [10_000, 10];
    const count = annotators * 30;
    const said = Array.from({ length: count }, (_, at) => ({
      itemId: `i${at % 60_000}`,
      annotatorId: `00000000-0000-4000-8000-${String((at * 7919) % annotators).padStart(12, "0")}`,
      label: `label-${(at * 31 + (at % 7 === 0 ? at % 3 : 0)) % labels}`,
    }));
    const names = Array.from({ length: labels }, (_, at) => `label-${at}`);
    const text = JSON.stringify(learnSkills(said, { labels: names, snapshot: 4 }));
    expect(text.length).toBeLessThan(8_000_000);
  });

  it("drops the tables of those with the fewest answers before it grows too large", () => {
    const labels = Array.from({ length: 200 }, (_, at) => `label-${at}`);
    const said = Array.from({ length: 1_000 }, (_, at) => ({
      itemId: `i${at % 100}`,
      annotatorId: `a${String(at % 40).padStart(2, "0")}`,
      label: labels[(at % 100) % labels.length]!,
    }));
    const { annotators } = learned([...said, { itemId: "i1", annotatorId: "a39", label: "label-1" }], labels);
    expect(annotators.filter(({ errors }) => errors).map(({ id }) => id)).toContain("a39");
    expect(annotators.filter(({ errors }) => errors)).toHaveLength(30);
  });

  it("leaves nobody without skills: without annotations it is everyone alike", () => {
    const { snapshot: _, ...empty } = learned([]);
    const { snapshot: __, ...alike } = everyoneAlike(LABELS);
    expect(empty).toStrictEqual(alike);
  });

  it("reads a label that a later ontology added, and passes by one that is gone", () => {
    const said = [
      { itemId: "1", annotatorId: "a", label: "ant" },
      { itemId: "1", annotatorId: "b", label: "ant" },
      { itemId: "2", annotatorId: "a", label: "moth" },
    ];
    const skills = knownSkills(learned(said), ["ant", "wasp", "moth"]);
    const { probabilities, winner } = posteriorOf(
      [
        { annotatorId: "a", label: "wasp" },
        { annotatorId: "c", label: "wasp" },
      ],
      skills,
    );
    expect(skills.labels[winner]).toBe("wasp");
    expect(probabilities.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
    expect(() => labelNumber(skills, "bee")).toThrow('label "bee" is none of ant, wasp, moth');
  });
});

describe("the consensus of one item under a snapshot", () => {
  it("does not depend on the order of its answers", () => {
    fc.assert(
      fc.property(someLabels(), (said) => {
        const snapshot = learned(said);
        for (const answers of byItem(said))
          expect(decided(answers.toReversed(), snapshot)).toStrictEqual(decided(answers, snapshot));
      }),
    );
  });

  it("does not depend on what annotators and labels are called", () => {
    const renamed: Readonly<Record<string, string>> = { ant: "z", bee: "k", moth: "a" };
    fc.assert(
      fc.property(someLabels(), (said) => {
        const other = said.map(({ itemId, annotatorId, label }) => ({
          itemId: `x${itemId}`,
          annotatorId: [...annotatorId].reverse().join(""),
          label: renamed[label]!,
        }));
        const snapshot = learned(said);
        const otherSnapshot = learned(other, ["k", "z", "a"]);
        for (const [at, answers] of byItem(said).entries()) {
          const here = decided(answers, snapshot);
          const there = decided(byItem(other)[at]!, otherSnapshot);
          expect([1, 0, 2].map((label) => there.probabilities[label]!)).toStrictEqual(
            expect.objectContaining([...here.probabilities].map((chance) => expect.closeTo(chance, 4))),
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it("never turns against its winner when a new annotator agrees with it", () => {
    fc.assert(
      fc.property(someLabels(), fc.array(fc.constantFrom("s1", "s2", "s3"), { maxLength: 3 }), (said, strangers) => {
        const snapshot = learned(said);
        for (const answers of byItem(said)) {
          const before = decided(answers, snapshot);
          const agreeing = [...new Set(strangers)].map((annotatorId) => ({
            annotatorId,
            label: LABELS[before.winner]!,
          }));
          const after = decided([...answers, ...agreeing], snapshot);
          expect(after.winner).toBe(before.winner);
        }
      }),
    );
  });

  it("never takes a stranger's word for its opposite, however poor the crowd", () => {
    const fit = {
      annotators: 0,
      labels: 3,
      logErrors: new Float64Array(0),
      skill: new Float64Array(0),
      strangerSkill: 0.2,
      classPrior: Float64Array.of(1 / 3, 1 / 3, 1 / 3),
      // Whatever is no bee is taken for one.
      shape: Float64Array.of(0, 0.5, 0.05, 0.95, 0, 0.95, 0.05, 0.5, 0),
      answered: new Float64Array(0),
      right: new Float64Array(0),
    };
    const snapshot = snapshotOf(fit, { annotators: [], labels: LABELS }, 1);
    const { probabilities } = decided([{ annotatorId: "stranger", label: "bee" }], snapshot);
    expect(Math.max(...probabilities)).toBeCloseTo(probabilities[1]!, 9);
  });

  it("is never certain, and never without a number", () => {
    fc.assert(
      fc.property(someLabels(), fc.integer({ min: 0, max: 1_000 }), (said, crowd) => {
        const answers = Array.from({ length: crowd }, (_, at) => ({ annotatorId: `annotator-${at}`, label: "bee" }));
        const { probabilities, confidence, winner } = decided(answers, learned(said));
        expect(confidence).toBeLessThan(1);
        for (const chance of probabilities) expect(chance).toSatisfy((number: number) => number > 0 && number < 1);
        if (crowd > 0 && said.length === 0) expect(winner).toBe(1);
      }),
      { numRuns: 50 },
    );
  });

  it("holds a tie where everyone is alike and votes are even", () => {
    const split = ["ant", "bee", "ant", "bee"].map((label, at) => ({ annotatorId: `s${at}`, label }));
    const { isTied, winner, confidence } = decided(split, everyoneAlike(LABELS));
    expect({ isTied, winner }).toEqual({ isTied: true, winner: 0 });
    expect(confidence).toBeLessThan(0.5);
  });

  it("follows the votes where everyone is alike", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LABELS), { minLength: 1, maxLength: 25 }), (votes) => {
        const { winner, votes: counts } = decided(
          votes.map((label, at) => ({ annotatorId: `s${at}`, label })),
          everyoneAlike(LABELS),
        );
        expect(counts[winner]).toBe(Math.max(...counts));
      }),
    );
  });

  it("holds the class prior where nobody answered, and knows a project of one label", () => {
    expect([...decided([], everyoneAlike(LABELS)).probabilities]).toEqual(LABELS.map(() => expect.closeTo(1 / 3, 9)));
    const alone = decided([{ annotatorId: "a", label: "ant" }], everyoneAlike(["ant"]));
    expect(alone).toMatchObject({ winner: 0, isTied: false });
    expect(alone.confidence).toBeLessThan(1);
  });

  it("has no certainty to spread where there are 1,000 labels", () => {
    const labels = Array.from({ length: 1_000 }, (_, at) => `label-${at}`);
    const { confidence, winner } = decided([{ annotatorId: "a", label: "label-7" }], everyoneAlike(labels));
    expect(winner).toBe(7);
    expect(confidence).toBeGreaterThan(0.5);
  });
});

describe("when the next snapshot is due", () => {
  it.each([
    [0, 19, false],
    [0, 20, true],
    [20, 39, false],
    [20, 40, true],
    [1_000, 1_999, false],
    [1_000, 2_000, true],
  ])("after %i annotations, with %i: %s", (atLastFit, now, due) => {
    expect(needsRefit(atLastFit, now)).toBe(due);
  });
});
