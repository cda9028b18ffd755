import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Files read at once: enough to keep the disk busy, few enough for any limit of open files. */
const AT_ONCE = 64;

/** SHA-256 in hexadecimal over the names and bytes of all files in these places: files or folders, from the root. */
export const fingerprint = async (places: readonly string[]): Promise<string> => {
  const names = (await Promise.all(places.map(filesUnder))).flat().sort();
  const hash = createHash("sha256");
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const some = names.slice(at, at + AT_ONCE);
    const contents = await Promise.all(some.map((name) => readFile(join(root, name))));
    for (const [nth, bytes] of contents.entries()) hash.update(`${some[nth]}\0`).update(bytes).update("\0");
  }
  return hash.digest("hex");
};

const filesUnder = async (place: string): Promise<string[]> => {
  const entries = await readdir(join(root, place), { withFileTypes: true, recursive: true }).catch(() => undefined);
  if (!entries) return [place];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
};
