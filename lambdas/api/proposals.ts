import * as z from "zod";
import type { OntologyChange } from "../../core/ontology-change/operations.ts";
import { PROPOSAL_KINDS } from "../../core/proposal.ts";
import { VOICE_BYTES_MAX, VOICE_TYPES } from "../../core/voice-note.ts";
import { itemId, label, labelId, languageTag, localized, ontology, ulid, voiceKey, words } from "./shapes.ts";

/** Annotators propose, others second, the vendor decides: the shapes of docs/a-say.md. */

const region = z.strictObject({
  x: z.number().min(0).max(1_000_000),
  y: z.number().min(0).max(1_000_000),
  width: z.number().gt(0).max(1_000_000),
  height: z.number().gt(0).max(1_000_000),
});
const example = z.strictObject({ itemId, region: region.optional() });

/** How somebody is named here: a short tag that holds within the project, and the name she chose, if she chose one. */
export const author = z.object({
  tag: z.string(),
  /** Only what she chose to be called (see `setCredit`). */
  name: z.string().optional(),
  /** It is the caller herself. */
  isMe: z.boolean(),
});
export type AuthorShape = z.infer<typeof author>;

/** An address that plays it for a while, on the media site. */
export const shownVoice = z.object({ url: z.string(), contentType: z.enum(VOICE_TYPES) });

/** An example with an address that shows its item for a while, where it may be shown. */
const shownExample = z.object({
  itemId,
  region: region.optional(),
  url: z.string().optional(),
  text: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
});

const newLabel = label.extend({ parent: labelId.optional() });
/** What a vendor may accept. */
export const ontologyChange = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("add"), label: newLabel, nearest: labelId.optional() }),
  z.strictObject({ kind: z.literal("split"), label: labelId, into: z.array(newLabel).min(1).max(20) }),
  z.strictObject({ kind: z.literal("merge"), labels: z.array(labelId).min(1).max(20), into: labelId }),
  z.strictObject({ kind: z.literal("rename"), label: labelId, names: localized(80) }),
  z.strictObject({ kind: z.literal("redefine"), label: labelId, definition: localized(2_000) }),
  z.strictObject({ kind: z.literal("deprecate"), label: labelId }),
]);
/** JSON has no undefined, but zod's type of an absent key allows it. */
export const asChange = (parsed: z.output<typeof ontologyChange>): OntologyChange =>
  JSON.parse(JSON.stringify(parsed)) as OntologyChange;

const standing = z.discriminatedUnion("state", [
  z.object({ state: z.literal("open") }),
  z.object({ state: z.literal("asked") }),
  z.object({
    state: z.literal("accepted"),
    reason: z.string(),
    atMs: z.int(),
    version: z.int().optional(),
    instructionsVersion: z.int().optional(),
  }),
  z.object({ state: z.literal("declined"), reason: z.string(), atMs: z.int() }),
  z.object({ state: z.literal("withdrawn"), atMs: z.int() }),
]);

const second = z.object({
  author,
  example: shownExample.optional(),
  note: z.string().optional(),
  voice: shownVoice.optional(),
  atMs: z.int(),
});
const word = z.object({
  by: z.enum(["vendor", "author"]),
  text: z.string().optional(),
  voice: shownVoice.optional(),
  atMs: z.int(),
});

/**
 * A proposal as its reader may see it. While it is unanswered an annotator gets neither the seconds nor their number:
 * whoever seconds gives her own view. Once it is answered everybody sees how many there were.
 */
export const proposal = z.object({
  proposalId: ulid,
  kind: z.enum(PROPOSAL_KINDS),
  labels: z.array(labelId),
  names: localized(80).optional(),
  definition: localized(2_000).optional(),
  why: z.string().optional(),
  language: z.string(),
  voice: shownVoice.optional(),
  example: shownExample,
  author,
  standing,
  createdAtMs: z.int(),
  /** Whole days since then. */
  ageDays: z.int(),
  /** Unanswered for longer than a vendor has for an answer. */
  isOverdue: z.boolean(),
  /** The caller has seconded it. */
  isSeconded: z.boolean(),
  /** For the vendor and reviewers always, for annotators once it is answered. */
  secondCount: z.int().optional(),
  seconds: z.array(second).optional(),
  words: z.array(word),
});
export type ProposalShape = z.infer<typeof proposal>;

