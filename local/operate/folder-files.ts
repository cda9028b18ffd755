import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, open, readdir, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

/** A file of a folder, by its path in it with forward slashes. */
export interface CopiedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/**
 * What a start makes anew, or what is of this moment: who holds the folder, where it is served, what functions said,
 * what was built of the sources.
 */
const NOT_KEPT = /^(?:lock\.sqlite.*|holder|addresses\.json|logs|assembly.*|compiled)$/;

/** Every file of the folder that belongs into a copy, in the order of paths. */
export const filesToKeep = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !NOT_KEPT.test(path.split("/")[0] ?? ""))
    .sort();
};

/** Copies one file with its rights, synced to disk, and says what it is. */
export const copyOne = async (from: string, to: string, path: string): Promise<CopiedFile> => {
  const target = join(to, path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await copyFile(join(from, path), target);
  const opened = await open(target, "r+");
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
  return { path, sizeBytes: (await stat(target)).size, sha256: await sha256Of(target) };
};

const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash("sha256");
  for await (const part of createReadStream(file)) hash.update(part);
  return hash.digest("hex");
};
