import { TableError } from "./refusal.ts";
import { startingWith, tokenKey } from "./rows.ts";
import type { Storage, Write } from "./storage.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const TOKEN_LIFE_MS = 10 * 60_000;

/** Tokens of transactions that were committed in the last ten minutes. */
export interface Tokens {
  /** Whether this very transaction was committed under the token; throws when another one was. */
  isRepeat(token: string, digest: string): boolean;
  /** Commits a transaction together with its token, and forgets tokens that are too old. */
  commit(token: string, digest: string, writes: readonly Write[]): Promise<void>;
}

interface Stored {
  readonly digest: string;
  readonly atMs: number;
}

export const openTokens = async (storage: Storage, now: () => number): Promise<Tokens> => {
  const known = await loadOldestFirst(storage);
  const isOld = ({ atMs }: Stored): boolean => atMs <= now() - TOKEN_LIFE_MS;

  return {
    isRepeat: (token, digest) => {
      const stored = known.get(tokenKey(token));
      if (!stored || isOld(stored)) return false;
      if (stored.digest === digest) return true;
      throw new TableError(
        "IdempotentParameterMismatchException",
        "Request uses the same client token as a previous, but non-identical request.",
      );
    },
    commit: async (token, digest, writes) => {
      const old: string[] = [];
      for (const [key, stored] of known) {
        if (!isOld(stored)) break;
        old.push(key);
      }
      const [key, stored] = [tokenKey(token), { digest, atMs: now() }];
      const forget = old.map((oldKey): Write => ({ type: "del", key: oldKey }));
      await storage.commit([...writes, ...forget, { type: "put", key, value: stored }]);
      for (const oldKey of old) known.delete(oldKey);
      known.delete(key);
      known.set(key, stored);
    },
  };
};

const loadOldestFirst = async (storage: Storage): Promise<Map<string, Stored>> => {
  const loaded: [string, Stored][] = [];
  for await (const [key, stored] of storage.entries(startingWith(tokenKey("")))) loaded.push([key, stored as Stored]);
  return new Map(loaded.sort(([, one], [, other]) => one.atMs - other.atMs));
};
