import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainItem } from "../../../../core/consensus/explain/explain-item.ts";
import { inEnglish } from "../../../../core/consensus/explain/in-english.ts";
import { type KnownSkills, knownSkills } from "../../../../core/consensus/online/known-skills.ts";
import { type ItemLabel, learnSkills } from "../../../../core/consensus/online/learn-skills.ts";
import { outcomeUnder, type Spoken } from "../../../../core/consensus/online/outcome-under.ts";
import { everyoneAlike } from "../../../../core/consensus/online/skills-snapshot.ts";

const LABELS = ["leaf", "moth", "pest"];
const PEOPLE = ["ann", "bob", "cem", "dia", "eva"];
const LETTERS = new Map(PEOPLE.map((person, at) => [person, String.fromCharCode(65 + at)]));

/** Ann and Bob are always right; the others err every fourth, third and second time. */
const lessons: readonly ItemLabel[] = Array.from({ length: 60 }, (_, item) =>
  PEOPLE.map((annotatorId, at) => {
    const errs = at > 1 && item % (6 - at) === 0;
    return { itemId: `item-${item}`, annotatorId, label: LABELS[(item + (errs ? 1 : 0)) % 3]! };
  }),
).flat();
const skills = knownSkills(learnSkills(lessons, { labels: LABELS, snapshot: 1 }));
const alike = knownSkills(everyoneAlike(LABELS));

const spoken = (...said: readonly [string, string][]): readonly Spoken[] =>
  said.map(([annotatorId, label]) =>
    label === "cant_tell" ? { annotatorId, kind: "cant_tell" } : { annotatorId, kind: "labelled", label },
  );
const explained = (said: readonly Spoken[], known: KnownSkills = skills) =>
  explainItem({ spoken: said, letters: LETTERS, skills: known, target: 0.95 });
const answeredOf = (said: readonly Spoken[], known?: KnownSkills) => {
  const explanation = explained(said, known);
  if (explanation.kind !== "answered") throw new Error("somebody answered");
  return explanation;
};

const anySpoken = fc
  .uniqueArray(fc.constantFrom(...PEOPLE), { minLength: 1 })
  .chain((people) =>
    fc
      .array(fc.constantFrom(...LABELS, "cant_tell"), { minLength: people.length, maxLength: people.length })
      .map((said) => spoken(...people.map((person, at): [string, string] => [person, said[at]!]))),
  );

describe("why an item came out as it did", () => {
  it("tells whose answer won over whose, and in words how much each counts", () => {
    const said = spoken(["ann", "pest"], ["eva", "moth"]);
    expect(answeredOf(said).winner).toEqual({ kind: "labelled", label: "pest" });
    expect(answeredOf(said).voices).toEqual([
      { letter: "A", said: { kind: "labelled", label: "pest" }, weight: expect.stringMatching(/two|three/) },
      { letter: "E", said: { kind: "labelled", label: "moth" }, weight: expect.stringMatching(/half|one/) },
    ]);
  });

  it("names nobody, and shows no number of a person", () => {
    fc.assert(
      fc.property(anySpoken, (said) => {
        const text = JSON.stringify(explained(said));
        for (const person of PEOPLE) expect(text).not.toContain(person);
        for (const voice of answeredOf(said).voices) expect(JSON.stringify(voice)).not.toMatch(/\d/);
      }),
    );
  });

  it("is the same for any order of the answers", () => {
    fc.assert(
      fc.property(anySpoken, (said) => {
        expect(explained(said.toReversed())).toStrictEqual(explained(said));
      }),
    );
  });

  it("is right about what would change it", () => {
    fc.assert(
      fc.property(anySpoken, (said) => {
        for (const change of answeredOf(said).changes) {
          const then =
            change.kind === "without"
              ? said.filter(({ annotatorId }) => LETTERS.get(annotatorId) !== change.letter)
              : [...said, ...Array.from({ length: change.answers }, () => ({ annotatorId: "new", ...change.for }))];
          if (change.turn.kind === "turned") expect(answeredOf(then).winner).toEqual(change.turn.to);
          else expect(answeredOf(then).isSure).toBe(change.turn.kind === "sure");
        }
      }),
    );
  });

  it("gives the chances of all that was said, the result first, summing to one at most", () => {
    fc.assert(
      fc.property(anySpoken, (said) => {
        const { winner, chances } = answeredOf(said);
        expect(chances.length).toBeGreaterThan(1);
        expect(chances.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1 + 1e-9);
        if (winner) expect(chances[0]?.reading).toEqual(winner);
        for (const { kind, ...one } of said.map(({ annotatorId: _, ...reading }) => reading))
          expect(chances.map(({ reading }) => reading)).toContainEqual({ kind, ...one });
      }),
    );
  });

  it("has no winner where the likeliest are alike", () => {
    const { winner, isSure, changes } = answeredOf(spoken(["ann", "moth"], ["bob", "pest"]), alike);
    expect({ winner, isSure }).toEqual({ winner: undefined, isSure: false });
    expect(changes).toContainEqual({
      kind: "more_answers",
      answers: 1,
      for: { kind: "labelled", label: "pest" },
      turn: { kind: "sure" },
    });
  });

  it("lets all answers count alike where nobody is known, and knows what cannot be used", () => {
    expect(answeredOf(spoken(["ann", "moth"], ["eva", "pest"]), alike).voices.map(({ weight }) => weight)).toEqual([
      "one",
      "one",
    ]);
    const gone = PEOPLE.slice(0, 2).map((annotatorId): Spoken => ({ annotatorId, kind: "unusable" }));
    expect(answeredOf(gone)).toMatchObject({ winner: { kind: "unusable" }, isSure: true });
    expect(explained([])).toEqual({ kind: "unanswered" });
  });

  it("takes certainty away where people can't tell", () => {
    const { outcome } = outcomeUnder(spoken(["ann", "pest"], ["bob", "pest"]), skills);
    const { outcome: doubted } = outcomeUnder(spoken(["ann", "pest"], ["bob", "cant_tell"]), skills);
    expect(doubted.classes[2]).toBeLessThan(outcome.classes[2]!);
  });
});

describe("the explanation in English", () => {
  it("is sentences that somebody may read", () => {
    expect(inEnglish(explained(spoken(["ann", "moth"], ["bob", "moth"], ["cem", "pest"]), alike))).toEqual([
      expect.stringMatching(/^“moth”, sure enough: “moth” \d\d %, “pest” \d\d %\.$/),
      "A and B say: “moth”.",
      "C says: “pest”.",
      "Every answer counts alike.",
      "One more answer for “pest”, by an average annotator: it would be undecided.",
      "Two more answers for “pest”, by an average annotator: it would turn to “pest”.",
      "Without the answer of A it would be undecided.",
      "Without the answer of B it would be undecided.",
    ]);
    expect(inEnglish(explained([]))).toEqual(["Nobody has answered yet."]);
  });

  it("never says that something is certain", () => {
    fc.assert(
      fc.property(anySpoken, (said) => {
        expect(inEnglish(explained(said)).join("\n")).not.toMatch(/\b100 %|\b0 %|NaN|undefined/);
      }),
    );
  });
});
