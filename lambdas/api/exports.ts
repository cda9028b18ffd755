import * as z from "zod";
import { EXPORT_STATES } from "../../core/export.ts";
import { EXPORT_FORMATS } from "../../core/formats/bundle.ts";
import { exportId } from "./shapes.ts";

export const exportCard = z.object({
  exportId,
  state: z.enum(EXPORT_STATES),
  /** Decides from annotation revisions accepted up to then. */
  asOfMs: z.int(),
  formats: z.array(z.enum(EXPORT_FORMATS)),
  ontologyVersion: z.int(),
  createdAtMs: z.int(),
  counts: z.record(z.string(), z.int()).optional(),
  manifestSha256: z.string().optional(),
  failure: z.string().optional(),
});

export const startExport = {
  body: z.strictObject({ formats: z.array(z.enum(EXPORT_FORMATS)).min(1).max(EXPORT_FORMATS.length) }),
  response: exportCard,
};
export const listExports = { response: z.object({ exports: z.array(exportCard) }) };
export const getExport = {
  response: z.object({
    export: exportCard,
    /** Present once ready; addresses work for a while. */
    files: z.array(z.object({ name: z.string(), sizeBytes: z.int(), sha256: z.string(), url: z.string() })),
  }),
};
