import * as z from "zod";
import {
  answerSeconds,
  confidenceTarget,
  leaseMs,
  localized,
  mediaKind,
  ontology,
  ontologyDraft,
  overlap,
  packetItems,
  pay,
  projectId,
  projectState,
  role,
} from "./shapes.ts";

const settings = {
  title: localized(200),
  askedBy: z.string().trim().min(1).max(200),
  purpose: localized(2_000),
  instructions: localized(20_000),
  overlap,
  confidenceTarget,
  pay,
  proposalsFirst: z.boolean(),
  leaseMs,
  packetItems,
};

export const project = z.object({
  projectId,
  title: localized(200),
  state: projectState,
  ver: z.int(),
  media: mediaKind,
  askedBy: z.string(),
  purpose: localized(2_000),
  instructions: z.object({ version: z.int(), text: localized(20_000) }),
  overlap: z.object({ min: z.int(), max: z.int() }),
  confidenceTarget,
  pay,
  answerSeconds: answerSeconds.optional(),
  proposalsFirst: z.boolean(),
  leaseMs: z.int(),
  packetItems: z.int(),
  ontology,
  epoch: z.int(),
  createdAtMs: z.int(),
  /** Of the caller. */
  roles: z.array(role),
});
export type ProjectShape = z.infer<typeof project>;

export const listProjects = {
  response: z.object({ projects: z.array(project.omit({ ontology: true, instructions: true })) }),
};
export const createProject = {
  body: z.strictObject({
    ...settings,
    /** @default majority */
    confidenceTarget: confidenceTarget.optional(),
    /** @default true */
    proposalsFirst: z.boolean().optional(),
    answerSeconds: answerSeconds.optional(),
    leaseMs: leaseMs.optional(),
    packetItems: packetItems.optional(),
    media: mediaKind,
    ontology: ontologyDraft,
  }),
  response: project,
};
export const getProject = { response: project };
/** Carries the `ver` it read: a change made meanwhile by somebody else is refused, not overwritten. */
export const updateProject = {
  body: z
    .strictObject({ ver: z.int(), ...settings, answerSeconds: answerSeconds.nullable() })
    .partial()
    .required({ ver: true }),
  response: project,
};
export const changeProjectState = {
  body: z.strictObject({ to: z.enum(["open", "paused", "closed"]) }),
  response: project,
};
/** Makes the next immutable version. For now only while the project is a draft. */
export const publishOntology = { body: ontologyDraft, response: ontology };
export const getOntology = { response: ontology };

/** Derived counts; `asOfMs` says when they were exact last, live changes since are added. */
export const progress = {
  response: z.object({
    items: z.object({
      open: z.int(),
      agreed: z.int(),
      contested: z.int(),
      none_fit: z.int(),
      cant_tell: z.int(),
      unusable: z.int(),
      rejected: z.int(),
      replaced: z.int(),
    }),
    /** Open items that somebody has answered already. */
    annotations: z.int(),
    annotators: z.int(),
    asOfMs: z.int(),
  }),
};
