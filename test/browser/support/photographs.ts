import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FileGiven } from "./vendor.ts";

/** Where the photographs lie beside the repository, on machines that have them. */
const FOLDER = join(import.meta.dirname, "..", "..", "..", "..", "shared", "data", "photos");

/** Photographs from cameras, each in all nine orientations; none where they are not at hand. */
export const photographs = async (): Promise<readonly FileGiven[]> => {
  if (!existsSync(FOLDER)) return [];
  const names = (await readdir(FOLDER)).filter((name) => /_\d\.jpg$/.test(name));
  return Promise.all(
    names.map(async (name) => ({ name, mimeType: "image/jpeg", buffer: await readFile(join(FOLDER, name)) })),
  );
};
