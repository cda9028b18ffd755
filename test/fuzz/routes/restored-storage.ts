import { openMemoryStorage } from "../../../local/table/memory-storage.ts";
import type { Storage, Write } from "../../../local/table/storage.ts";

/** Tables in memory that can be brought back to a moment, so that every sequence of requests begins with the same world. */
export interface RestoredStorage {
  readonly storage: Storage;
  /** Remembers this moment. */
  keep(): Promise<void>;
  /** Back to the moment that was kept; nothing is under way then. */
  restore(): Promise<void>;
}

export const restoredStorage = (): RestoredStorage => {
  let inner = openMemoryStorage();
  let kept: readonly Write[] = [];
  return {
    storage: {
      get: (key) => inner.get(key),
      entries: (range) => inner.entries(range),
      commit: (writes) => inner.commit(writes),
      freeze: () => inner.freeze(),
      close: () => inner.close(),
    },
    keep: async () => {
      const writes: Write[] = [];
      for await (const [key, value] of inner.entries({})) writes.push({ type: "put", key, value });
      kept = writes;
    },
    restore: async () => {
      inner = openMemoryStorage();
      await inner.commit(kept);
    },
  };
};
