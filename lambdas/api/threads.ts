import * as z from "zod";
import { HIDING_GROUNDS, SPEAKERS } from "../../core/thread.ts";
import { author, shownVoice } from "./proposals.ts";
import { itemId, labelId, languageTag, localized, ulid, voiceKey, words } from "./shapes.ts";

/** Questions on an item, a label or the instructions, and what is said to them. */

export const anchor = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("item"), itemId }),
  z.strictObject({ kind: z.literal("label"), labelId }),
  z.strictObject({ kind: z.literal("instructions") }),
]);

/** A word as its reader may see it: what is hidden from her has neither text nor voice. */
const word = z.object({
  wordId: ulid,
  speaker: z.enum(SPEAKERS),
  /** Absent for a vendor, who is called so. */
  author: author.optional(),
  isMe: z.boolean(),
  text: z.string().optional(),
  language: z.string(),
  voice: shownVoice.optional(),
  atMs: z.int(),
  hidden: z
    .discriminatedUnion("by", [
      z.object({ by: z.literal("author"), atMs: z.int() }),
      z.object({ by: z.literal("vendor"), ground: z.enum(HIDING_GROUNDS), reason: z.string(), atMs: z.int() }),
    ])
    .optional(),
});

export const thread = z.object({
  threadId: ulid,
  anchor,
  /** Of a question about an item, for vendors and reviewers, who may see every item: where it can be shown. */
  item: z.object({ url: z.string().optional(), text: z.string().optional() }).optional(),
  openedAtMs: z.int(),
  /** Oldest first; never none. */
  words: z.array(word),
  /** Since when an annotator waits for the vendor, and in whole days; absent when nobody waits. */
  waitsSinceMs: z.int().optional(),
  waitsDays: z.int().optional(),
  /** The version of the instructions that its answer became. */
  instructionsVersion: z.int().optional(),
});
export type ThreadShape = z.infer<typeof thread>;

const said = { text: words(2_000).optional(), language: languageTag, voice: voiceKey.optional() };
const saysSomething = ({ text, voice }: { text?: string | undefined; voice?: string | undefined }): boolean =>
  text !== undefined || voice !== undefined;
const SAY = { message: "say it in words or by voice" };

export const openThread = {
  /** `threadId` is made by the page: the same question sent again is the same question. */
  body: z.strictObject({ threadId: ulid, anchor, ...said }).refine(saysSomething, SAY),
  response: thread,
};
export const listThreads = {
  query: z.strictObject({
    /** Only what is asked of this. */
    anchor: z
      .string()
      .regex(/^(?:item:[a-z2-7]{20}|label:[a-z0-9][a-z0-9_-]{0,39}|instructions)$/)
      .describe("item:… or label:… with an id, or instructions")
      .optional(),
  }),
  response: z.object({ threads: z.array(thread) }),
};
export const getThread = { response: thread };
export const replyInThread = {
  body: z.strictObject({ wordId: ulid, ...said }).refine(saysSomething, SAY),
  response: thread,
};
/** Whoever said it just takes it back; a vendor names the ground, and gives a reason that everybody reads. */
export const hideWord = {
  body: z.strictObject({ ground: z.enum(HIDING_GROUNDS).optional(), reason: words(500).optional() }),
  response: thread,
};
/** Carries the `ver` of the project that the vendor looked at, and the whole text as it shall be. */
export const answerAsInstructions = {
  body: z.strictObject({ ver: z.int(), text: localized(20_000) }),
  response: thread,
};
