import { type Database, integer, openDatabase, type Row, text, textOrNull } from "../database.ts";

export type Status = "FORCE_CHANGE_PASSWORD" | "CONFIRMED";

export interface User {
  readonly poolId: string;
  readonly username: string;
  readonly sub: string;
  readonly status: Status;
  readonly enabled: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  /** Absent until somebody sets one. */
  readonly passwordHash?: string;
  readonly passwordSetMs: number;
  readonly createdMs: number;
  readonly changedMs: number;
}

/** Append-only: step n leads from schema n to n + 1. */
const STEPS = [
  `
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE pools (pool_id TEXT PRIMARY KEY, logical_id TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE clients (
    client_id TEXT PRIMARY KEY, pool_id TEXT NOT NULL REFERENCES pools, logical_id TEXT NOT NULL,
    UNIQUE (pool_id, logical_id)
  ) STRICT;
  CREATE TABLE groups (
    pool_id TEXT NOT NULL REFERENCES pools, name TEXT NOT NULL, created_ms INTEGER NOT NULL,
    PRIMARY KEY (pool_id, name)
  ) STRICT;
  CREATE TABLE users (
    pool_id TEXT NOT NULL REFERENCES pools, username TEXT NOT NULL, sub TEXT NOT NULL, status TEXT NOT NULL,
    enabled INTEGER NOT NULL, attributes TEXT NOT NULL, password_hash TEXT, password_set_ms INTEGER NOT NULL,
    created_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL,
    PRIMARY KEY (pool_id, username), UNIQUE (pool_id, sub)
  ) STRICT;
  CREATE TABLE members (
    pool_id TEXT NOT NULL, username TEXT NOT NULL, group_name TEXT NOT NULL,
    PRIMARY KEY (pool_id, username, group_name),
    FOREIGN KEY (pool_id, username) REFERENCES users ON DELETE CASCADE,
    FOREIGN KEY (pool_id, group_name) REFERENCES groups (pool_id, name) ON DELETE CASCADE
  ) STRICT;
  CREATE TABLE refresh_tokens (
    token_hash TEXT PRIMARY KEY, origin_id TEXT NOT NULL UNIQUE, pool_id TEXT NOT NULL, username TEXT NOT NULL,
    client_id TEXT NOT NULL, signed_in_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL,
    FOREIGN KEY (pool_id, username) REFERENCES users ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX refresh_tokens_of_user ON refresh_tokens (pool_id, username);
  CREATE TABLE attempts (
    pool_id TEXT NOT NULL, username TEXT NOT NULL, failed INTEGER NOT NULL, locked_until_ms INTEGER NOT NULL,
    PRIMARY KEY (pool_id, username)
  ) STRICT;
  `,
];

/** Who is gone is gone from the file too: what is deleted is overwritten, and so are copies of it in the journal. */
export const openSignInDatabase = (path: string): Database => {
  const database = openDatabase(path, STEPS);
  database.sql("PRAGMA secure_delete = ON").get();
  database.sql("PRAGMA wal_checkpoint(TRUNCATE)").get();
  return database;
};

const userOf = (row: Row): User => {
  const passwordHash = textOrNull(row, "password_hash");
  return {
    poolId: text(row, "pool_id"),
    username: text(row, "username"),
    sub: text(row, "sub"),
    status: text(row, "status") === "CONFIRMED" ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD",
    enabled: integer(row, "enabled") === 1,
    attributes: JSON.parse(text(row, "attributes")) as Record<string, string>,
    ...(passwordHash !== undefined && { passwordHash }),
    passwordSetMs: integer(row, "password_set_ms"),
    createdMs: integer(row, "created_ms"),
    changedMs: integer(row, "changed_ms"),
  };
};

/** People who can sign in, and the groups they are in. */
export const userStore = ({ sql }: Database) => ({
  find(poolId: string, username: string): User | undefined {
    const row = sql("SELECT * FROM users WHERE pool_id = ? AND username = ?").get(poolId, username);
    return row && userOf(row);
  },

  findBySub(poolId: string, sub: string): User | undefined {
    const row = sql("SELECT * FROM users WHERE pool_id = ? AND sub = ?").get(poolId, sub);
    return row && userOf(row);
  },

  /** In the order of names, after one of them. */
  list(poolId: string, after: string): readonly User[] {
    const rows = sql("SELECT * FROM users WHERE pool_id = ? AND username > ? ORDER BY username").all(poolId, after);
    return rows.map(userOf);
  },

  save(user: User): void {
    sql(
      `INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (pool_id, username) DO UPDATE SET
         status = excluded.status, enabled = excluded.enabled, attributes = excluded.attributes,
         password_hash = excluded.password_hash, password_set_ms = excluded.password_set_ms,
         changed_ms = excluded.changed_ms`,
    ).run(
      user.poolId,
      user.username,
      user.sub,
      user.status,
      user.enabled ? 1 : 0,
      JSON.stringify(user.attributes),
      user.passwordHash ?? null,
      user.passwordSetMs,
      user.createdMs,
      user.changedMs,
    );
  },

  remove({ poolId, username }: User): void {
    sql("DELETE FROM users WHERE pool_id = ? AND username = ?").run(poolId, username);
    sql("DELETE FROM attempts WHERE pool_id = ? AND username = ?").run(poolId, username);
  },

  groupsOf({ poolId, username }: User): readonly string[] {
    const rows = sql("SELECT group_name FROM members WHERE pool_id = ? AND username = ? ORDER BY group_name");
    return rows.all(poolId, username).map((row) => text(row, "group_name"));
  },

  join({ poolId, username }: User, group: string): void {
    sql("INSERT INTO members VALUES (?, ?, ?) ON CONFLICT DO NOTHING").run(poolId, username, group);
  },

  leave({ poolId, username }: User, group: string): void {
    sql("DELETE FROM members WHERE pool_id = ? AND username = ? AND group_name = ?").run(poolId, username, group);
  },
});

export type UserStore = ReturnType<typeof userStore>;
