import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Command } from "../../cli/command.ts";
import { folderLedger, ledgerFileOf } from "../folder/erasure-ledger.ts";
import { type Contents, FILES, readContents } from "./backup-contents.ts";
import { copyOne } from "./folder-files.ts";

/**
 * Puts a backup where a server will find it. Every file is held to its checksum first; under its own name the folder
 * appears only when it is whole. Who was erased since is erased again at the next start, by the ledger beside it.
 */
export const restore: Command = {
  words: ["restore"],
  usage: "restore --from DIR [--folder FOLDER] [--erasures FILE]",
  summary: "make a server's folder of a backup",
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        folder: { type: "string", default: ".labelloop" },
        from: { type: "string" },
        erasures: { type: "string" },
      },
    });
    if (!values.from) throw new Error("say which backup: --from DIR");
    const folder = resolve(values.folder);
    const { files, takenAt } = await restoreTo(resolve(values.from), folder, values.erasures);
    const erased = (await folderLedger(folder).all()).length;
    console.log(`${values.folder}: ${files.length} files, as of ${takenAt}`);
    if (erased > 0)
      console.log(`${ledgerFileOf(folder)} names ${erased} who were erased: they are erased again at the next start.`);
  },
};

/** Throws, and leaves the folder's place as it was, when it is taken or a file is not what the backup says. */
export const restoreTo = async (from: string, folder: string, erasuresFile?: string): Promise<Contents> => {
  const contents = readContents(from);
  if (existsSync(folder) && (await readdir(folder)).length > 0)
    throw new Error(`${folder} is not empty: move it away first, a restore overwrites nothing`);
  if (erasuresFile !== undefined && !existsSync(erasuresFile)) throw new Error(`there is no ${erasuresFile}`);
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  for (const { path, sha256 } of contents.files) {
    const copied = await copyOne(join(from, FILES), unfinished, path);
    if (copied.sha256 !== sha256) throw new Error(`${path} is not what was backed up: its checksum is another`);
  }
  // First who must not come back, then what they would come back with.
  const others = erasuresFile === undefined ? [] : await folderLedger(withoutEnding(erasuresFile)).all();
  for (const erasure of [...contents.erased, ...others]) await folderLedger(folder).record(erasure);
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await rename(unfinished, folder);
  return contents;
};

const withoutEnding = (file: string): string => {
  if (file.endsWith(".erasures")) return file.slice(0, -".erasures".length);
  throw new Error(`--erasures ${file}: expected a file whose name ends in .erasures`);
};
