import type { AnnotatorId, AssignmentId, ItemId, ProjectId } from "./ids.ts";
import type { Pay } from "./project.ts";

/** A small packet of items handed to one annotator, and the time they are held for her. The outbox of the protocol. */
export interface Assignment {
  readonly assignmentId: AssignmentId;
  readonly projectId: ProjectId;
  readonly annotatorId: AnnotatorId;
  readonly items: readonly { readonly itemId: ItemId; readonly round: number }[];
  /** Items whose header has taken the answer in, or whose claim was given back. When all are, it closes. */
  readonly done: readonly ItemId[];
  readonly state: "open" | "closed";
  readonly leaseUntilMs: number;
  /** The first lease's end: an answer after it is late, even when the lease was re-armed for it. */
  readonly firstLeaseUntilMs: number;
  readonly ontologyVersion: number;
  /** Copied from the project: what is promised is what is paid. */
  readonly pay: Pay;
  readonly createdAtMs: number;
}

/** Longest that any handler may run. */
export const HANDLER_TIMEOUT_MS_MAX = 60_000;
/** Clocks of two handlers may differ by this much. */
export const CLOCK_SKEW_MS_MAX = 15_000;
/** Reconcile leaves a lease alone for this long after its end. Must exceed the two above: a correctness condition (I8). */
export const RECONCILE_GRACE_MS = 90_000;
