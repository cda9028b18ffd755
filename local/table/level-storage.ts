import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { ClassicLevel } from "classic-level";
import { hasRoom } from "./room-on-disk.ts";
import type { KeyRange, Storage, Write } from "./storage.ts";

interface Waiting {
  readonly writes: readonly Write[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** While the disk is full, so long passes between two looks. */
const LOOK_FOR_ROOM_MS = 500;
/** LevelDB leaves files alone whose names are not of its making. */
const ROOM_FILE = "room-is-looked-for";

/**
 * Storage in a folder (LevelDB). Commits that arrive while a sync is under way go to disk together with the next
 * one, so that many writers share each sync; every caller still waits for its own.
 *
 * A write that failed may have left half a record in LevelDB's log, and what LevelDB writes behind it cannot be read
 * back after a crash. So after a failure nothing is written until the folder was opened anew, which drops the half
 * record; that is tried once there is room again, and reading goes on meanwhile. A commit that failed may be there
 * afterwards or not, so commits that were decided on what was read before fail too, and are tried again by who asked.
 */
export const openLevelStorage = async (folder: string): Promise<Storage> => {
  const level = new ClassicLevel<string, unknown>(folder, { valueEncoding: "json" });
  await level.open().catch((error: unknown) => {
    throw openFailure(folder, error);
  });
  const waiting: Waiting[] = [];
  let syncing = false;
  /** Why nothing may be written behind what is there. */
  let torn: { readonly cause: unknown } | undefined;
  let justLooked = false;

  /** At once where it can be: a row lies in memory or in the system's, and a thread's turn takes longer than to read it. */
  const get = async (key: string): Promise<unknown> => (level.status === "open" ? level.getSync(key) : level.get(key));

  /** Opens the folder anew if there is room to. Another try goes on where this one failed. */
  const mend = async (): Promise<void> => {
    if (justLooked) return;
    justLooked = true;
    setTimeout(() => {
      justLooked = false;
    }, LOOK_FOR_ROOM_MS).unref();
    if (!(await hasRoom(join(folder, ROOM_FILE)))) return;
    if (level.status !== "closed") await level.close();
    await level.open();
    // Whoever read before has asked for its commit by then.
    await setImmediate();
    torn = undefined;
  };

  const refuseAll = (group: readonly Waiting[], cause: unknown): void => {
    const refused = new Error(`the tables in ${folder} were not written: an earlier write failed`, { cause });
    for (const commit of [...group, ...waiting.splice(0)]) commit.failed(refused);
  };

  const write = async (group: readonly Waiting[]): Promise<void> => {
    try {
      await level.batch(
        group.flatMap((commit) => [...commit.writes]),
        { sync: true },
      );
      for (const commit of group) commit.done();
    } catch (cause) {
      torn = { cause };
      for (const commit of group) commit.failed(cause);
    }
  };

  const syncAll = async (): Promise<void> => {
    syncing = true;
    while (waiting.length > 0) {
      const group = waiting.splice(0);
      if (!torn) {
        await write(group);
        continue;
      }
      const { cause } = torn;
      const failure = await mend().then(
        () => cause,
        (error: unknown) => error,
      );
      refuseAll(group, failure);
    }
    syncing = false;
  };

  const commit = (writes: readonly Write[]): Promise<void> =>
    new Promise((done, failed) => {
      waiting.push({ writes, done, failed });
      if (!syncing) void syncAll();
    });

  const freeze = () => {
    const snapshot = level.snapshot();
    return {
      get: (key: string) => level.get(key, { snapshot }),
      entries: (range: KeyRange, atMost?: number) => inChunks(level.iterator({ ...range, ...CHUNK, snapshot }), atMost),
      release: () => snapshot.close(),
    };
  };

  return {
    get,
    entries: (range, atMost) => inChunks(level.iterator({ ...range, ...CHUNK }), atMost),
    commit,
    freeze,
    compact: () => level.compactRange("", "\u{10ffff}"),
    close: () => level.close(),
  };
};

/** Read in the first turn of a thread, which is all that most searches take: a turn costs more than to read a few rows. */
const FIRST_ROWS = 32;
const MORE_ROWS = 256;
const CHUNK = { highWaterMarkBytes: 1024 * 1024 };

async function* inChunks(iterator: Entries, atMost = FIRST_ROWS): AsyncGenerator<readonly [string, unknown]> {
  try {
    for (let size = atMost; ; size = MORE_ROWS) {
      const rows = await iterator.nextv(size);
      if (rows.length === 0) return;
      yield* rows;
    }
  } finally {
    await iterator.close();
  }
}

interface Entries {
  nextv(size: number): Promise<readonly (readonly [string, unknown])[]>;
  close(): Promise<void>;
}

const openFailure = (folder: string, error: unknown): Error => {
  const cause = error instanceof Error ? error.cause : undefined;
  const locked = cause instanceof Error && "code" in cause && cause.code === "LEVEL_LOCKED";
  const why = locked ? "another process has it open: stop that one, or choose another folder" : "it cannot be read";
  return new Error(`cannot open the tables in ${folder}: ${why}`, { cause: error });
};
