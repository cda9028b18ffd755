import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ItemId, LabelId } from "../../../../core/ids.ts";
import { LABELS_OF_KIND, PROPOSAL_KINDS } from "../../../../core/proposal.ts";
import { propose } from "../../../../lambdas/api/proposals.ts";
import {
  bodyOf,
  isBlank,
  lacksOf,
  type ProposalDraft,
  withKind,
  withLabel,
  withRecording,
  withRegion,
} from "../../../../web/annotate/say/draft.ts";

const label = (text: string): LabelId => text as LabelId;
const recording = { blob: new Blob(["x"], { type: "audio/wav" }), contentType: "audio/wav" } as const;
const draft: ProposalDraft = {
  proposalId: "01ARZ3NDEKTSV4RRFFQ69G5FAV",
  labels: [],
  language: "kru",
  name: "",
  definition: "",
  why: "",
  example: { itemId: "a".repeat(20) as ItemId, media: "image", width: 640, height: 480, boxes: [] },
};

describe("what a proposal still wants", () => {
  test("is the kind first, and nothing else before that", () => {
    expect(lacksOf(draft)).toEqual(["kind"]);
  });

  test.each([
    ["add", ["name"]],
    ["add_under", ["labels", "name"]],
    ["split", ["labels", "parts"]],
    ["merge", ["labels2", "why"]],
    ["rename", ["labels", "name"]],
    ["redefine", ["labels", "definition"]],
    ["deprecate", ["labels", "why"]],
    ["instruction", ["instruction"]],
  ] as const)("for %s is told beside its fields: %s", (kind, lacks) => {
    expect(lacksOf({ ...draft, kind })).toEqual(lacks);
  });

  test.each(PROPOSAL_KINDS)("for %s is no word once it was said by voice", (kind) => {
    const labels = ["pest", "leaf"].map(label).slice(0, LABELS_OF_KIND[kind][0]);
    expect(lacksOf({ ...draft, kind, labels, recording })).toEqual([]);
  });

  test("is a language that is one", () => {
    expect(lacksOf({ ...draft, kind: "add", name: "x", language: "Mundari!" })).toEqual(["language"]);
  });
});

test("what lacks nothing is what the server takes, for any kind, words and labels", () => {
  const text = fc.string({ maxLength: 60, unit: "grapheme" });
  const drafts = fc.record({
    kind: fc.constantFrom(...PROPOSAL_KINDS),
    labels: fc.uniqueArray(fc.constantFrom(...["pest", "leaf", "larva"].map(label)), { maxLength: 3 }),
    language: fc.constantFrom("hi", "en", "kru", "sat", "mun-IN", "", "?"),
    name: text,
    definition: text,
    why: text,
    voiced: fc.boolean(),
    region: fc.option(
      fc.record({
        x: fc.nat(300),
        y: fc.nat(200),
        width: fc.integer({ min: 1, max: 300 }),
        height: fc.integer({ min: 1, max: 200 }),
      }),
      { nil: undefined },
    ),
  });
  let sent = 0;
  fc.assert(
    fc.property(drafts, ({ voiced, region, kind, ...rest }) => {
      const whole = withRegion(withKind({ ...draft, ...rest }, kind), region);
      const made = voiced ? withRecording(whole, recording) : whole;
      if (lacksOf(made).length > 0) return;
      sent++;
      const body = bodyOf(made, voiced ? "forest01/.voice/x.wav" : undefined);
      expect(propose.body.safeParse(body).error?.message).toBeUndefined();
      expect(body.labels.length).toBeGreaterThanOrEqual(LABELS_OF_KIND[kind][0]);
      expect(body.labels.length).toBeLessThanOrEqual(LABELS_OF_KIND[kind][1]);
    }),
  );
  expect(sent).toBeGreaterThan(5);
});

describe("choosing", () => {
  test("another kind keeps her words and as many labels as that one names", () => {
    const merge = { ...draft, kind: "merge", labels: ["pest", "leaf"].map(label), why: "same" } as const;
    expect(withKind(merge, "rename")).toMatchObject({ kind: "rename", labels: ["pest"], why: "same" });
  });

  test("a second label takes the place of the first, except among several", () => {
    const one = withLabel({ ...draft, kind: "add", labels: [label("pest")] }, label("leaf"));
    expect(one.labels).toEqual(["leaf"]);
    expect(withLabel(one, undefined).labels).toEqual([]);
    const several = withLabel({ ...draft, kind: "merge", labels: [label("pest")] }, label("leaf"));
    expect(several.labels).toEqual(["pest", "leaf"]);
    expect(withLabel(several, label("pest")).labels).toEqual(["leaf"]);
  });

  test("another recording forgets the one that the bucket has", () => {
    const sent = { ...withRecording(draft, recording), voiceKey: "old" };
    expect(withRecording(sent, { ...recording })).not.toHaveProperty("voiceKey");
    expect(withRecording(sent, undefined)).not.toHaveProperty("recording");
  });
});

test("only what she said is worth keeping", () => {
  expect(isBlank({ ...draft, kind: "add", labels: [label("pest")], name: "  " })).toBe(true);
  expect(isBlank({ ...draft, why: "x" })).toBe(false);
  expect(isBlank({ ...draft, recording })).toBe(false);
});
