import { ClassicLevel } from "classic-level";
import type { KeyRange, Storage, Write } from "./storage.ts";

interface Waiting {
  readonly writes: readonly Write[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Storage in a folder (LevelDB). Commits that arrive while a sync is under way go to disk together with the next
 * one, so that many writers share each sync; every caller still waits for its own.
 */
export const openLevelStorage = async (folder: string): Promise<Storage> => {
  const level = new ClassicLevel<string, unknown>(folder, { valueEncoding: "json" });
  await level.open().catch((error: unknown) => {
    throw openFailure(folder, error);
  });
  let waiting: Waiting[] = [];
  let syncing = false;

  const syncAll = async (): Promise<void> => {
    syncing = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await level.batch(
          group.flatMap((commit) => [...commit.writes]),
          { sync: true },
        );
        for (const commit of group) commit.done();
      } catch (error) {
        for (const commit of group) commit.failed(error);
      }
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
      entries: (range: KeyRange) => level.iterator({ ...range, snapshot }),
      release: () => snapshot.close(),
    };
  };

  return {
    get: (key) => level.get(key),
    entries: (range) => level.iterator({ ...range }),
    commit,
    freeze,
    close: () => level.close(),
  };
};

const openFailure = (folder: string, error: unknown): Error => {
  const cause = error instanceof Error ? error.cause : undefined;
  const locked = cause instanceof Error && "code" in cause && cause.code === "LEVEL_LOCKED";
  const why = locked ? "another process has it open: stop that one, or choose another folder" : "it cannot be read";
  return new Error(`cannot open the tables in ${folder}: ${why}`, { cause: error });
};
