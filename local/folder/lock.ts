import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface FolderLock {
  /** Notes for whoever comes later who holds the folder. */
  note(holder: string): void;
  release(): void;
}

/**
 * Takes a folder for this process alone. The lock is the operating system's, on a file: it goes when the process
 * goes, however it goes, so there is no stale lock to take over. `waitMs` is how long to wait for another holder.
 */
export const lockFolder = (folder: string, waitMs = 0): FolderLock => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const holderFile = join(folder, "holder");
  const database = new DatabaseSync(join(folder, "lock.sqlite"));
  try {
    database.exec(`PRAGMA busy_timeout = ${waitMs}; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE`);
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    const holder = readHolder(holderFile);
    throw new Error(`the folder ${folder} is in use${holder ? ` by ${holder}` : ""}`);
  }
  return {
    note: (holder) => writeFileSync(holderFile, `${holder}\n`),
    release: () => database.close(),
  };
};

const isBusy = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error && (error.errcode === 5 || error.errcode === 6);

const readHolder = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
};
