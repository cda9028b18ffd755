import * as z from "zod";
import { ontologyChange } from "./proposals.ts";
import { itemId, labelId, localized, ulid } from "./shapes.ts";

/** A label that a change names, as it was when it was last in use. */
const named = z.object({ id: labelId, names: localized(80), colour: z.string() });

/** What was done to the ontology, and why. */
const ontologyVersion = z.object({
  kind: z.literal("ontology"),
  version: z.int(),
  from: z.int(),
  atMs: z.int(),
  /** `begin`: there was nothing before it that anybody labelled by. */
  operations: z.array(z.union([ontologyChange, z.object({ kind: z.literal("begin") })])),
  /** Every label that the operations name. */
  labels: z.array(named),
  because: z
    .object({
      proposalId: ulid,
      /** The vendor's, to everybody. */
      reason: z.string(),
      /** Of whoever proposed it, if she chose to be named. */
      proposer: z.string().optional(),
      /** The item on which it was seen. */
      example: z.object({ itemId, url: z.string().optional(), text: z.string().optional() }).optional(),
    })
    .optional(),
});

const instructionsVersion = z.object({
  kind: z.literal("instructions"),
  version: z.int(),
  from: z.int(),
  atMs: z.int(),
  /** What they said before; absent for the first. */
  before: localized(20_000).optional(),
  text: localized(20_000),
  because: z.union([z.object({ threadId: ulid }), z.object({ proposalId: ulid })]).optional(),
});

export const change = z.discriminatedUnion("kind", [ontologyVersion, instructionsVersion]);
export type ChangeShape = z.infer<typeof change>;

const after = z.coerce.number().int().min(0).max(9999).optional();
/** Newest first; with a query only versions after these. */
export const listChanges = {
  query: z.strictObject({ afterOntology: after, afterInstructions: after }),
  response: z.object({ changes: z.array(change) }),
};
