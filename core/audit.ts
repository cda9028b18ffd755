import { RECONCILE_GRACE_MS } from "./assignment.ts";
import { currentCounted, type HeardAnnotation } from "./decide.ts";
import type { AnnotatorId, AssignmentId, ItemId } from "./ids.ts";
import { freeSlots, type ItemHeader } from "./item.ts";
import type { Overlap } from "./project.ts";

/** As much of an item's rows as shows whether they fit together. */
export interface AuditedItem {
  readonly itemId: ItemId;
  readonly header: Pick<
    ItemHeader,
    "round" | "state" | "claims" | "answeredBy" | "overlapWanted" | "doubted" | "consensus"
  >;
  /** Whether the row stands in the backlog index. */
  readonly inBacklog: boolean;
  readonly annotations: readonly (Omit<HeardAnnotation, "answer"> & { readonly acceptedAtMs: number })[];
  /** When a reviewer last decided it in this round. */
  readonly reviewedAtMs?: number;
}

/** What must never be, and what sets it right. */
export type Fault =
  /** The header does not know of an answer, or knows of one that is not there: decide again. */
  | { readonly kind: "answers-unseen" }
  /** A reviewer's decision was stored, and the header does not have it. */
  | { readonly kind: "review-unseen" }
  /** A claim so old that its assignment should have ended: drop it if it has. */
  | { readonly kind: "claim-old"; readonly annotatorId: AnnotatorId; readonly token: AssignmentId }
  /** Wants annotators and is not in the backlog, or the other way round: write the row again. */
  | { readonly kind: "backlog-wrong" }
  /** Open, nobody holds it, and nobody more is wanted, since the overlap was changed: decide again. */
  | { readonly kind: "stuck" };

/** Longer than any lease: a claim whose assignment was made before then is looked into. */
export const OLD_CLAIM_MS = 24 * 60 * 60_000;

/**
 * Faults of one item. What was written within reconcile's grace is left alone: its writer may be on the way to the
 * header, and is found by the lease if not.
 */
export const faultsOf = (item: AuditedItem, overlap: Overlap, nowMs: number): readonly Fault[] => {
  const { header, annotations } = item;
  const inRound = annotations.filter(({ round }) => round === header.round);
  const newestMs = Math.max(0, item.reviewedAtMs ?? 0, ...inRound.map(({ acceptedAtMs }) => acceptedAtMs));
  if (header.state === "rejected" || header.state === "replaced" || newestMs > nowMs - RECONCILE_GRACE_MS) return [];

  const counted = currentCounted(inRound).map(({ annotatorId }) => annotatorId);
  const wants = freeSlots(header, overlap) > 0;
  const isSeen = counted.join() === header.answeredBy.join();
  const isStuck = header.state === "open" && !wants && Object.keys(header.claims).length === 0;
  return [
    ...(isSeen ? [] : [{ kind: "answers-unseen" } as const]),
    ...(item.reviewedAtMs !== undefined && !header.consensus?.reviewed ? [{ kind: "review-unseen" } as const] : []),
    ...oldClaims(header.claims, nowMs),
    ...(isSeen && isStuck ? [{ kind: "stuck" } as const] : []),
    ...(wants !== item.inBacklog ? [{ kind: "backlog-wrong" } as const] : []),
  ];
};

const oldClaims = (claims: ItemHeader["claims"], nowMs: number): readonly Fault[] =>
  Object.entries(claims)
    .filter(([, token]) => madeAtMs(token) < nowMs - OLD_CLAIM_MS)
    .map(([annotatorId, token]) => ({ kind: "claim-old", annotatorId: annotatorId as AnnotatorId, token }));

const ULID_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The moment in a ULID: its first ten letters, in base 32. */
export const madeAtMs = (ulid: string): number =>
  [...ulid.slice(0, 10)].reduce((sum, letter) => sum * 32 + ULID_LETTERS.indexOf(letter), 0);
