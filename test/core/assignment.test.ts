import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Assignment,
  CLOCK_SKEW_MS_MAX,
  extended,
  HANDLER_TIMEOUT_MS_MAX,
  isLate,
  isOverdue,
  isPastLease,
  isUnderWay,
  mayTake,
  RECONCILE_GRACE_MS,
} from "../../core/assignment.ts";
import type { AssignmentId } from "../../core/ids.ts";
import { planRevision } from "../../core/revision.ts";
import { background, type Endpoint, endpoints } from "../../lambdas/endpoints.ts";
import { aHeader, annotatorOf } from "../support/labelling.ts";

const itemId = aHeader().itemId;
const anAssignment = (changes: Partial<Assignment> = {}): Assignment => ({
  assignmentId: "01" as AssignmentId,
  projectId: aHeader().projectId,
  annotatorId: annotatorOf(1),
  items: [{ itemId, round: 1 }],
  done: [],
  released: [],
  unsettled: [],
  state: "open",
  leaseUntilMs: 1_000,
  firstLeaseUntilMs: 1_000,
  ontologyVersion: 1,
  instructionsVersion: 1,
  pay: { kind: "unpaid" },
  createdAtMs: 0,
  ...changes,
});

describe("a lease", () => {
  it("is looked into only when every handler that saw it in force has ended (I8)", () => {
    const moment = fc.integer({ min: 0, max: 10_000 });
    const skew = fc.integer({ min: -CLOCK_SKEW_MS_MAX, max: CLOCK_SKEW_MS_MAX });
    const running = fc.integer({ min: 0, max: HANDLER_TIMEOUT_MS_MAX });
    fc.assert(
      fc.property(moment, skew, running, (sawAtMs, skewMs, ranMs) => {
        if (isPastLease(anAssignment(), sawAtMs)) return;
        expect(isOverdue(anAssignment(), sawAtMs + ranMs + skewMs)).toBe(false);
      }),
    );
    expect(isOverdue(anAssignment(), 1_000 + RECONCILE_GRACE_MS + 1)).toBe(true);
    expect(isOverdue(anAssignment({ state: "closed" }), 1e12)).toBe(false);
  });

  it("covers every function: none may run longer than reconcile waits for", () => {
    const seconds = [...Object.values<Endpoint>(endpoints), ...Object.values(background)].map(
      ({ timeoutSeconds = 15 }) => timeoutSeconds,
    );
    expect(Math.max(...seconds) * 1000).toBeLessThanOrEqual(HANDLER_TIMEOUT_MS_MAX);
    expect(RECONCILE_GRACE_MS).toBeGreaterThan(HANDLER_TIMEOUT_MS_MAX + CLOCK_SKEW_MS_MAX);
  });

  it("extended in time moves lateness; extended afterwards only the looking; never becomes shorter", () => {
    expect(extended(anAssignment(), 500, 900)).toEqual({ leaseUntilMs: 1_400, firstLeaseUntilMs: 1_400 });
    expect(extended(anAssignment(), 500, 1_100)).toEqual({ leaseUntilMs: 1_600, firstLeaseUntilMs: 1_000 });
    expect(extended(anAssignment(), 500, 100)).toEqual({ leaseUntilMs: 1_000, firstLeaseUntilMs: 1_000 });
  });

  it("makes an answer late when it has run out, or the item was given back", () => {
    const held = { round: 1, claims: { [annotatorOf(1)]: anAssignment().assignmentId } };
    const first = { itemId, round: 1, revision: 1 };
    expect(isLate(anAssignment(), first, held, 1_000)).toBe(false);
    expect(isLate(anAssignment(), first, held, 1_001)).toBe(true);
    expect(isLate(anAssignment({ released: [itemId] }), first, held, 1)).toBe(true);
    expect(isLate(anAssignment(), first, { ...held, claims: {} }, 1)).toBe(true);
    expect(isLate(anAssignment(), first, { round: 2, claims: {} }, 1)).toBe(false);
    expect(isLate(anAssignment(), { ...first, revision: 2 }, { ...held, claims: {} }, 1)).toBe(false);
  });

  it("has something left to answer until all is done", () => {
    expect(isUnderWay(anAssignment())).toBe(true);
    expect(isUnderWay(anAssignment({ done: [itemId] }))).toBe(false);
    expect(isUnderWay(anAssignment({ state: "closed" }))).toBe(false);
  });
});

describe("a claim", () => {
  const overlap = { min: 2, max: 3 };
  const [one, two, three] = [annotatorOf(1), annotatorOf(2), annotatorOf(3)];
  const token = "T" as AssignmentId;
  it.each([
    ["a slot is free", aHeader({ claims: { [two]: token } }), true],
    ["all slots are held or answered", aHeader({ claims: { [two]: token }, answeredBy: [three] }), false],
    ["she holds it already", aHeader({ claims: { [one]: token } }), false],
    ["she has answered it in this round", aHeader({ answeredBy: [one] }), false],
    ["it is decided", aHeader({ state: "agreed" }), false],
    ["more are wanted than at first", aHeader({ overlapWanted: 3, answeredBy: [two, three] }), true],
  ] as const)("when %s: %#", (_, header, expected) => {
    expect(mayTake(header, one, overlap)).toBe(expected);
  });
});

describe("a submission", () => {
  const given = { revision: 1, submissionId: "a", counted: true };
  it.each([
    ["the first", [], { submissionId: "a" }, { kind: "store", revision: 1 }],
    ["the same again", [given], { submissionId: "a" }, { kind: "again", found: given }],
    ["another", [given], { submissionId: "b" }, { kind: "conflict", current: 1 }],
    ["a correction", [given], { submissionId: "b", replaces: 1 }, { kind: "store", revision: 2 }],
    ["a correction of what is not there", [], { submissionId: "b", replaces: 1 }, { kind: "conflict", current: 0 }],
    [
      "a correction of an older one",
      [given, { ...given, revision: 2 }],
      { submissionId: "b", replaces: 1 },
      { kind: "conflict", current: 2 },
    ],
    [
      "anew after one that did not count",
      [{ ...given, counted: false }],
      { submissionId: "b" },
      { kind: "store", revision: 2 },
    ],
  ] as const)("is %s", (_, before, submitted, plan) => {
    expect(planRevision<typeof given>([...before], submitted)).toEqual(plan);
  });
});
