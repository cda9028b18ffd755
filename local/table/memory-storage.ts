import type { KeyRange, Storage, View, Write } from "./storage.ts";

/** Storage that ends with the process, for simulations: same order, same atomic commits, no disk. Values are copied. */
export const openMemoryStorage = (): Storage => {
  const values = new Map<string, string>();
  let keys: readonly string[] = [];

  const apply = (write: Write): void => {
    const at = position(keys, write.key);
    const known = values.has(write.key);
    if (write.type === "put") {
      values.set(write.key, JSON.stringify(write.value));
      if (!known) keys = keys.toSpliced(at, 0, write.key);
    } else if (known) {
      values.delete(write.key);
      keys = keys.toSpliced(at, 1);
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

const viewOf = (values: ReadonlyMap<string, string>, keys: () => readonly string[]): View => {
  const read = (key: string): unknown => {
    const text = values.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  };
  return {
    get: async (key) => read(key),
    entries: async function* (range) {
      for (const key of slice(keys(), range)) {
        const value = read(key);
        if (value !== undefined) yield [key, value] as const;
      }
    },
  };
};

const slice = (keys: readonly string[], { gt, gte, lt, lte, reverse }: KeyRange): readonly string[] => {
  const from = gt !== undefined ? after(keys, gt) : gte !== undefined ? position(keys, gte) : 0;
  const to = lt !== undefined ? position(keys, lt) : lte !== undefined ? after(keys, lte) : keys.length;
  const chosen = keys.slice(from, Math.max(from, to));
  return reverse ? chosen.reverse() : chosen;
};

const after = (keys: readonly string[], key: string): number => {
  const at = position(keys, key);
  return keys[at] === key ? at + 1 : at;
};

/** Index of the first key that is not below the given one. */
const position = (keys: readonly string[], key: string): number => {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
};
