import { type Database, integer } from "../database.ts";
import { notAuthorized } from "./sign-in-error.ts";

/** https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html#lockout */
const FREE_FAILURES = 5;
const LONGEST_MS = 15 * 60_000;

export interface Lockout {
  /** Throws while the name is locked; such attempts do not make it longer. */
  check(poolId: string, username: string): void;
  failed(poolId: string, username: string): void;
  cleared(poolId: string, username: string): void;
}

/**
 * After the n-th wrong password, from the fifth on, a name is locked for 2^(n-5) seconds, a quarter of an hour at
 * most; a quarter of an hour that is neither locked nor tried forgets them. Names that nobody has are treated alike.
 */
export const openLockout = ({ sql }: Database, now: () => number): Lockout => {
  const forget = () => sql("DELETE FROM attempts WHERE locked_until_ms <= ?").run(now() - LONGEST_MS);

  return {
    check: (poolId, username) => {
      forget();
      const row = sql("SELECT * FROM attempts WHERE pool_id = ? AND username = ?").get(poolId, username);
      if (row && integer(row, "locked_until_ms") > now()) throw notAuthorized("Password attempts exceeded");
    },
    failed: (poolId, username) => {
      const row = sql("SELECT failed FROM attempts WHERE pool_id = ? AND username = ?").get(poolId, username);
      const failed = (row ? integer(row, "failed") : 0) + 1;
      const lockMs = failed < FREE_FAILURES ? 0 : Math.min(2 ** (failed - FREE_FAILURES) * 1000, LONGEST_MS);
      sql("INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?)").run(poolId, username, failed, now() + lockMs);
    },
    cleared: (poolId, username) => {
      sql("DELETE FROM attempts WHERE pool_id = ? AND username = ?").run(poolId, username);
    },
  };
};
