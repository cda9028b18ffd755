import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Seeded } from "../../core/seeded.ts";
import type { ServerProcess } from "../office/server-process.ts";
import type { Seen } from "./annotator.ts";

/** How the disk is made full: files may grow no more (as by `ulimit -f`), or every write is answered with ENOSPC. */
export type Fullness = "limit" | "injected";

/** While this file is in the folder, a server that was started with `no-space.ts` finds no space on its disk. */
const FLAG = "no-space";
export const flagOf = (folder: string): string => join(folder, FLAG);
/** So much the table's log may grow before the limit holds: the cut falls anywhere in a record. */
const ROOM_BYTES = 60_000;
/** The system has refused so many requests before space returns. */
const REFUSALS_MIN = 5;
const WAIT_MS_MAX = 30_000;

export interface FullDisk {
  /** Requests that were refused meanwhile. */
  readonly refused: number;
  /** From the return of space to the next acknowledged answer. */
  readonly backMs: number;
}

/** Whether this system can limit the files of a process that runs. */
export const canLimit = (): boolean => process.platform === "linux" && existsSync("/usr/bin/prlimit");

/** Fills the disk under load, waits for refusals, empties it, and waits for the first answer that is acknowledged again. */
export const fillDisk = async (
  server: ServerProcess,
  how: Fullness,
  { hand, seen }: { readonly hand: Seeded; readonly seen: Seen },
): Promise<FullDisk> => {
  const setFull = how === "limit" ? limitFiles(server, hand) : injectNoSpace(server.folder);
  const before = seen.failed;
  setFull(true);
  try {
    await waitFor("a refusal while the disk is full", () => seen.failed >= before + REFUSALS_MIN);
  } finally {
    setFull(false);
  }
  const returnedMs = performance.now();
  const acknowledged = seen.acknowledged.length;
  await waitFor("an answer after space returned", () => seen.acknowledged.length > acknowledged);
  return { refused: seen.failed - before, backMs: performance.now() - returnedMs };
};

/** Looks every ten milliseconds, and throws when it takes longer. */
export const waitFor = async (what: string, isSo: () => boolean, withinMs = WAIT_MS_MAX): Promise<void> => {
  const endMs = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > endMs) throw new Error(`waited ${withinMs} ms for ${what}`);
    await pause(10);
  }
};

const limitFiles =
  ({ folder, processId }: ServerProcess, hand: Seeded) =>
  (isFull: boolean): void => {
    const limit = isFull ? String(tableLogBytes(folder) + hand.whole(0, ROOM_BYTES)) : "unlimited";
    execFileSync("prlimit", ["--pid", String(processId), `--fsize=${limit}:unlimited`]);
  };

/** Of the log that LevelDB writes now: the newest has the highest number. */
const tableLogBytes = (folder: string): number => {
  const table = join(folder, "table");
  const newest = readdirSync(table)
    .filter((name) => name.endsWith(".log"))
    .sort()
    .at(-1);
  return newest === undefined ? 0 : (statSync(join(table, newest), { throwIfNoEntry: false })?.size ?? 0);
};

const injectNoSpace =
  (folder: string) =>
  (isFull: boolean): void => {
    if (isFull) writeFileSync(flagOf(folder), "");
    else rmSync(flagOf(folder), { force: true });
  };
