import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Command } from "../../cli/command.ts";
import { folderLedger } from "../folder/erasure-ledger.ts";
import { lockFolder } from "../folder/lock.ts";
import { writeDurably } from "../folder/write-durably.ts";
import { CONTENTS, type Contents, FILES } from "./backup-contents.ts";
import { type CopiedFile, copyOne, filesToKeep } from "./folder-files.ts";

/**
 * A whole copy of a stopped server's folder. It takes the folder's lock, so that no server can write meanwhile; what a
 * killed server left is copied as it is, and mended at the next start like the folder itself. Under its own name the
 * copy appears only when it is whole.
 */
export const backup: Command = {
  words: ["backup"],
  usage: "backup --out DIR [--folder FOLDER]",
  summary: "copy the folder of a stopped server, whole and checked",
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { folder: { type: "string", default: ".labelloop" }, out: { type: "string" } },
    });
    if (!values.out) throw new Error("say where to: --out DIR");
    const { files, takenAt } = await backUp(resolve(values.folder), resolve(values.out), new Date());
    const sizeBytes = files.reduce((sum, one) => sum + one.sizeBytes, 0);
    console.log(`${values.out}: ${files.length} files, ${(sizeBytes / 1e6).toFixed(1)} MB, as of ${takenAt}`);
    console.log(
      "It holds everything that the folder holds, its keys and names among it: keep it as you keep the folder.",
    );
  },
};

/** Throws when a server holds the folder, when there is none, or when something lies where the copy is to be. */
export const backUp = async (folder: string, out: string, at: Date): Promise<Contents> => {
  if (!existsSync(join(folder, "schema"))) throw new Error(`${folder} is no folder of a server`);
  if (existsSync(out)) throw new Error(`${out} is there already: a backup goes to a place of its own`);
  const lock = lockStopped(folder);
  try {
    const unfinished = `${out}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    const files: CopiedFile[] = [];
    for (const path of await filesToKeep(folder)) files.push(await copyOne(folder, join(unfinished, FILES), path));
    const contents: Contents = { takenAt: at.toISOString(), erased: await folderLedger(folder).all(), files };
    writeDurably(join(unfinished, CONTENTS), `${JSON.stringify(contents, null, 1)}\n`, 0o600);
    await mkdir(dirname(out), { recursive: true });
    await rename(unfinished, out);
    return contents;
  } finally {
    lock.release();
  }
};

const lockStopped = (folder: string) => {
  try {
    return lockFolder(folder);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${why}: stop it first, a copy of files that are being written is none`, { cause });
  }
};