/** What accepting would mean: the affected items and what asking for them again costs. */
export const plan = z.object({
  planId: ulid,
  proposalId: ulid,
  state: z.enum(["looking", "ready", "asking", "asked"]),
  /** 0 to 1: how far looking, or asking again, has come. */
  done: z.number(),
  baseVersion: z.int(),
  /** The ontology as it would be. */
  ontology: ontology.pick({ labels: true, retired: true }),
  /** Items affected; while `looking`, those found up to now. */
  affected: z.int(),
  /** Some of them, to look at. */
  shown: z.array(z.object({ itemId, name: z.string(), url: z.string().optional() })),
  scope: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("all") }),
      z.object({ kind: z.literal("sample"), items: z.int() }),
    ])
    .optional(),
  asked: z.int(),
  /** Of those asked again: how many are decided, and how many of them otherwise than before. */
  outcome: z.object({ decided: z.int(), changed: z.int() }).optional(),
  cost: z.object({
    items: z.int(),
    annotations: z.object({ min: z.int(), max: z.int() }),
    amountMicros: z.object({ min: z.int(), max: z.int() }),
    currency: z.string().optional(),
  }),
});
export type PlanShape = z.infer<typeof plan>;

export const startVoice = {
  body: z.strictObject({ contentType: z.enum(VOICE_TYPES), sizeBytes: z.int().min(1).max(VOICE_BYTES_MAX) }),
  /** A form to post the recording with; the bucket itself checks its size. Name `key` then. */
  response: z.object({ key: z.string(), url: z.string(), fields: z.record(z.string(), z.string()) }),
};

export const propose = {
  body: z
    .strictObject({
      /** Made by the page: the same one again is the same proposal again. */
      proposalId: ulid,
      kind: z.enum(PROPOSAL_KINDS),
      labels: z.array(labelId).max(20),
      names: localized(80).optional(),
      definition: localized(2_000).optional(),
      why: words(2_000).optional(),
      language: languageTag,
      voice: voiceKey.optional(),
      example,
    })
    .refine(({ names, definition, why, voice }) => names || definition || why || voice, {
      message: "say it in words or by voice",
    }),
  response: proposal,
};
export const listProposals = { response: z.object({ proposals: z.array(proposal) }) };
export const getProposal = { response: proposal.extend({ plan: plan.optional() }) };
export const secondProposal = {
  body: z.strictObject({
    example: example.optional(),
    note: words(1_000).optional(),
    voice: voiceKey.optional(),
  }),
  response: proposal,
};
export const withdrawProposal = { response: proposal };
/** The author answers what the vendor asked. */
export const answerProposal = {
  body: z
    .strictObject({
      /** Made by the page: the same one again is the same answer again. */
      wordId: ulid,
      text: words(2_000).optional(),
      voice: voiceKey.optional(),
    })
    .refine(({ text, voice }) => text || voice, { message: "say it in words or by voice" }),
  response: proposal,
};

/** Looks into what accepting these changes would mean; ask again with `getPlan` until it is ready. */
export const planProposal = {
  body: z.strictObject({ changes: z.array(ontologyChange).min(1).max(20) }),
  response: plan,
};
export const getPlan = { response: plan };
export const decideProposal = {
  body: z.discriminatedUnion("outcome", [
    z.strictObject({
      outcome: z.literal("accept"),
      planId: ulid,
      scope: z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("all") }),
        z.strictObject({ kind: z.literal("sample"), items: z.int().min(1).max(1_000) }),
      ]),
      reason: words(2_000),
    }),
    /** A proposal to change the instructions, accepted: they become the next version. */
    z.strictObject({
      outcome: z.literal("accept_instructions"),
      ver: z.int(),
      text: localized(20_000),
      reason: words(2_000),
    }),
    z.strictObject({ outcome: z.literal("ask"), text: words(2_000) }),
    z.strictObject({ outcome: z.literal("decline"), reason: words(2_000) }),
  ]),
  response: proposal,
};
/** After a sample: asks for the other affected items too. */
export const relabelRest = { response: plan };

/**
 * Languages that she works in, for data cards to count: told only for groups of at least five with at least five others.
 * Absent or empty: not told.
 */
const languages = z.array(languageTag).max(8).optional();

export const setCredit = {
  /** `none` is what holds until she chooses. */
  body: z.discriminatedUnion("form", [
    z.strictObject({ form: z.literal("none"), languages }),
    z.strictObject({ form: z.literal("named"), text: words(80), language: languageTag, languages }),
  ]),
  response: z.object({ form: z.enum(["none", "named"]), text: z.string().optional(), languages: z.array(z.string()) }),
};
export const getCredit = { response: setCredit.response };
