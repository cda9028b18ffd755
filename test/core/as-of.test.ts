import { describe, expect, it } from "vitest";
import type { Answer } from "../../core/annotation.ts";
import { type AcceptedAnnotation, itemAsOf, type PastReview } from "../../core/as-of.ts";
import { EVERYONE_ALIKE } from "../../core/consensus/index.ts";
import type { ItemId, LabelId, ProjectId } from "../../core/ids.ts";
import type { ItemHeader } from "../../core/item.ts";
import { annotator, cantTell, classes, noneFit } from "./consensus/answers.ts";

const header: ItemHeader = {
  projectId: "forest00" as ProjectId,
  itemId: "a".repeat(20) as ItemId,
  ver: 9,
  // What the header says of now must not matter: it is decided from what had been accepted.
  round: 7,
  state: "contested",
  overlapWanted: 5,
  priority: 5,
  claims: {},
  answeredBy: [annotator(9)],
  consensus: { state: "contested", agreement: 0.1, reviewed: true },
  snapshot: 0,
  source: { from: "object", key: "forest00/a.jpg", sizeBytes: 1, sha256: "0".repeat(64) },
  createdAtMs: 0,
};

const said = (who: number, answer: Answer, acceptedAtMs: number, given: Partial<AcceptedAnnotation> = {}) => ({
  round: 1,
  annotatorId: annotator(who),
  revision: 1,
  counted: true,
  acceptedAtMs,
  answer,
  ...given,
});
const settled = (decision: Answer, atMs: number, round = 1): PastReview => ({
  reviewId: String(atMs).padStart(26, "0"),
  kind: "decided",
  round,
  atMs,
  decision,
});
const reopened = (atMs: number, round = 1): PastReview => ({
  reviewId: String(atMs).padStart(26, "0"),
  kind: "reopened",
  round,
  atMs,
});

const pest = classes("pest");
const leaf = classes("leaf");
const policy = { overlap: { min: 2, max: 3 }, tools: ["class"] as const };

const at = (
  atMs: number,
  annotations: readonly AcceptedAnnotation[],
  reviews: readonly PastReview[] = [],
  of = header,
) => itemAsOf(of, annotations, reviews, atMs, policy, EVERYONE_ALIKE);

describe("an item as of a moment", () => {
  it("is open until as many have answered as the project asks for", () => {
    const answers = [said(1, pest, 10), said(2, pest, 20)];
    expect(at(9, answers).outcome).toEqual({ state: "open", agreement: 0 });
    expect(at(10, answers).outcome).toMatchObject({ state: "open" });
    expect(at(20, answers).outcome).toMatchObject({ state: "agreed", agreement: 1, value: { classes: ["pest"] } });
  });

  it("is contested when all that may be asked have answered and do not agree", () => {
    const answers = [said(1, pest, 1), said(2, leaf, 2), said(3, cantTell, 3)];
    expect(at(2, answers).outcome).toMatchObject({ state: "open" });
    expect(at(3, answers).outcome).toEqual({ state: "contested", agreement: 1 / 3 });
  });

  it("goes by the revision that was in force then", () => {
    const answers = [said(1, leaf, 1), said(1, pest, 30, { revision: 2 }), said(2, leaf, 2), said(3, pest, 3)];
    expect(at(3, answers).outcome).toMatchObject({ value: { classes: ["leaf"] } });
    expect(at(30, answers).outcome).toMatchObject({ value: { classes: ["pest"] } });
    expect(at(3, answers).annotations.map(({ current }) => current)).toEqual([true, true, true]);
    expect(at(30, answers).annotations.map(({ current }) => current)).toEqual([false, true, true, true]);
  });

  it("does not count what came after its author had left, and keeps it", () => {
    const answers = [said(1, noneFit, 1), said(2, noneFit, 2), said(3, pest, 3, { counted: false })];
    expect(at(3, answers)).toMatchObject({ outcome: { state: "none_fit", agreement: 1 }, annotations: { length: 3 } });
  });

  it("lets the newest review of the round stand until it is re-opened", () => {
    const answers = [said(1, pest, 1), said(2, pest, 2)];
    const past = [settled(cantTell, 5), settled(leaf, 6), reopened(9)];
    expect(at(4, answers, past)).toMatchObject({ reviewed: false, outcome: { state: "agreed", agreement: 1 } });
    expect(at(5, answers, past)).toMatchObject({ reviewed: true, outcome: { state: "cant_tell" } });
    expect(at(8, answers, past)).toMatchObject({ reviewed: true, outcome: { value: { classes: ["leaf"] } } });
    expect(at(8, answers, past).outcome).not.toHaveProperty("agreement");
    expect(at(9, answers, past)).toMatchObject({ round: 2, reviewed: false, outcome: { state: "open" } });
  });

  it("takes a reviewer's label that was merged since for the one that it counts as, like everybody's", () => {
    const merged = { ...policy, crosswalk: new Map([["moth" as LabelId, "pest" as LabelId]]) };
    const moth = classes("moth");
    const two = [said(1, moth, 1), said(2, moth, 2)];
    for (const reviews of [[], [settled(moth, 3)]])
      expect(itemAsOf(header, two, reviews, 9, merged, EVERYONE_ALIKE)).toMatchObject({
        outcome: { state: "agreed", value: { classes: ["pest"] } },
        reviewed: reviews.length > 0,
      });
  });

  it("decides from the newest round alone", () => {
    const answers = [
      said(1, leaf, 1),
      said(2, leaf, 2),
      said(1, pest, 20, { round: 2 }),
      said(2, pest, 21, { round: 2 }),
    ];
    expect(at(21, answers, [reopened(10)])).toMatchObject({ round: 2, outcome: { value: { classes: ["pest"] } } });
    expect(at(10, answers, [reopened(10)])).toMatchObject({ round: 2, outcome: { state: "open", agreement: 0 } });
  });

  it("says why an item was rejected, and that one was replaced only from then on", () => {
    const rejected: ItemHeader = { ...header, state: "rejected", rejection: { code: "empty", message: "no bytes" } };
    expect(at(1, [], [], rejected).outcome).toEqual({ state: "rejected", code: "empty", message: "no bytes" });
    const replaced: ItemHeader = { ...header, state: "replaced", replacedAtMs: 50 };
    expect(at(49, [said(1, pest, 1), said(2, pest, 2)], [], replaced).outcome).toMatchObject({ state: "agreed" });
    expect(at(50, [], [], replaced).outcome).toEqual({ state: "replaced" });
  });
});
