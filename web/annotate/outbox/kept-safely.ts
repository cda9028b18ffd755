import type { Kept } from "./kept.ts";
import { keptInMemory } from "./kept-memory.ts";

/**
 * What the disk does not take (it is full, or was cleared under the page) is held in memory instead, so that it can
 * still be sent. From then on `lasts` is false, and the page says that it must stay open.
 */
export const keptSafely = (disk: Kept, onNotKept: (cause: unknown) => void): Kept => {
  const memory = keptInMemory();
  let lasts = disk.lasts;
  const or = async <Result>(first: () => Promise<Result>, second: () => Promise<Result>): Promise<Result> => {
    try {
      return await first();
    } catch (cause) {
      if (lasts) onNotKept(cause);
      lasts = false;
      return second();
    }
  };
  const nothing = async (): Promise<void> => undefined;
  /** Settled, though the disk would not let go of them: not to be sent again and again. */
  const settled = new Set<string>();
  return {
    rows: async (personId) => {
      const onDisk = await or(
        () => disk.rows(personId),
        async () => [],
      );
      return [...onDisk.filter((row) => !settled.has(row.submissionId)), ...(await memory.rows(personId))].sort(
        (a, b) => a.queuedAtMs - b.queuedAtMs,
      );
    },
    queue: (row) =>
      or(
        () => disk.queue(row),
        () => memory.queue(row),
      ),
    settle: async (done, changed) => {
      await memory.settle(done, changed);
      await or(
        () => disk.settle(done, changed),
        async () => {
          for (const id of [...done, ...changed.map((row) => row.submissionId)]) settled.add(id);
          for (const row of changed) await memory.queue(row);
        },
      );
    },
    takeBack: async (submissionId) =>
      (await memory.takeBack(submissionId)) ??
      (await or(
        () => disk.takeBack(submissionId),
        async () => undefined,
      )),
    keepDraft: (draft) =>
      or(
        () => disk.keepDraft(draft),
        () => memory.keepDraft(draft),
      ),
    draft: async (key) =>
      (await or(
        () => disk.draft(key),
        async () => undefined,
      )) ?? memory.draft(key),
    forgetDraftsBefore: (ms) => or(() => disk.forgetDraftsBefore(ms), nothing),
    get lasts() {
      return lasts;
    },
  };
};
