import { keysIn, NO_KEYS, type SortedKeys, withKey, withoutKey } from "./sorted-keys.ts";
import type { Storage, View, Write } from "./storage.ts";

/** Storage that ends with the process, for simulations: same order, same atomic commits, no disk. Values are copied. */
export const openMemoryStorage = (): Storage => {
  const values = new Map<string, string>();
  let keys = NO_KEYS;

  const apply = (write: Write): void => {
    const known = values.has(write.key);
    if (write.type === "put") {
      values.set(write.key, JSON.stringify(write.value));
      if (!known) keys = withKey(keys, write.key);
    } else if (known) {
      values.delete(write.key);
      keys = withoutKey(keys, write.key);
    }
  };

  return {
    ...viewOf(values, () => keys),
    commit: async (writes) => {
      for (const write of writes) apply(write);
    },
    freeze: () => {
      const then = keys;
      return { ...viewOf(new Map(values), () => then), release: async () => undefined };
    },
    close: async () => undefined,
  };
};

const viewOf = (values: ReadonlyMap<string, string>, keys: () => SortedKeys): View => {
  const read = (key: string): unknown => {
    const text = values.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  };
  return {
    get: async (key) => read(key),
    entries: async function* (range) {
      for (const key of keysIn(keys(), range)) {
        const value = read(key);
        if (value !== undefined) yield [key, value] as const;
      }
    },
  };
};
