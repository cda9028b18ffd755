import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../../core/annotation.ts";
import { type CountedAnswer, consensusOf, EVERYONE_ALIKE, type Skills } from "../../../core/consensus/index.ts";
import { knownSkills } from "../../../core/consensus/online/known-skills.ts";
import { learnSkills } from "../../../core/consensus/online/learn-skills.ts";
import { classesOf, labelsSaid } from "../../../core/consensus/project-answers.ts";
import type { AnnotatorId, ItemId, LabelId } from "../../../core/ids.ts";
import type { Ontology } from "../../../core/ontology.ts";
import { countsAs, crosswalkOf } from "../../../core/ontology-change/crosswalk.ts";
import { namedLabels } from "../../../core/ontology-change/named-labels.ts";
import { nextVersion } from "../../../core/ontology-change/next-version.ts";
import type { OntologyChange } from "../../../core/ontology-change/operations.ts";
import { acceptances, aNewLabel, begun, historyOf } from "../ontology-change/support/random-changes.ts";

const id = (name: string) => name as LabelId;
const says = (...labels: string[]): Answer => ({ kind: "labelled", value: { classes: labels.map(id) } });
const draws = (label: string, x: number): Answer => ({
  kind: "labelled",
  value: { shapes: [{ type: "box", id: "b", label: id(label), x, y: 10, width: 100, height: 80 }] },
});
const by = (answers: readonly Answer[]): readonly CountedAnswer[] =>
  answers.map((answer, at) => ({ annotatorId: `annotator-${at}` as AnnotatorId, answer }));
const changed = (before: Ontology, ...changes: OntologyChange[]): Ontology => {
  const because = { proposalId: "p", reason: "r" };
  const made = nextVersion(before, changes, { version: before.version + 1, because, publishedAtMs: 0 });
  if (made.state === "unfit") throw new Error(made.unfit.message);
  return made.ontology;
};
const policy = (ontology: Ontology) => ({ tools: ontology.tools, crosswalk: crosswalkOf(ontology) });

const THREE = begun("pest", "moth", "leaf");
const MERGED = changed(THREE, { kind: "merge", labels: [id("moth")], into: id("pest") });

describe("answers of two versions", () => {
  it("count together where a label was merged: two votes for two names are two votes for one", () => {
    const said = by([says("moth"), says("pest"), says("leaf")]);
    expect(consensusOf(said, policy(THREE), EVERYONE_ALIKE).state).toBe("undecided");
    expect(consensusOf(said, policy(MERGED), EVERYONE_ALIKE)).toMatchObject({
      state: "agreed",
      value: { classes: ["pest"] },
      agreement: 2 / 3,
    });
  });

  it("count together for several classes and for boxes drawn about one thing", () => {
    const several = { ...policy(MERGED), tools: ["classes" as const] };
    expect(consensusOf(by([says("moth", "leaf"), says("pest")]), several, EVERYONE_ALIKE)).toMatchObject({
      value: { classes: expect.arrayContaining(["pest"]) },
    });
    const boxes = { ...policy(MERGED), tools: ["box" as const] };
    const drawn = consensusOf(by([draws("moth", 10), draws("pest", 12)]), boxes, EVERYONE_ALIKE);
    expect(drawn).toMatchObject({ state: "agreed", value: { shapes: [{ label: "pest" }] } });
  });

  it("come to what they would have come to, had everybody said the label that it is now", () => {
    const answer = fc.constantFrom("pest", "moth", "leaf").map((label) => says(label));
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 7 }), (answers) => {
        const byHand = answers.map((one) => countsAs(one, new Map([[id("moth"), id("pest")]])));
        const plain = { tools: MERGED.tools };
        expect(consensusOf(by(answers), policy(MERGED), EVERYONE_ALIKE)).toEqual(
          consensusOf(by(byHand), plain, EVERYONE_ALIKE),
        );
      }),
    );
  });

  it("leave a label that was split or dropped what it is: it never counts as another", () => {
    const split = changed(THREE, { kind: "split", label: id("moth"), into: [aNewLabel("a"), aNewLabel("b")] });
    const dropped = changed(THREE, { kind: "deprecate", label: id("moth") });
    for (const ontology of [split, dropped]) {
      const three = by([says("moth"), says("moth"), says("leaf")]);
      expect(consensusOf(three, policy(ontology), EVERYONE_ALIKE)).toMatchObject({ value: { classes: ["moth"] } });
      const mixed = by([says("moth"), says(ontology.labels.at(-1)?.id ?? "")]);
      expect(consensusOf(mixed, policy(ontology), EVERYONE_ALIKE).state).toBe("undecided");
    }
  });
});

