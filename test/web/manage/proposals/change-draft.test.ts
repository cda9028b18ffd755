import { describe, expect, test } from "vitest";
import { PALETTE } from "../../../../core/ontology.ts";
import { applyOperations } from "../../../../core/ontology-change/apply-operations.ts";
import { asChange, ontologyChange } from "../../../../lambdas/api/proposals.ts";
import {
  CHANGE_KINDS,
  type ChangeDraft,
  changeOf,
  draftOf,
  freeColour,
  type ProposalShown,
} from "../../../../web/manage/proposals/change-draft.ts";

const label = (id: string, colour: string) => ({ id, names: { en: id }, definition: { en: `a ${id}` }, colour });
const ontology = {
  labels: [label("pest", PALETTE[0]), label("leaf", PALETTE[1])],
  retired: [label("bug", PALETTE[2])],
};
type Asked = Pick<ProposalShown, "kind" | "labels" | "names" | "definition">;
const asked = (more: Partial<Record<keyof Asked, unknown>>): Asked =>
  ({ kind: "add", labels: ["pest"], names: { en: "Rot eater" }, ...more }) as Asked;
const changed = (proposal: Asked, part: Partial<ChangeDraft> = {}) =>
  changeOf({ ...draftOf(proposal, ontology), ...part }, ontology);

describe("what a vendor accepts is filled in as it was proposed:", () => {
  test("a new label beside the closest, in a colour that no label has", () => {
    expect(changed(asked({}))).toEqual({
      state: "whole",
      change: {
        kind: "add",
        label: { id: "rot-eater", names: { en: "Rot eater" }, definition: { en: "Rot eater" }, colour: PALETTE[2] },
        nearest: "pest",
      },
    });
  });

  test("a new label under the one that it is a kind of", () => {
    expect(changed(asked({ kind: "add_under", definition: { en: "eats rot" } }))).toMatchObject({
      change: { kind: "add", label: { parent: "pest", definition: { en: "eats rot" } }, nearest: "pest" },
    });
  });

  test("a split into what is told apart and what was meant so far, in two colours", () => {
    const found = changed(asked({ kind: "split" }));
    expect(found).toMatchObject({
      change: { kind: "split", label: "pest", into: [{ id: "rot-eater" }, { id: "pest-2", names: { en: "pest" } }] },
    });
  });

  test("a merge into the first that is named", () => {
    expect(changed(asked({ kind: "merge", labels: ["leaf", "pest"], names: undefined }))).toEqual({
      state: "whole",
      change: { kind: "merge", labels: ["pest"], into: "leaf" },
    });
  });

  test("names and meanings in the languages that were given, the others as they were", () => {
    expect(changed(asked({ kind: "rename", names: { hi: "कीड़ा" } }))).toMatchObject({
      change: { kind: "rename", label: "pest", names: { en: "pest", hi: "कीड़ा" } },
    });
    expect(changed(asked({ kind: "redefine", definition: { hi: "नुकसान" } }))).toMatchObject({
      change: { kind: "redefine", label: "pest", definition: { en: "a pest", hi: "नुकसान" } },
    });
  });
});

describe("a new label's id", () => {
  test("is numbered where the name has no Latin letter, and never one that a label has or had", () => {
    expect(changed(asked({ names: { hi: "सड़ी पत्ती खाने वाली" } }))).toMatchObject({
      change: { label: { id: "label-1" } },
    });
    expect(changed(asked({ names: { en: "Bug" } }))).toMatchObject({ change: { label: { id: "bug-2" } } });
    expect(changed(asked({ kind: "split", names: { en: "Leaf" } }))).toMatchObject({
      change: { into: [{ id: "leaf-2" }, { id: "pest-2" }] },
    });
  });
});

test("two parts of a split may have one name, and are two labels", () => {
  const part = { names: { en: "Moth" }, definition: {}, colour: PALETTE[3] };
  expect(changed(asked({ kind: "split" }), { into: [part, part] })).toMatchObject({
    change: { into: [{ id: "moth" }, { id: "moth-2" }] },
  });
});

describe("what is missing is said, and nothing is sent:", () => {
  test.each([
    ["a name of the new label", asked({ names: undefined }), {}, "name"],
    ["a label to drop", asked({ kind: "deprecate", labels: ["gone"], names: undefined }), {}, "label"],
    ["a name of a part", asked({ kind: "split", names: undefined }), {}, "into"],
    ["a label to merge", asked({ kind: "merge", labels: ["pest", "gone"], names: undefined }), {}, "merge"],
    ["a name to be called by", asked({ kind: "rename" }), { names: {} }, "names"],
    ["a meaning", asked({ kind: "redefine" }), { definition: { en: " " } }, "definition"],
  ] as const)("%s", (_, proposal, part, wrong) => {
    expect(changed(proposal, part)).toEqual({ state: "lacking", wrong });
  });

  test("a label that was retired while the vendor wrote", () => {
    const draft = draftOf(asked({ kind: "rename" }), ontology);
    const after = { labels: [label("leaf", PALETTE[1])], retired: [label("pest", PALETTE[0])] };
    expect(changeOf(draft, after)).toEqual({ state: "lacking", wrong: "label" });
  });
});

test("trying another kind of change loses nothing of the first", () => {
  const draft = draftOf(asked({}), ontology);
  const there = changeOf({ ...draft, kind: "deprecate" }, ontology);
  expect(there).toEqual({ state: "whole", change: { kind: "deprecate", label: "pest" } });
  expect(changeOf({ ...draft, kind: "add" }, ontology)).toEqual(changed(asked({})));
});

test("what is sent is taken by the server, and can be done to the labels", () => {
  const before = {
    labels: ontology.labels.map((one, at) => ({ ...one, number: at + 1 })),
    retired: [],
    tools: [],
  } as never;
  for (const kind of CHANGE_KINDS) {
    const found = changed(asked({ kind: "merge", labels: ["pest", "leaf"] }), { kind });
    if (found.state !== "whole") throw new Error(`${kind} lacks ${found.wrong}`);
    const sent = asChange(ontologyChange.parse(found.change));
    expect(applyOperations(before, [sent], 2).state, kind).toBe("applied");
  }
});

test("a colour is the first that no label has, and they go round when all are taken", () => {
  expect(freeColour([])).toBe(PALETTE[0]);
  expect(freeColour([PALETTE[1]])).toBe(PALETTE[0]);
  expect(freeColour([...PALETTE])).toBe(PALETTE[0]);
  expect(freeColour([...PALETTE, "#123456"])).toBe(PALETTE[1]);
});
