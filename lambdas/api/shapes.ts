import * as z from "zod";
import {
  ANNOTATION_KINDS,
  type Answer,
  CANT_TELL_REASONS,
  SHAPES_MAX,
  type Shape,
  UNUSABLE_REASONS,
} from "../../core/annotation.ts";
import {
  ANNOTATOR_ID_PATTERN,
  type AnnotatorId,
  type AssignmentId,
  type ExportId,
  ITEM_ID_PATTERN,
  type ItemId,
  LABEL_ID_PATTERN,
  type LabelId,
  PROJECT_ID_PATTERN,
  type ProjectId,
  ULID_PATTERN,
} from "../../core/ids.ts";
import { ROLES } from "../../core/membership.ts";
import { LABELS_MAX, TOOLS } from "../../core/ontology.ts";
import {
  ANSWER_SECONDS,
  CONFIDENCE_TARGETS,
  LEASE_MS,
  MEDIA_KINDS,
  OVERLAP_MAX,
  PACKET_ITEMS,
  type Pay,
  PROJECT_STATES,
} from "../../core/project.ts";

/** The parts that requests and answers are built of. Every length, count and number is bounded here, once. */
const id = <Id extends string>(pattern: RegExp, words: string) =>
  z
    .string()
    .regex(pattern)
    .describe(words)
    .transform((text) => text as Id);

export const projectId = id<ProjectId>(PROJECT_ID_PATTERN, "the id of a project, 8 to 26 of a-z and 0-9");
export const itemId = id<ItemId>(ITEM_ID_PATTERN, "the id of an item, 20 of a-z and 2-7");
export const annotatorId = id<AnnotatorId>(ANNOTATOR_ID_PATTERN, "the id of a person, a UUID in small letters");
export const assignmentId = id<AssignmentId>(ULID_PATTERN, "the id of an assignment, a ULID");
export const exportId = id<ExportId>(ULID_PATTERN, "the id of an export, a ULID");
/** Of a proposal, a plan, a thread or a word in one. */
export const ulid = z.string().regex(ULID_PATTERN).describe("a ULID");
export const labelId = id<LabelId>(LABEL_ID_PATTERN, "the id of a label, 1 to 40 of a-z, 0-9, _ and -");
export const submissionId = z.uuid();
export const secret = z.string().regex(/^[A-Za-z0-9_-]{22,64}$/);
export const cursor = z.string().max(1024);

export const languageTag = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)
  .describe("a language tag such as en or hi");
/** Something that somebody wrote: trimmed, and not empty. */
export const words = (lengthMax: number) => z.string().trim().min(1).max(lengthMax);
export const voiceKey = z.string().min(1).max(200).describe("the key that startVoice gave");
export const localized = (lengthMax: number) =>
  z
    .record(languageTag, z.string().trim().min(1).max(lengthMax))
    .refine((text) => Object.keys(text).length >= 1 && Object.keys(text).length <= 20, "give 1 to 20 languages");

export const pay = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("unpaid") }),
  z.strictObject({
    kind: z.literal("paid"),
    amountMicros: z.int().min(1).max(1_000_000_000_000),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .describe("a currency in three capital letters, such as INR"),
  }),
]) satisfies z.ZodType<Pay>;

export const answerSeconds = z
  .strictObject({
    usual: z.number().min(ANSWER_SECONDS.min).max(ANSWER_SECONDS.max),
    slow: z.number().min(ANSWER_SECONDS.min).max(ANSWER_SECONDS.max),
  })
  .refine(({ usual, slow }) => usual <= slow, { path: ["slow"], message: "slow must be at least usual" });

export const overlap = z
  .strictObject({ min: z.int().min(1).max(OVERLAP_MAX), max: z.int().min(1).max(OVERLAP_MAX) })
  .refine(({ min, max }) => min <= max, { path: ["max"], message: "max must be at least min" });

export const label = z.strictObject({
  id: labelId,
  names: localized(80),
  definition: localized(2_000),
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .describe("a colour such as #009e73, in small letters"),
  exampleKey: z.string().min(1).max(1024).optional(),
});

