import { createHash } from "node:crypto";
import { type Database, integer, text } from "../database.ts";
import type { User } from "./store.ts";

/** One sign-in that can be renewed. */
export interface SignedIn {
  readonly originId: string;
  readonly username: string;
  readonly clientId: string;
  readonly signedInMs: number;
  readonly expiresMs: number;
}

/** Expired rows stay as long as an access token from them may live, so that it is not taken for a revoked one. */
const LONGEST_ACCESS_MS = 24 * 3_600_000;

/** Refresh tokens, stored as hashes: who reads the file cannot use them. */
export const refreshStore = ({ sql }: Database) => ({
  find(token: string): SignedIn | undefined {
    const row = sql("SELECT * FROM refresh_tokens WHERE token_hash = ?").get(hashOf(token));
    return (
      row && {
        originId: text(row, "origin_id"),
        username: text(row, "username"),
        clientId: text(row, "client_id"),
        signedInMs: integer(row, "signed_in_ms"),
        expiresMs: integer(row, "expires_ms"),
      }
    );
  },

  /** Also forgets what has long expired of the same person. */
  add(token: string, poolId: string, { originId, username, clientId, signedInMs, expiresMs }: SignedIn): void {
    sql("DELETE FROM refresh_tokens WHERE pool_id = ? AND username = ? AND expires_ms < ?").run(
      poolId,
      username,
      signedInMs - LONGEST_ACCESS_MS,
    );
    sql("INSERT INTO refresh_tokens VALUES (?, ?, ?, ?, ?, ?, ?)").run(
      hashOf(token),
      originId,
      poolId,
      username,
      clientId,
      signedInMs,
      expiresMs,
    );
  },

  /** Whether the sign-in of an access token has not been revoked. */
  hasOrigin(originId: string): boolean {
    return sql("SELECT 1 FROM refresh_tokens WHERE origin_id = ?").get(originId) !== undefined;
  },

  remove(token: string, clientId: string): void {
    sql("DELETE FROM refresh_tokens WHERE token_hash = ? AND client_id = ?").run(hashOf(token), clientId);
  },

  removeAllOf({ poolId, username }: User): void {
    sql("DELETE FROM refresh_tokens WHERE pool_id = ? AND username = ?").run(poolId, username);
  },
});

const hashOf = (token: string): string => createHash("sha256").update(token).digest("base64url");
