import type { AnnotatorId, AssignmentId, ItemId, ProjectId } from "./ids.ts";
import { freeSlots, type ItemHeader } from "./item.ts";
import type { Overlap, Pay } from "./project.ts";

/** A small packet of items handed to one annotator, and the time they are held for her. The outbox of the protocol. */
export interface Assignment {
  readonly assignmentId: AssignmentId;
  readonly projectId: ProjectId;
  readonly annotatorId: AnnotatorId;
  readonly items: readonly AssignedItem[];
  /** Items whose header has taken the answer in, or whose claim was given back. When all are, it closes. */
  readonly done: readonly ItemId[];
  /** Those of `done` that were given back, by her or because the lease ran out. */
  readonly released: readonly ItemId[];
  /** Writers that came after the plain course (late, a correction, a release): while one stands, only reconcile closes. */
  readonly unsettled: readonly string[];
  readonly state: "open" | "closed";
  readonly leaseUntilMs: number;
  /** The end of the lease as granted or extended in time: an answer after it is late, even when it was re-armed for it. */
  readonly firstLeaseUntilMs: number;
  readonly ontologyVersion: number;
  readonly instructionsVersion: number;
  /** Copied from the project: what is promised is what is paid. */
  readonly pay: Pay;
  readonly createdAtMs: number;
}

export interface AssignedItem {
  readonly itemId: ItemId;
  readonly round: number;
  /** Its answer is known (core/gold.ts): held by no claim, answered under the annotator. Never told on the wire. */
  readonly gold?: true;
}

/** Longest that any handler may run. */
export const HANDLER_TIMEOUT_MS_MAX = 60_000;
/** Clocks of two handlers may differ by this much. */
export const CLOCK_SKEW_MS_MAX = 15_000;
/** Reconcile leaves a lease alone for this long after its end. Must exceed the two above: a correctness condition (I8). */
export const RECONCILE_GRACE_MS = 90_000;

/** A browser holds one assignment open and one fetched ahead. */
export const ASSIGNMENTS_HELD_MAX = 2;

/** Whether a claim may be granted: a slot is free, and she neither holds nor answered the item in this round (I3). */
export const mayTake = (header: ItemHeader, annotatorId: AnnotatorId, overlap: Overlap): boolean =>
  freeSlots(header, overlap) > 0 && !(annotatorId in header.claims) && !header.answeredBy.includes(annotatorId);

/** The header with her claim. Only after `mayTake`. */
export const withClaim = (header: ItemHeader, annotatorId: AnnotatorId, token: AssignmentId): ItemHeader => ({
  ...header,
  claims: { ...header.claims, [annotatorId]: token },
});

/**
 * An answer after the lease, or to an item that is held no more, may be one more than was asked for (I9). At a first answer
 * the header is asked too: a release that was cut half-way has given items back without marking them.
 */
export const isLate = (
  assignment: Assignment,
  { itemId, round, gold, revision }: AssignedItem & { readonly revision: number },
  header: Pick<ItemHeader, "round" | "claims">,
  nowMs: number,
): boolean => {
  const isHeld = header.claims[assignment.annotatorId] === assignment.assignmentId;
  const wasGivenBack = !gold && revision === 1 && header.round === round && !isHeld;
  return nowMs > assignment.firstLeaseUntilMs || assignment.released.includes(itemId) || wasGivenBack;
};

/** Whether reconcile might have looked for the last time: then the lease is re-armed before anything is written. */
export const isPastLease = ({ state, leaseUntilMs }: Assignment, nowMs: number): boolean =>
  state === "closed" || nowMs > leaseUntilMs;

/** Whether reconcile may look: every handler that saw the lease in force has ended by now. */
export const isOverdue = ({ state, leaseUntilMs }: Assignment, nowMs: number): boolean =>
  state === "open" && leaseUntilMs + RECONCILE_GRACE_MS < nowMs;

export const allDone = ({ items, done }: Pick<Assignment, "items" | "done">): boolean =>
  items.every(({ itemId }) => done.includes(itemId));

/** Whether she still has something to answer in it. */
export const isUnderWay = (assignment: Assignment): boolean => assignment.state === "open" && !allDone(assignment);

/** The lease after "I am still at it": asked for in time it moves lateness too, afterwards only the looking. */
export const extended = (
  { leaseUntilMs, firstLeaseUntilMs }: Assignment,
  leaseMs: number,
  nowMs: number,
): Pick<Assignment, "leaseUntilMs" | "firstLeaseUntilMs"> => {
  const until = Math.max(leaseUntilMs, nowMs + leaseMs);
  return { leaseUntilMs: until, firstLeaseUntilMs: nowMs > firstLeaseUntilMs ? firstLeaseUntilMs : until };
};