/** What a vendor sends; numbers and versions are given by the server. */
export const ontologyDraft = z.strictObject({
  labels: z
    .array(label)
    .min(1)
    .max(LABELS_MAX)
    .refine((labels) => new Set(labels.map((one) => one.id)).size === labels.length, "label ids must differ"),
  tools: z
    .array(z.enum(TOOLS))
    .min(1)
    .max(TOOLS.length)
    .refine((tools) => new Set(tools).size === tools.length, "tools must differ")
    .refine((tools) => !(tools.includes("class") && tools.includes("classes")), "choose class or classes, not both"),
});

const shownLabel = label.extend({
  number: z.int(),
  parent: labelId.optional(),
  /** Presigned like media; only where there is an `exampleKey`. */
  exampleUrl: z.string().optional(),
});
/** How a version came to be is told by `listChanges`. */
export const ontology = z.object({
  version: z.int(),
  from: z.int(),
  labels: z.array(shownLabel),
  /** Labels of earlier versions that answers may still name. */
  retired: z.array(
    shownLabel.extend({
      retiredIn: z.int(),
      retirement: z.discriminatedUnion("by", [
        z.object({ by: z.literal("split"), into: z.array(labelId) }),
        z.object({ by: z.literal("merge"), into: labelId }),
        z.object({ by: z.literal("deprecate") }),
      ]),
    }),
  ),
  tools: z.array(z.enum(TOOLS)),
  hash: z.string(),
  because: z.object({ proposalId: z.string(), reason: z.string() }).optional(),
  publishedAtMs: z.int(),
});

export const projectState = z.enum(PROJECT_STATES);
export const mediaKind = z.enum(MEDIA_KINDS);
export const role = z.enum(ROLES);
export const leaseMs = z.int().min(LEASE_MS.min).max(LEASE_MS.max);
export const confidenceTarget = z.literal(CONFIDENCE_TARGETS);
export const packetItems = z.int().min(PACKET_ITEMS.min).max(PACKET_ITEMS.max);

/** Coordinates are pixels of the upright picture; that they lie inside it is checked against the item. */
const pixel = z.number().min(0).max(1_000_000);
export const shape = z.strictObject({
  type: z.literal("box"),
  id: z.string().min(1).max(64),
  label: labelId,
  x: pixel,
  y: pixel,
  width: z.number().gt(0).max(1_000_000),
  height: z.number().gt(0).max(1_000_000),
}) satisfies z.ZodType<Shape>;

export const value = z.strictObject({
  classes: z.array(labelId).max(LABELS_MAX).optional(),
  shapes: z.array(shape).max(SHAPES_MAX).optional(),
});

export const answer = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("labelled"), value }),
  z.strictObject({ kind: z.literal("none_fit") }),
  z.strictObject({ kind: z.literal("cant_tell"), reason: z.enum(CANT_TELL_REASONS).optional() }),
  z.strictObject({ kind: z.literal("unusable"), reason: z.enum(UNUSABLE_REASONS) }),
]);
export const annotationKind = z.enum(ANNOTATION_KINDS);

/** zod writes an absent optional as possibly undefined; the domain says absent. The bodies come from JSON, which has no undefined. */
export const asAnswer = (parsed: z.infer<typeof answer>): Answer => parsed as Answer;

export const media = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("image"),
    contentType: z.string(),
    width: z.number(),
    height: z.number(),
    orientation: z.int(),
  }),
  z.object({
    kind: z.literal("video"),
    contentType: z.string(),
    width: z.number(),
    height: z.number(),
    durationMs: z.number(),
  }),
  z.object({ kind: z.literal("text"), contentType: z.string(), codePoints: z.int() }),
]);

/** What a page needs to show an item: an address that works for a while, or the text itself. */
export const shownItem = z.object({
  itemId,
  round: z.int(),
  media,
  /** Presigned, on another origin than the page; absent when `text` is given. */
  url: z.string().optional(),
  text: z.string().optional(),
});
export type ShownItem = z.infer<typeof shownItem>;
