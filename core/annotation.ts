import type { AnnotatorId, AssignmentId, ItemId, LabelId } from "./ids.ts";

export const ANNOTATION_KINDS = ["labelled", "none_fit", "cant_tell", "unusable"] as const;
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number];

export const CANT_TELL_REASONS = [
  "too_small",
  "blurred",
  "needs_context",
  "needs_local_knowledge",
  "unclear_instructions",
] as const;
export type CantTellReason = (typeof CANT_TELL_REASONS)[number];

export const UNUSABLE_REASONS = ["does_not_load", "wrong_media", "harmful", "private", "other"] as const;
export type UnusableReason = (typeof UNUSABLE_REASONS)[number];

/** A box in continuous pixels of the upright (EXIF-rotated) image, origin top left; inside the image, sides > 0. */
export interface Box {
  readonly type: "box";
  /** Unique within the annotation; made by the client. */
  readonly id: string;
  readonly label: LabelId;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Every drawn thing. A union of one for now: new shapes join by their `type`. */
export type Shape = Box;

/**
 * What a person says is there. `classes` is present when the project has a class tool (one entry for `class`; any
 * number for `classes`); `shapes` when it has a drawing tool. An empty list is an answer: "nothing of this is here".
 */
export interface Value {
  readonly classes?: readonly LabelId[];
  readonly shapes?: readonly Shape[];
}

/** One annotator's whole answer to one item. The three special kinds are answers, paid alike, never missing data. */
export type Answer =
  | { readonly kind: "labelled"; readonly value: Value }
  | { readonly kind: "none_fit" }
  | { readonly kind: "cant_tell"; readonly reason?: CantTellReason }
  | { readonly kind: "unusable"; readonly reason: UnusableReason };

/** An answer as stored: write-once, key item · round · annotator · revision. The current one is the highest revision. */
export interface Annotation {
  readonly itemId: ItemId;
  readonly round: number;
  readonly annotatorId: AnnotatorId;
  /** From 1. A correction is the next revision; the old one stays. */
  readonly revision: number;
  /** The client's id of this submission (UUID): the same one again is the same answer again. */
  readonly submissionId: string;
  readonly assignmentId: AssignmentId;
  readonly ontologyVersion: number;
  /** Of the instructions that she had; absent in rows from before it was noted. */
  readonly instructionsVersion?: number;
  readonly answer: Answer;
  /** When the server accepted it. Exports are as of such a moment. */
  readonly acceptedAtMs: number;
  /** Came after its lease: still stored, paid and counted. */
  readonly late: boolean;
  /** False when it came after the project closed or the annotator left: stored and paid, not counted. */
  readonly counted: boolean;
}

/** Bounds that every answer is held to before anything is stored. */
export const SHAPES_MAX = 250_000;
/** Above this many bytes of JSON an answer travels through the bucket, by its hash. */
export const INLINE_ANSWER_BYTES_MAX = 8 * 1024;
export const ANSWER_BYTES_MAX = 32 * 1024 * 1024;
