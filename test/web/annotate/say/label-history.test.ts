import { expect, test } from "vitest";
import type { LabelId } from "../../../../core/ids.ts";
import { type ShownOntology, stepsOf } from "../../../../web/annotate/say/label-history.ts";

const pest = "pest" as LabelId;
const version = (
  number: number,
  names: readonly (readonly [id: string, name: string, definition?: string])[],
  proposalId?: string,
): ShownOntology => ({
  version: number,
  from: number - 1,
  labels: names.map(([id, name, definition = "as ever"], at) => ({
    id: id as LabelId,
    number: at + 1,
    names: { en: name },
    definition: { en: definition },
    colour: "#d55e00",
  })),
  retired: [],
  tools: ["class"],
  hash: "",
  publishedAtMs: number * 1_000,
  ...(proposalId ? { because: { proposalId, reason: `for ${proposalId}` } } : {}),
});

test("a label's history is the version that had it first and each that changed what it is called or means", () => {
  const versions = [
    version(4, [["pest", "Pest", "eats living plants"]], "P4"),
    version(1, [["leaf", "Leaf"]]),
    version(
      2,
      [
        ["leaf", "Leaf"],
        ["pest", "Pest"],
      ],
      "P2",
    ),
    version(
      3,
      [
        ["leaf", "Blade"],
        ["pest", "Pest"],
      ],
      "P3",
    ),
  ];
  expect(stepsOf(versions, pest)).toEqual([
    { version: 2, atMs: 2_000, because: { proposalId: "P2", reason: "for P2" } },
    { version: 4, atMs: 4_000, because: { proposalId: "P4", reason: "for P4" } },
  ]);
});

test("the first version stands without a proposal, and a label that never was has no history", () => {
  expect(stepsOf([version(1, [["pest", "Pest"]])], pest)).toEqual([{ version: 1, atMs: 1_000 }]);
  expect(stepsOf([version(1, [["leaf", "Leaf"]])], pest)).toEqual([]);
});
