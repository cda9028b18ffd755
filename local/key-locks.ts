/** Runs work while it alone holds some keys. */
export type WithKeys = <T>(keys: readonly string[], work: () => Promise<T>) => Promise<T>;

/** First come, first served. Keys are taken in one order for all, so that two works never wait for each other. */
export const keyLocks = (): WithKeys => {
  const tails = new Map<string, Promise<void>>();

  const take = async (key: string): Promise<() => void> => {
    const before = tails.get(key);
    const { promise, resolve } = Promise.withResolvers<void>();
    tails.set(key, promise);
    await before;
    return () => {
      if (tails.get(key) === promise) tails.delete(key);
      resolve();
    };
  };

  return async (keys, work) => {
    const releases: (() => void)[] = [];
    try {
      for (const key of [...new Set(keys)].sort()) releases.push(await take(key));
      return await work();
    } finally {
      for (const release of releases) release();
    }
  };
};
