import * as z from "zod";
import { CONSENSUS_STATES, PRIORITY } from "../../core/item.ts";
import { explanation } from "./explanation.ts";
import { annotationKind, answer, cursor, itemId, labelId, media, shape, shownItem, value } from "./shapes.ts";

export const itemState = z.enum([...CONSENSUS_STATES, "rejected", "replaced"]);
/** 0 is handed out first, 31 last; every item begins with 16. */
const priority = z.int().min(PRIORITY.first).max(PRIORITY.last);
const summary = z.object({
  state: z.enum(CONSENSUS_STATES),
  agreement: z.number(),
  confidence: z.number().optional(),
  classes: z.array(labelId).optional(),
  shapeCount: z.int().optional(),
  reviewed: z.literal(true).optional(),
});

export const itemCard = z.object({
  itemId,
  name: z.string(),
  state: itemState,
  round: z.int(),
  priority,
  answers: z.int(),
  consensus: summary.optional(),
  media: media.optional(),
  url: z.string().optional(),
  text: z.string().optional(),
  rejection: z.object({ code: z.string(), message: z.string() }).optional(),
  /** Newer bytes lie under the same key and wait for the vendor. */
  replacementWaits: z.boolean(),
  /** Another item of the project with the same bytes. */
  duplicateOf: itemId.optional(),
  createdAtMs: z.int(),
});
export type ItemCard = z.infer<typeof itemCard>;

export const listItems = {
  query: z.strictObject({
    /** Those of known answer are listed as `gold`, whatever was settled. */
    state: z.enum([...itemState.options, "gold"]).optional(),
    cursor: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(100).optional(),
  }),
  response: z.object({ items: z.array(itemCard), cursor: z.string().optional() }),
};

/** Answers are told apart by letters given per item: a vendor sees who disagreed with whom, never who it was. */
export const getItem = {
  response: z.object({
    item: itemCard,
    shown: shownItem.optional(),
    source: z.object({ key: z.string(), line: z.int().optional(), sizeBytes: z.int(), sha256: z.string() }),
    extra: z.record(z.string(), z.unknown()).optional(),
    answers: z.array(
      z.object({
        letter: z.string(),
        round: z.int(),
        revision: z.int(),
        ontologyVersion: z.int(),
        answer,
        counted: z.boolean(),
        current: z.boolean(),
      }),
    ),
    /** How many more there are that are too large to be shown here; exports have them. */
    answersTooLarge: z.int().optional(),
    consensusValue: value.optional(),
    /** A shape of the fused value with the letters behind it. */
    support: z.array(z.object({ shape, letters: z.array(z.string()) })).optional(),
    explanation: explanation.optional(),
    /** Of an item that a reviewer settled: whether it is gold, whether somebody has asked about it, so that nobody further is given it, and what was said of it as gold, by nobody in particular. */
    gold: z
      .object({
        handedOut: z.boolean(),
        asked: z.boolean(),
        answers: z.array(answer),
        answersTooLarge: z.int().optional(),
      })
      .optional(),
    reviews: z.array(z.object({ round: z.int(), decision: z.unknown(), note: z.string().optional(), atMs: z.int() })),
  }),
};

/** A reviewer's stored decision; the answers under it stay. */
export const reviewItem = {
  body: z.strictObject({
    ver: z.int().optional(),
    round: z.int(),
    decision: answer,
    note: z.string().trim().max(2_000).optional(),
  }),
  response: itemCard,
};
/** Starts the next round: it asks for annotators again, and nothing said before is lost. */
export const reopenItem = {
  body: z.strictObject({ round: z.int(), reason: z.string().trim().min(1).max(2_000) }),
  response: itemCard,
};
/** Whom it is handed to is as before: it only comes sooner or later. */
export const changePriority = { body: z.strictObject({ priority }), response: itemCard };
/** Gold is handed out unseen, among the items that want answers; what is said of it teaches skills and decides nothing. */
export const markGold = {
  body: z.strictObject({ gold: z.boolean() }),
  response: z.object({ itemId, gold: z.boolean() }),
};
export const resolveReplacement = { body: z.strictObject({ accept: z.boolean() }), response: z.object({ itemId }) };

const fileName = z.string().min(1).max(900);
export const startUpload = {
  body: z.strictObject({
    files: z
      .array(
        z.strictObject({
          name: fileName,
          sizeBytes: z.int().min(0).max(50_000_000_000),
          contentType: z.string().max(100),
          /** A label's picture, not an item: JPEG, PNG, WebP or GIF up to 5 MiB. The answer has the key for `exampleKey`. */
          purpose: z.literal("example").optional(),
        }),
      )
      .min(1)
      .max(100),
  }),
  response: z.object({
    files: z.array(
      z.discriminatedUnion("kind", [
        /** One form post; the fields bound its size. */
        z.object({
          kind: z.literal("post"),
          name: z.string(),
          key: z.string(),
          url: z.string(),
          fields: z.record(z.string(), z.string()),
        }),
        /** Parts of `partBytes` each; ask for their addresses, then complete. Can go on after a break: `uploadId` is all it takes. */
        z.object({
          kind: z.literal("multipart"),
          name: z.string(),
          key: z.string(),
          uploadId: z.string(),
          partBytes: z.int(),
        }),
      ]),
    ),
  }),
};
const uploadOf = { key: z.string().min(1).max(1024), uploadId: z.string().min(1).max(1024) };
export const signUploadParts = {
  body: z.strictObject({
    ...uploadOf,
    /** Of the whole file: each address takes as many bytes as its part has, and no others. */
    sizeBytes: z.int().min(1).max(50_000_000_000),
    parts: z.array(z.int().min(1).max(10_000)).max(100),
  }),
  /** `stored`: parts that lie there already, for going on after a break. */
  response: z.object({
    parts: z.array(z.object({ part: z.int(), url: z.string() })),
    stored: z.array(z.object({ part: z.int(), etag: z.string(), sizeBytes: z.int() })),
  }),
};
export const completeUpload = {
  body: z.strictObject({
    ...uploadOf,
    parts: z
      .array(z.strictObject({ part: z.int().min(1).max(10_000), etag: z.string().max(100) }))
      .min(1)
      .max(10_000),
  }),
  response: z.object({ key: z.string() }),
};
export const abortUpload = { body: z.strictObject(uploadOf), response: z.object({}) };

export const answerKind = annotationKind;
