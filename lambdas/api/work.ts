import * as z from "zod";
import { ANSWER_BYTES_MAX } from "../../core/annotation.ts";
import { alone } from "./alone.ts";
import { answer, assignmentId, cursor, itemId, ontology, pay, shownItem, submissionId } from "./shapes.ts";

export const assignmentShape = z.object({
  assignmentId,
  items: z.array(shownItem),
  /** Items of it that are answered already (after a resume). */
  done: z.array(itemId),
  leaseMs: z.int(),
  expiresInMs: z.int(),
  ontology,
  instructionsVersion: z.int(),
  pay,
});
export type AssignmentShape = z.infer<typeof assignmentShape>;

/** `holding`: what the browser has open already; it gets one more (prefetch) while it holds at most one. */
export const assign = {
  body: z.strictObject({ holding: z.array(assignmentId).max(2).optional() }),
  response: z.discriminatedUnion("state", [
    z.object({ state: z.literal("assigned"), assignment: assignmentShape }),
    /** Nothing for this person now. Look at the availability file, ask again after `retryAfterMs`. */
    z.object({ state: z.literal("nothing"), retryAfterMs: z.int(), everythingAnswered: z.boolean() }),
  ]),
};
export const extendLease = { body: z.strictObject({}), response: z.object({ expiresInMs: z.int() }) };
/** Gives back what is not answered yet. */
export const release = { body: z.strictObject({}), response: z.object({ released: z.int() }) };

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe("a SHA-256 in 64 hexadecimal digits, in small letters");
const submitted = {
  itemId,
  submissionId,
  /** Set to correct an answer given before: the revision it replaces. */
  replaces: z.int().min(1).optional(),
};
/** One answer of a submit. */
export const submittedAnswer = z.union([
  z.strictObject({ ...submitted, answer }),
  /** For large answers: the body was put to the address that `startAnswer` gave, by this hash. */
  z.strictObject({ ...submitted, answerSha256: sha256 }),
]);
export const submit = {
  body: z.strictObject({ assignmentId, answers: z.array(alone(submittedAnswer)).min(1).max(20) }),
  /** One result for each answer, in order: some may be refused while others are stored. */
  response: z.object({
    results: z.array(
      z.discriminatedUnion("state", [
        z.object({ itemId, state: z.literal("stored"), revision: z.int(), late: z.boolean(), counted: z.boolean() }),
        z.object({
          /** Absent where none came that can be one. */
          itemId: itemId.optional(),
          state: z.literal("refused"),
          code: z.string(),
          message: z.string(),
          /** Within the answer, e.g. `answer.reason`. */
          field: z.string().optional(),
          value: z.string().optional(),
          allowed: z.string().optional(),
        }),
      ]),
    ),
  }),
};
export const startAnswer = {
  body: z.strictObject({ assignmentId, sha256, sizeBytes: z.int().min(1).max(ANSWER_BYTES_MAX) }),
  response: z.object({ url: z.string(), headers: z.record(z.string(), z.string()) }),
};
/** The caller's own answers in this project, newest first. */
export const history = {
  query: z.strictObject({ cursor: cursor.optional() }),
  response: z.object({
    annotations: z.array(
      z.object({
        itemId,
        assignmentId,
        round: z.int(),
        revision: z.int(),
        answer,
        acceptedAtMs: z.int(),
        /** Its answer was known: she is told once hers is given. Without `known` it is gold no more. */
        gold: z.object({ known: answer.optional(), knownTooLarge: z.boolean().optional() }).optional(),
        shown: shownItem.optional(),
      }),
    ),
    /** How many were left out because they would not fit into one response. */
    answersTooLarge: z.int().optional(),
    cursor: z.string().optional(),
  }),
};
