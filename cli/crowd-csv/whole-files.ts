import { randomUUID } from "node:crypto";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Files that appear whole, all of them, or not at all. */
export interface WholeFiles {
  /** Writes a file, or standard output for `-`. It takes its name with the others, when `use` of `wholeFiles` is done. */
  write(path: string, pieces: Iterable<string>): Promise<void>;
}

const PIECE_CHARS = 1 << 16;

/**
 * Gives `use` something to write files with. Each is written beside its place under a name of its own, and renamed once
 * everything is written; when anything fails, what was written is removed and what stood there before stands.
 */
export const wholeFiles = async (use: (files: WholeFiles) => Promise<void>): Promise<void> => {
  const written: { readonly temporary: string; readonly path: string }[] = [];
  const write = async (path: string, pieces: Iterable<string>): Promise<void> => {
    if (path === "-") return toStandardOutput(pieces);
    const place = await realpath(path).catch(() => path);
    const isPlain = await stat(place).then(
      (found) => found.isFile(),
      () => true,
    );
    const temporary = isPlain ? join(dirname(place), `.${basename(place)}.${randomUUID()}.part`) : place;
    const file = await open(temporary, "w").catch((cause: unknown) => {
      throw new Error(`cannot write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    });
    if (isPlain) written.push({ temporary, path: place });
    await intoFile(file, pieces);
  };
  try {
    await use({ write });
    for (const { temporary, path } of written) await rename(temporary, path);
  } catch (cause) {
    for (const { temporary } of written) await rm(temporary, { force: true });
    throw cause;
  }
};

const intoFile = async (file: FileHandle, pieces: Iterable<string>): Promise<void> => {
  try {
    for (const text of gathered(pieces)) await file.writeFile(text);
  } finally {
    await file.close();
  }
};

/** A reader that has read enough and goes (`… | head`) ends the writing, and is no error. */
const toStandardOutput = async (pieces: Iterable<string>): Promise<void> => {
  const { stdout } = process;
  const ignored = (): void => {};
  stdout.on("error", ignored);
  try {
    for (const text of gathered(pieces))
      await new Promise<void>((resolve, reject) => {
        stdout.write(text, (cause) => (cause ? reject(cause) : resolve()));
      });
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EPIPE")) throw cause;
  } finally {
    stdout.off("error", ignored);
  }
};

/** Lines put together, so that a million of them are some hundred writes. */
function* gathered(pieces: Iterable<string>): Generator<string> {
  let text = "";
  for (const piece of pieces) {
    text += piece;
    if (text.length < PIECE_CHARS) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}
