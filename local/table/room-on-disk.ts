import { type FileHandle, open, unlink } from "node:fs/promises";

/** More than LevelDB writes to open a folder again: its log as a table, at most 4 MiB, and a new list of files. */
const ROOM_BYTES = 8 * 1024 * 1024;
const PIECE = Buffer.alloc(1024 * 1024);

/** Whether so much can be written and synced at `path`, a file that is made and removed again. */
export const hasRoom = async (path: string): Promise<boolean> => {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "w");
    for (let written = 0; written < ROOM_BYTES; )
      written += (await file.write(PIECE, 0, Math.min(PIECE.length, ROOM_BYTES - written))).bytesWritten;
    await file.sync();
    return true;
  } catch (error) {
    // Full, over a limit or broken: there is no room, whatever the reason, until it can be written.
    if (error instanceof Error && "code" in error) return false;
    throw error;
  } finally {
    await file?.close().catch(() => undefined);
    await unlink(path).catch(() => undefined);
  }
};
