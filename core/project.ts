import type { ProjectId } from "./ids.ts";
import type { Localized } from "./localized.ts";

export const PROJECT_STATES = ["draft", "open", "paused", "closed"] as const;
export type ProjectState = (typeof PROJECT_STATES)[number];

export const MEDIA_KINDS = ["image", "video", "text"] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** What one answer to one item earns. Unpaid must be said, it is never assumed. */
export type Pay =
  | { readonly kind: "unpaid" }
  | {
      readonly kind: "paid";
      /** Millionths of the currency's unit, so that sums are exact: 500000 INR-micros are half a rupee. */
      readonly amountMicros: number;
      /** ISO 4217. */
      readonly currency: string;
    };

/** How long one answer takes, in seconds, as the vendor declares it from a paid pilot: 1 ≤ usual ≤ slow. Nobody's time is measured. */
export interface AnswerSeconds {
  readonly usual: number;
  readonly slow: number;
}

export const ANSWER_SECONDS = { min: 1, max: 24 * 60 * 60 } as const;

/** Annotators wanted per item: asked of `min` at first, grown one by one to `max` while undecided. 1 ≤ min ≤ max ≤ 25. */
export interface Overlap {
  readonly min: number;
  readonly max: number;
}

export const OVERLAP_MAX = 25;
/** How sure a decision must be for an item to stop asking below its maximum overlap. `majority`: more than half will do. */
export const CONFIDENCE_TARGETS = ["majority", 0.9, 0.95, 0.99] as const;
export type ConfidenceTarget = (typeof CONFIDENCE_TARGETS)[number];
export const LEASE_MS = { min: 60_000, max: 24 * 60 * 60_000, default: 30 * 60_000 } as const;
/** Items handed over in one assignment. */
export const PACKET_ITEMS = { min: 1, max: 20, default: 10 } as const;

/** Markdown per language; shown sanitized, never as HTML. A change makes the next version. */
export interface Instructions {
  /** From 1. */
  readonly version: number;
  readonly text: Localized;
}

export interface Project {
  readonly projectId: ProjectId;
  readonly title: Localized;
  readonly state: ProjectState;
  /** Counts changes of the row: an update carries the one it read. */
  readonly ver: number;
  readonly media: MediaKind;
  /** Who asks for the labels, and what for: required, shown to every annotator. */
  readonly askedBy: string;
  readonly purpose: Localized;
  readonly instructions: Instructions;
  readonly overlap: Overlap;
  /** For classes that exclude each other; what else is asked for goes by majority. */
  readonly confidenceTarget: ConfidenceTarget;
  readonly pay: Pay;
  /** Absent until the vendor declares it. */
  readonly answerSeconds?: AnswerSeconds;
  /** New files wait while a proposal that three or more have seconded is unanswered. */
  readonly proposalsFirst: boolean;
  readonly leaseMs: number;
  readonly packetItems: number;
  /** Version of the ontology that new assignments carry. */
  readonly ontologyVersion: number;
  /** Raised at each opening; a ticket of an older epoch is dropped unread, and names the task queue. */
  readonly epoch: number;
  readonly createdAtMs: number;
}

/** draft → open ⇄ paused → closed; a closed project stays closed. */
export const mayBecome = (from: ProjectState, to: ProjectState): boolean =>
  ({ draft: ["open"], open: ["paused", "closed"], paused: ["open", "closed"], closed: [] as string[] })[from].includes(
    to,
  );
