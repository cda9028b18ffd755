import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";

/** One stored run of bytes of an object; an object of a multipart upload has as many as it had parts. */
export interface Segment {
  readonly blob: string;
  readonly sizeBytes: number;
}

export interface Blobs {
  /** Writes all bytes to a new file and syncs it, name included. A source that throws leaves nothing behind. */
  write(source: AsyncIterable<Uint8Array>): Promise<Segment>;
  /** The bytes `from` to `to` (both included) of segments laid end to end. The segments must be held meanwhile. */
  read(segments: readonly Segment[], from: number, to: number): AsyncGenerator<Buffer>;
  /** Keeps blobs readable until released, even when they are removed in between. */
  hold(blobs: readonly string[]): () => void;
  remove(blobs: readonly string[]): Promise<void>;
  /** Removes every file that `isKnown` does not know: what a crash between file and row left behind. */
  sweep(isKnown: (blob: string) => boolean): Promise<number>;
}

const READ_CHUNK_BYTES = 256 * 1024;

/**
 * Files with random names, spread over 256 folders. Keys of objects never touch the file system: there is no
 * name that could lead out of the folder, be too long, or differ only in case.
 */
export const openBlobs = async (folder: string, newId: () => string): Promise<Blobs> => {
  const fanOut = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, "0"));
  for (const name of fanOut) await mkdir(join(folder, name), { recursive: true });
  await syncFolder(folder);
  const folderOf = (blob: string) => join(folder, createHash("sha256").update(blob).digest("hex").slice(0, 2));
  const pathOf = (blob: string) => join(folderOf(blob), blob);

  const holds = new Map<string, number>();
  const doomed = new Set<string>();
  const removeNow = async (blob: string): Promise<void> => {
    doomed.delete(blob);
    await unlink(pathOf(blob)).catch(ignoreAbsent);
  };

  const write = async (source: AsyncIterable<Uint8Array>): Promise<Segment> => {
    const blob = newId();
    if (!/^[\w-]{1,100}$/.test(blob)) throw new Error(`an id that is no file name: ${JSON.stringify(blob)}`);
    const file = await open(pathOf(blob), "wx", 0o600);
    try {
      const sizeBytes = await writeAll(file, source).finally(() => file.close());
      await syncFolder(folderOf(blob));
      return { blob, sizeBytes };
    } catch (error) {
      await removeNow(blob);
      throw error;
    }
  };

  async function* read(segments: readonly Segment[], from: number, to: number): AsyncGenerator<Buffer> {
    let start = 0;
    for (const { blob, sizeBytes } of segments) {
      const [first, last] = [Math.max(from - start, 0), Math.min(to - start, sizeBytes - 1)];
      start += sizeBytes;
      if (first > last) continue;
      yield* createReadStream(pathOf(blob), { start: first, end: last, highWaterMark: READ_CHUNK_BYTES });
    }
  }

  const hold = (blobs: readonly string[]): (() => void) => {
    for (const blob of blobs) holds.set(blob, (holds.get(blob) ?? 0) + 1);
    return () => {
      for (const blob of blobs) {
        const left = (holds.get(blob) ?? 1) - 1;
        if (left > 0) holds.set(blob, left);
        else holds.delete(blob);
        if (left === 0 && doomed.has(blob)) void removeNow(blob);
      }
    };
  };

  const remove = async (blobs: readonly string[]): Promise<void> => {
    for (const blob of blobs) {
      if (holds.has(blob)) doomed.add(blob);
      else await removeNow(blob);
    }
  };

  const sweep = async (isKnown: (blob: string) => boolean): Promise<number> => {
    let removed = 0;
    for (const name of fanOut) {
      const orphans = (await readdir(join(folder, name))).filter((blob) => !isKnown(blob));
      for (const blob of orphans) await unlink(join(folder, name, blob));
      removed += orphans.length;
    }
    return removed;
  };

  return { write, read, hold, remove, sweep };
};

const writeAll = async (file: FileHandle, source: AsyncIterable<Uint8Array>): Promise<number> => {
  let sizeBytes = 0;
  for await (const bytes of source) {
    for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
    sizeBytes += bytes.length;
  }
  await file.sync();
  return sizeBytes;
};

/** A new name is safe on disk only once its folder is; Windows has no way to sync a folder, and needs none. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
};

const ignoreAbsent = (error: unknown): void => {
  if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
};
