import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { type AnnotatorId, parseAnnotatorId } from "../../core/ids.ts";

/** The list of what a backup holds; and the files themselves. */
export const CONTENTS = "backup.json";
export const FILES = "files";

const personId = z.string().transform((text, check): AnnotatorId => {
  const id = parseAnnotatorId(text);
  if (id) return id;
  check.addIssue("an id of a person");
  return z.NEVER;
});

const shape = z.object({
  /** ISO 8601. */
  takenAt: z.string(),
  /** Who had been erased by then. */
  erased: z.array(z.object({ personId, atMs: z.number() })).readonly(),
  files: z.array(z.object({ path: z.string(), sizeBytes: z.number(), sha256: z.string() })).readonly(),
});

export type Contents = z.output<typeof shape>;

/** Throws when it is no backup, or one that was cut off. */
export const readContents = (backup: string): Contents => {
  try {
    return shape.parse(JSON.parse(readFileSync(join(backup, CONTENTS), "utf8")));
  } catch (cause) {
    throw new Error(`${backup} is no whole backup: its ${CONTENTS} cannot be read`, { cause });
  }
};
