import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeDurably } from "./write-durably.ts";

/**
 * Of the folder as a whole: which parts lie where in it, and how their things are named. Each part counts the schema
 * of its own file besides.
 */
const SCHEMA = 1;

/** Refuses a folder that a newer version wrote, before anything in it is touched. */
export const checkSchema = (folder: string): void => {
  const file = join(folder, "schema");
  if (!existsSync(file)) {
    writeDurably(file, `${SCHEMA}\n`);
    return;
  }
  const text = readFileSync(file, "utf8").trim();
  if (!/^\d+$/.test(text)) throw new Error(`${file} holds ${JSON.stringify(text)}, not a schema number`);
  if (Number(text) > SCHEMA)
    throw new Error(
      `the folder ${folder} was written by a newer version (schema ${text}; this one knows ${SCHEMA}): start that version, or choose another folder with --folder`,
    );
};
