import { describe, expect, test } from "vitest";
import type { Answer } from "../../../../core/annotation.ts";
import type { ItemId, LabelId } from "../../../../core/ids.ts";
import { PROPOSAL_KINDS } from "../../../../core/proposal.ts";
import type { ProposalShape } from "../../../../lambdas/api/proposals.ts";
import { proposalFor } from "../../../../web/annotate/say/proposal-met.ts";

const pest = "pest" as LabelId;
const leaf = "leaf" as LabelId;
const proposal = (part: Partial<ProposalShape>): ProposalShape => ({
  proposalId: "01ARZ3NDEKTSV4RRFFQ69G5FAV",
  kind: "add",
  labels: [pest],
  language: "hi",
  example: { itemId: "a".repeat(20) as ItemId },
  author: { tag: "abcde", isMe: false },
  standing: { state: "open" },
  createdAtMs: 1,
  ageDays: 0,
  isOverdue: false,
  isSeconded: false,
  words: [],
  ...part,
});
const saidPest: Answer = { kind: "labelled", value: { classes: [pest] } };
const noneFit: Answer = { kind: "none_fit" };
const none = new Set<string>();

describe("an answer meets a proposal", () => {
  test("that names its label as the closest, for the whole item or for a box", () => {
    const box: Answer = {
      kind: "labelled",
      value: { shapes: [{ type: "box", id: "1", label: pest, x: 0, y: 0, width: 9, height: 9 }] },
    };
    for (const answer of [saidPest, box]) expect(proposalFor(answer, [proposal({})], none)).toBeDefined();
    expect(proposalFor({ kind: "labelled", value: { classes: [leaf] } }, [proposal({})], none)).toBeUndefined();
  });

  test.each(PROPOSAL_KINDS)("%s when none fits, if it is about what nothing fits", (kind) => {
    const isAbout = ["add", "add_under", "split", "redefine"].includes(kind);
    expect(proposalFor(noneFit, [proposal({ kind })], none) !== undefined).toBe(isAbout);
  });

  test("never when she cannot tell", () => {
    expect(proposalFor({ kind: "cant_tell" }, [proposal({})], none)).toBeUndefined();
  });

  test.each<[string, Partial<ProposalShape>]>([
    ["her own", { author: { tag: "abcde", isMe: true } }],
    ["one that she has seconded", { isSeconded: true }],
    ["one that was declined", { standing: { state: "declined", reason: "no", atMs: 2 } }],
    ["one that was accepted", { standing: { state: "accepted", reason: "yes", atMs: 2, version: 2 } }],
    ["one that was taken back", { standing: { state: "withdrawn", atMs: 2 } }],
  ])("never %s", (_, part) => {
    expect(proposalFor(saidPest, [proposal(part)], none)).toBeUndefined();
  });

  test("also while the vendor has asked back", () => {
    expect(proposalFor(saidPest, [proposal({ standing: { state: "asked" } })], none)).toBeDefined();
  });

  test("the oldest of several, and none that she passed by", () => {
    const old = proposal({ proposalId: "01ARZ3NDEKTSV4RRFFQ69G5FAA", createdAtMs: 1 });
    const young = proposal({ proposalId: "01ARZ3NDEKTSV4RRFFQ69G5FAB", createdAtMs: 2 });
    expect(proposalFor(noneFit, [young, old], none)).toBe(old);
    expect(proposalFor(noneFit, [young, old], new Set([old.proposalId]))).toBe(young);
    expect(proposalFor(noneFit, [young, old], new Set([old.proposalId, young.proposalId]))).toBeUndefined();
  });
});