describe("skills over versions", () => {
  it("decide for a label that was dropped, where people who are known said it and nobody was asked again", () => {
    const now = changed(THREE, { kind: "deprecate", label: id("moth") });
    const labels = classesOf(namedLabels(now));
    const said = Array.from({ length: 30 }, (_, at) => ({
      itemId: `item-${at}` as ItemId,
      answers: by(Array.from({ length: 3 }, () => says(THREE.labels[at % 3]?.id ?? ""))),
    })).flatMap(labelsSaid);
    const classes = knownSkills(learnSkills(said, { labels, snapshot: 1 }), labels);
    const certain = { ...policy(now), confidenceTarget: 0.9, overlap: { min: 1, max: 3 } } as const;
    expect(
      consensusOf(by([says("moth"), says("moth"), says("moth")]), certain, { snapshot: 1, classes }),
    ).toMatchObject({
      state: "agreed",
      value: { classes: ["moth"] },
    });
  });

  /** Who says what of twenty items: most the truth, the last whatever comes. */
  const history = (labels: readonly LabelId[], shift: number) =>
    Array.from({ length: 20 }, (_, at) => ({
      itemId: `item-${at}` as ItemId,
      answers: by(
        [0, 0, 1].map((off, person) =>
          says(labels[(at * shift + off * at + (person === 2 ? at : 0)) % labels.length] ?? ""),
        ),
      ),
    }));

  it("never stumble over a label that went, and decide for none that was split or dropped by another's name", () => {
    fc.assert(
      fc.property(
        acceptances,
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
        (runs, shift, drawn) => {
          const versions = historyOf(runs);
          const [first] = versions;
          const now = versions.at(-1) ?? first;
          const ever = [...now.labels, ...now.retired].map((label) => label.id);
          const crosswalk = crosswalkOf(now);
          // Learned when there was only the first version, and again now, from answers that name what is gone.
          const then = classesOf(namedLabels(first));
          const saidThen = history(
            first.labels.map((label) => label.id),
            shift,
          ).flatMap(labelsSaid);
          const old = learnSkills(saidThen, { labels: then, snapshot: 1, gold: new Map() });
          const labels = classesOf(namedLabels(now));
          const saidNow = history(ever, shift).map((item) => ({
            ...item,
            answers: item.answers.map((one) => ({ ...one, answer: countsAs(one.answer, crosswalk) })),
          }));
          const fresh = learnSkills(saidNow.flatMap(labelsSaid), { labels, snapshot: 2, gold: new Map() });
          expect(fresh.labels).toEqual(labels);
          const answers = by(drawn.map((nth) => says(ever[nth % ever.length] ?? "")));
          for (const snapshot of [old, fresh]) {
            const skills: Skills = { snapshot: snapshot.snapshot, classes: knownSkills(snapshot, labels) };
            const overlap = { min: 1, max: 3 };
            const result = consensusOf(answers, { ...policy(now), confidenceTarget: 0.9, overlap }, skills);
            if (result.state !== "agreed") continue;
            const said = answers.flatMap(({ answer }) => {
              const counted = countsAs(answer, crosswalk);
              return counted.kind === "labelled" ? (counted.value.classes ?? []) : [];
            });
            expect(said).toEqual(expect.arrayContaining([...(result.value.classes ?? [])]));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
