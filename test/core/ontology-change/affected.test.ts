import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../../core/annotation.ts";
import type { ItemId, LabelId } from "../../../core/ids.ts";
import { type AskedItem, isAffected } from "../../../core/ontology-change/affected.ts";
import { countsAs, crosswalkOf, STRAIGHT } from "../../../core/ontology-change/crosswalk.ts";
import type { OntologyChange } from "../../../core/ontology-change/operations.ts";
import { aChange, acceptances, aNewLabel, historyOf } from "./support/random-changes.ts";

const label = fc.nat(11).map((number) => `l${number}` as LabelId);
const box = label.map((id) => ({ type: "box" as const, id: `b-${id}`, label: id, x: 1, y: 1, width: 5, height: 5 }));
const answer: fc.Arbitrary<Answer> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constantFrom<Answer>(
      { kind: "none_fit" },
      { kind: "cant_tell" },
      { kind: "unusable", reason: "other" },
    ),
  },
  {
    weight: 5,
    arbitrary: fc
      .record(
        { classes: fc.uniqueArray(label, { maxLength: 3 }), shapes: fc.array(box, { maxLength: 3 }) },
        { requiredKeys: [] },
      )
      .map((value): Answer => ({ kind: "labelled", value })),
  },
);
const itemId = fc.nat(4).map((number) => `item-${number}` as ItemId);
const asked: fc.Arbitrary<AskedItem> = fc.record({
  itemId,
  state: fc.constantFrom("open", "agreed", "contested", "none_fit", "cant_tell", "unusable", "rejected", "replaced"),
  decided: fc.uniqueArray(label, { maxLength: 3 }),
  answers: fc.array(answer, { maxLength: 4 }),
});

/**
 * The definition again, by brute force: every word that anybody said is written out, words are replaced as merges are
 * met, and the words that a change asks for again are looked up.
 */
const bruteForce = (item: AskedItem, changes: readonly OntologyChange[], examples: ReadonlySet<ItemId>): boolean => {
  if (["rejected", "replaced"].includes(item.state)) return false;
  if (item.answers.length === 0) return false;
  let said: string[] = [];
  for (const one of item.answers) {
    if (one.kind !== "labelled") said.push(`!${one.kind}`);
    else for (const text of JSON.stringify(one.value).matchAll(/"(l\d+)"/g)) said.push(text[1] ?? "");
  }
  let decided: string[] = [...item.decided];
  let affected = false;
  for (const change of changes) {
    if (change.kind === "add") {
      affected ||= examples.has(item.itemId) || said.includes("!none_fit");
      for (const word of said) affected ||= change.nearest === word;
    }
    if (change.kind === "split" || change.kind === "redefine") affected ||= said.some((word) => word === change.label);
    if (change.kind === "deprecate") affected ||= decided.some((word) => word === change.label);
    if (change.kind === "merge") {
      const into = (word: string): string => (change.labels.some((gone) => gone === word) ? change.into : word);
      said = said.map(into);
      decided = decided.map(into);
    }
  }
  return affected;
};

describe("the items that a change affects", () => {
  it("are those of the definition, told apart by brute force", () => {
    let affected = 0;
    fc.assert(
      fc.property(
        asked,
        fc.array(aChange, { minLength: 1, maxLength: 4 }),
        fc.uniqueArray(itemId, { maxLength: 2 }),
        (item, changes, examples) => {
          const expected = bruteForce(item, changes, new Set(examples));
          affected += expected ? 1 : 0;
          expect(isAffected(item, changes, new Set(examples))).toBe(expected);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(affected).toBeGreaterThan(200);
  });

  it("are none where the change is a name or a merge: nobody is asked again", () => {
    const quiet = aChange.filter(({ kind }) => kind === "merge" || kind === "rename");
    fc.assert(
      fc.property(asked, fc.array(quiet, { maxLength: 4 }), (item, changes) => {
        expect(isAffected(item, changes, new Set([item.itemId]))).toBe(false);
      }),
    );
  });

  const [PEST, LEAF] = ["pest", "leaf"] as LabelId[] as [LabelId, LabelId];
  const item = (...said: Answer[]): AskedItem => ({
    itemId: "item-1" as ItemId,
    state: "contested",
    decided: [],
    answers: said,
  });
  const says = (id: LabelId): Answer => ({ kind: "labelled", value: { classes: [id] } });

  it("of a split are all where one alone said it, not only those that were decided so", () => {
    const split = { kind: "split" as const, label: PEST, into: [aNewLabel("a"), aNewLabel("b")] };
    expect(isAffected(item(says(LEAF), says(LEAF), says(PEST)), [split], new Set())).toBe(true);
    expect(isAffected(item(says(LEAF), says(LEAF)), [split], new Set())).toBe(false);
  });

  it("of a dropped label are those that were decided by it alone", () => {
    const drop = { kind: "deprecate" as const, label: PEST };
    expect(isAffected(item(says(PEST), says(PEST)), [drop], new Set())).toBe(false);
    expect(isAffected({ ...item(says(PEST)), decided: [PEST] }, [drop], new Set())).toBe(true);
  });

  it("of one that was merged before are those who said what was merged into it", () => {
    const merge = { kind: "merge" as const, labels: [LEAF], into: PEST };
    const split = { kind: "split" as const, label: PEST, into: [aNewLabel("a"), aNewLabel("b")] };
    expect(isAffected(item(says(LEAF)), [merge, split], new Set())).toBe(true);
    expect(isAffected(item(says(LEAF)), [split, merge], new Set())).toBe(false);
  });
});

describe("an answer as it counts now", () => {
  it("is the very answer where it names nothing that was merged", () => {
    fc.assert(
      fc.property(acceptances, answer, (runs, said) => {
        const now = historyOf(runs).at(-1);
        const crosswalk = now ? crosswalkOf(now) : STRAIGHT;
        const counted = countsAs(said, crosswalk);
        const named =
          said.kind === "labelled" ? [...JSON.stringify(said.value).matchAll(/"(l\d+)"/g)].map(([, id]) => id) : [];
        const hasMerged = named.some((id) => crosswalk.has(id as LabelId));
        expect(counted === said).toBe(!hasMerged);
        // What was split or dropped is never taken for another.
        for (const { id, retirement } of now?.retired ?? [])
          if (retirement.by !== "merge" && named.includes(id)) expect(JSON.stringify(counted)).toContain(`"${id}"`);
        expect(countsAs(counted, crosswalk)).toBe(counted);
      }),
    );
  });

  it("says once what two merged labels said, and keeps each shape", () => {
    const crosswalk = new Map([["leaf" as LabelId, "pest" as LabelId]]);
    const shape = { type: "box" as const, id: "b", label: "leaf" as LabelId, x: 1, y: 2, width: 3, height: 4 };
    const said: Answer = {
      kind: "labelled",
      value: { classes: ["leaf", "pest"] as LabelId[], shapes: [shape, shape] },
    };
    expect(countsAs(said, crosswalk)).toEqual({
      kind: "labelled",
      value: {
        classes: ["pest"],
        shapes: [
          { ...shape, label: "pest" },
          { ...shape, label: "pest" },
        ],
      },
    });
    expect(said.value.classes).toEqual(["leaf", "pest"]);
  });
});
