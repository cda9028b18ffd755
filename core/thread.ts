import type { AnnotatorId, ItemId, LabelId, ProjectId } from "./ids.ts";
import type { Role } from "./membership.ts";
import type { VoiceNote } from "./voice-note.ts";

/** What a question is about. */
export type ThreadAnchor =
  | { readonly kind: "item"; readonly itemId: ItemId }
  | { readonly kind: "label"; readonly labelId: LabelId }
  | { readonly kind: "instructions" };

/** An anchor in one word, as `listThreads` is asked for it. Ids are taken as text: the page has them so. */
export const anchorName = (
  anchor:
    | { readonly kind: "item"; readonly itemId: string }
    | { readonly kind: "label"; readonly labelId: string }
    | { readonly kind: "instructions" },
): string => {
  switch (anchor.kind) {
    case "item":
      return `item:${anchor.itemId}`;
    case "label":
      return `label:${anchor.labelId}`;
    case "instructions":
      return "instructions";
  }
};

/** As whom somebody spoke. Clients neither ask nor read. */
export const SPEAKERS = ["vendor", "reviewer", "annotator"] as const satisfies readonly Role[];
export type Speaker = (typeof SPEAKERS)[number];

/** What somebody said, as she said it: written once, edited by nobody. A text, a voice note, or both. */
export interface ThreadWord {
  /** A ULID that the page made. The first word of a thread has the id of the thread. */
  readonly wordId: string;
  readonly authorId: AnnotatorId;
  readonly speaker: Speaker;
  readonly text?: string;
  /** BCP 47, of what she wrote or said. */
  readonly language: string;
  readonly voice?: VoiceNote;
  readonly atMs: number;
}

/** A question and what was said to it. It begins with its first word, in one write. */
export interface Thread {
  readonly threadId: string;
  readonly projectId: ProjectId;
  readonly anchor: ThreadAnchor;
  readonly first: ThreadWord;
}

/** The only grounds on which a vendor may hide what somebody said. */
export const HIDING_GROUNDS = ["abuse", "personal"] as const;
export type HidingGround = (typeof HIDING_GROUNDS)[number];

/** That a word is not shown. It lies beside the word, which stays. The first of each kind stands. */
export type Hiding =
  /** By whoever said it. */
  | { readonly by: "author"; readonly wordId: string; readonly atMs: number }
  | {
      readonly by: "vendor";
      readonly wordId: string;
      readonly vendorId: AnnotatorId;
      readonly ground: HidingGround;
      /** In the vendor's words; shown in the place of what is hidden. */
      readonly reason: string;
      readonly atMs: number;
    };

/** A thread with all that was said, oldest first, and what of it is hidden. */
export interface ThreadFile {
  readonly thread: Thread;
  /** The first one included. */
  readonly words: readonly ThreadWord[];
  readonly hidings: readonly Hiding[];
}

/** The hiding in force: who took her own words back has the last word on them. */
export const hidingOf = (hidings: readonly Hiding[], wordId: string): Hiding | undefined => {
  const ofWord = hidings.filter((hiding) => hiding.wordId === wordId);
  return ofWord.find(({ by }) => by === "author") ?? ofWord[0];
};

/**
 * Whether somebody may read a word. What its author took back is hers alone; what a vendor hid the vendors go on
 * reading under the notice, so that nobody can keep anything from them, and so does whoever said it.
 */
export const mayRead = (
  word: Pick<ThreadWord, "authorId">,
  hiding: Hiding | undefined,
  reader: { readonly personId: AnnotatorId; readonly speaker: Speaker },
): boolean => !hiding || word.authorId === reader.personId || (hiding.by === "vendor" && reader.speaker === "vendor");

/**
 * When the oldest word came that an annotator waits for an answer to: the first of hers after the last of a vendor.
 * Undefined when none waits. Only a vendor's word answers, or new instructions (`answeredAtMs`, when the thread became
 * part of them); hiding a word does not, nor does what a reviewer says. What was taken back asks for nothing.
 */
export const unansweredSinceMs = (
  { words, hidings }: Pick<ThreadFile, "words" | "hidings">,
  answeredAtMs = Number.NEGATIVE_INFINITY,
): number | undefined => {
  const answers = words
    .filter(({ wordId, speaker }) => speaker === "vendor" && hidingOf(hidings, wordId)?.by !== "author")
    .map(({ atMs }) => atMs);
  const lastMs = Math.max(answeredAtMs, ...answers);
  return words.find(
    ({ wordId, speaker, atMs }) =>
      speaker === "annotator" && atMs > lastMs && hidingOf(hidings, wordId)?.by !== "author",
  )?.atMs;
};

/** In the order in which they were heard; those of one moment by their ids. */
export const inOrder = (words: readonly ThreadWord[]): readonly ThreadWord[] =>
  [...words].sort((one, other) => one.atMs - other.atMs || (one.wordId < other.wordId ? -1 : 1));
