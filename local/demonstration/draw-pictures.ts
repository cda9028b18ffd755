import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { forestInsects } from "../../core/demonstration/forest-insects.ts";

const JPEG = { quality: 88, mozjpeg: true } as const;

/** A drawn picture and the file that holds it, as printed: one JSON line each. */
export interface DrawnFile {
  readonly name: string;
  readonly path: string;
}

/**
 * Entry of a process of its own: drawing takes half a second a picture, which a server should not spend and must be
 * able to stop. What was drawn once stays in the cache, under the hash of its drawing.
 */
const draw = async (cache: string): Promise<void> => {
  await mkdir(cache, { recursive: true });
  for (const { name, svg } of forestInsects()) {
    const path = join(cache, `${createHash("sha256").update(svg).digest("hex").slice(0, 32)}.jpg`);
    if (!existsSync(path)) {
      await writeFile(`${path}.${process.pid}`, await sharp(Buffer.from(svg)).jpeg(JPEG).toBuffer());
      await rename(`${path}.${process.pid}`, path);
    }
    process.stdout.write(`${JSON.stringify({ name: `${name}.jpg`, path } satisfies DrawnFile)}\n`);
  }
};

if (import.meta.main) await draw(process.argv[2] ?? "dist/demonstration");
