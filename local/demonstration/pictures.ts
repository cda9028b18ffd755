import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { forestInsects } from "../../core/demonstration/forest-insects.ts";
import type { Team } from "./team.ts";

export interface Picture {
  /** With its ending. */
  readonly name: string;
  bytes(): Promise<Buffer>;
}

const JPEG = { quality: 88, mozjpeg: true } as const;

/** The drawn pictures; each takes half a second to rasterise, once, and is then kept in `cache`. */
export const drawnPictures = async (cache: string): Promise<readonly Picture[]> => {
  await mkdir(cache, { recursive: true });
  return forestInsects().map(({ name, svg }) => ({
    name: `${name}.jpg`,
    bytes: async () => {
      const path = join(cache, `${name}.jpg`);
      const kept = await readFile(path).catch(() => undefined);
      if (kept) return kept;
      const bytes = await sharp(Buffer.from(svg)).jpeg(JPEG).toBuffer();
      await writeFile(`${path}.${process.pid}`, bytes);
      await rename(`${path}.${process.pid}`, path);
      return bytes;
    },
  }));
};

/** Uploads what the project does not have yet, one after another, as the page does. */
export const uploadPictures = async (
  { vendor, projectId }: Team,
  pictures: readonly Picture[],
  signal: AbortSignal,
): Promise<void> => {
  const there = await namesOf({ vendor, projectId });
  for (const picture of pictures) {
    if (signal.aborted) return;
    if (there.has(picture.name)) continue;
    const bytes = await picture.bytes();
    const { files } = await vendor("startUpload", {
      path: { projectId },
      body: { files: [{ name: picture.name, sizeBytes: bytes.length, contentType: "image/jpeg" }] },
    });
    const [target] = files;
    if (target?.kind !== "post") throw new Error(`${picture.name} is too large for one form`);
    const form = new FormData();
    for (const [field, value] of Object.entries(target.fields)) form.append(field, value);
    form.append("file", new Blob([Uint8Array.from(bytes)], { type: "image/jpeg" }), picture.name);
    const response = await fetch(target.url, { method: "POST", body: form, signal });
    if (!response.ok) throw new Error(`${picture.name} was answered with ${response.status}: ${await response.text()}`);
  }
};

const namesOf = async ({ vendor, projectId }: Team): Promise<ReadonlySet<string>> => {
  const names = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await vendor("listItems", {
      path: { projectId },
      query: { limit: "100", ...(cursor !== undefined && { cursor }) },
    });
    for (const { name } of page.items) names.add(name);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return names;
};
