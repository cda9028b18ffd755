import type { AnnotatorId, AssignmentId, ItemId, LabelId, ProjectId } from "./ids.ts";
import type { Overlap } from "./project.ts";

/** What ingest learned of an item from its bytes. Sizes are of the upright image (after EXIF rotation). */
export type Media =
  | {
      readonly kind: "image";
      readonly contentType: string;
      readonly width: number;
      readonly height: number;
      readonly orientation: number;
    }
  | {
      readonly kind: "video";
      readonly contentType: string;
      readonly width: number;
      readonly height: number;
      readonly durationMs: number;
    }
  | { readonly kind: "text"; readonly contentType: string; readonly codePoints: number };

/** Where an item's bytes are: pinned to one version of one object, or a text that came in a manifest line. */
export type Source =
  | {
      readonly from: "object";
      readonly key: string;
      readonly versionId?: string;
      readonly sizeBytes: number;
      readonly sha256: string;
      /** Of the newest event that brought these bytes, where one is known (core/sequencer.ts). */
      readonly sequencer?: string;
    }
  | {
      readonly from: "manifest";
      readonly manifestKey: string;
      readonly line: number;
      readonly sizeBytes: number;
      readonly sha256: string;
      /** The text itself and what else its line said, where both are short: then they need no rows of their own. */
      readonly text?: string;
      readonly extra?: Readonly<Record<string, unknown>>;
    };

/** States in which an item no longer asks for annotators, and the one in which it does. */
export const CONSENSUS_STATES = ["open", "agreed", "contested", "none_fit", "cant_tell", "unusable"] as const;
export type ConsensusState = (typeof CONSENSUS_STATES)[number];
/** `rejected`: never became labelable, with the reason; `replaced`: newer bytes were accepted under the same key. */
export type ItemState = ConsensusState | "rejected" | "replaced";

/** A decision as the header keeps it: small, since exports decide again from the annotations. */
export interface ConsensusSummary {
  readonly state: Exclude<ConsensusState, "open">;
  /** Share of counted annotators behind it, 0 to 1. */
  readonly agreement: number;
  /** Probability that it is right; absent while no method that calibrates has decided. */
  readonly confidence?: number;
  readonly classes?: readonly LabelId[];
  readonly shapeCount?: number;
  /** Decided by a reviewer, not by the annotators' answers. */
  readonly reviewed?: true;
}

/** Places in the order in which items are handed out: the first, the one that every item begins in, the last. */
export const PRIORITY = { first: 0, usual: 16, last: 31 } as const;

/** The authority over who may answer an item (architecture.md, "Assignment"). Every change is one write conditional on `ver`. */
export interface ItemHeader {
  readonly projectId: ProjectId;
  readonly itemId: ItemId;
  readonly ver: number;
  /** From 1; re-opening starts the next. */
  readonly round: number;
  readonly state: ItemState;
  /** Annotators wanted in this round as last decided; 0 until the first decision (then the project's minimum holds). */
  readonly overlapWanted: number;
  /** Somebody has said in this round that it cannot be used: a second person is asked, whatever the project's maximum. */
  readonly doubted?: true;
  /** Whole, 0 (handed out first) to 31 (last). */
  readonly priority: number;
  /** Who holds it in this round, by which assignment. All count, expired or not. */
  readonly claims: Readonly<Record<AnnotatorId, AssignmentId>>;
  /** Whose counted answers in this round the last decision saw, sorted. */
  readonly answeredBy: readonly AnnotatorId[];
  readonly consensus?: ConsensusSummary;
  /** Number of the skills snapshot the decision used; 0 is "everyone alike". */
  readonly snapshot: number;
  readonly media?: Media;
  readonly source: Source;
  /** Why a rejected item was rejected: a code the page translates, and the finding in words. */
  readonly rejection?: { readonly code: string; readonly message: string };
  /** Newer bytes that came under the same key and wait for the vendor to accept or refuse them. */
  readonly replacement?: Source;
  /** An earlier item of the project with the same bytes. Both are labelled; the vendor sees it. */
  readonly duplicateOf?: ItemId;
  /** When the vendor took newer bytes in its place: an export of an earlier moment still has it. */
  readonly replacedAtMs?: number;
  readonly createdAtMs: number;
}

/** One person's word must not take an item out of use: two are asked once somebody has doubted it. */
const WANTED_OF_DOUBTED = 2;

/** The overlap that holds for one item: the project's, and at least two once somebody has said that it cannot be used. */
export const overlapFor = ({ doubted }: Pick<ItemHeader, "doubted">, { min, max }: Overlap): Overlap =>
  doubted ? { min: Math.max(min, WANTED_OF_DOUBTED), max: Math.max(max, WANTED_OF_DOUBTED) } : { min, max };

/** Annotators wanted now: what the last decision asked for, never under the item's minimum nor over its maximum. */
export const wanted = (header: Pick<ItemHeader, "overlapWanted" | "doubted">, overlap: Overlap): number => {
  const { min, max } = overlapFor(header, overlap);
  return Math.min(max, Math.max(header.overlapWanted, min));
};

/** 256 for every project, for ever: an export shard is one bucket. */
export const BUCKETS = 256;

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** Two hex digits, from the first eight bits of the id (which are bits of a hash, so buckets fill alike). */
export const bucketOf = (itemId: ItemId): string => {
  const bits = BASE32.indexOf(itemId.charAt(0)) * 32 + BASE32.indexOf(itemId.charAt(1));
  return (bits >> 2).toString(16).padStart(2, "0");
};

/** All bucket names in order: what an export or a recount walks. */
export const bucketNames = (): readonly string[] =>
  Array.from({ length: BUCKETS }, (_, bucket) => bucket.toString(16).padStart(2, "0"));

/** How many more annotators may be given this item now. Claims count whether their lease has run out or not. */
export const freeSlots = (
  header: Pick<ItemHeader, "state" | "overlapWanted" | "doubted" | "answeredBy" | "claims">,
  overlap: Overlap,
): number =>
  header.state === "open"
    ? Math.max(0, wanted(header, overlap) - header.answeredBy.length - Object.keys(header.claims).length)
    : 0;
