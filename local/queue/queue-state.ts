import type { Database } from "../database.ts";
import type { Mischief } from "./mischief.ts";

/** What every operation on queues works with. */
export interface QueueState {
  readonly database: Database;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Must not repeat. */
  readonly newId: () => string;
  readonly mischief: Mischief;
  /** By queue, how many more may surely be taken before those in flight must be counted again. */
  readonly headroom: Map<number, number>;
  /** Tells those who wait for a queue that it may have something for them. */
  readonly wake: (queueId: number) => void;
}

/**
 * A message is delayed, ready or in flight by two columns alone: `visible_at`, and whether `receipt` is set. So a
 * clock that moves on is all it takes to make it ready again.
 */
export const schema = [
  `
  CREATE TABLE queue (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    salt TEXT NOT NULL,
    attributes TEXT NOT NULL,
    tags TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    purged_at INTEGER
  ) STRICT;

  CREATE TABLE deleted_queue (
    name TEXT PRIMARY KEY,
    deleted_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE message (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    queue INTEGER NOT NULL REFERENCES queue (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    attributes TEXT NOT NULL,
    system_attributes TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    visible_at INTEGER NOT NULL,
    receipt TEXT,
    receive_count INTEGER NOT NULL,
    received_at INTEGER,
    first_received_at INTEGER,
    source_arn TEXT
  ) STRICT;
  CREATE INDEX message_by_visibility ON message (queue, visible_at, seq);
  CREATE INDEX message_by_age ON message (queue, sent_at);
  CREATE INDEX message_in_flight ON message (queue, visible_at) WHERE receipt IS NOT NULL;

  CREATE TABLE move_task (
    handle TEXT PRIMARY KEY,
    source_arn TEXT NOT NULL,
    destination_arn TEXT,
    started_at INTEGER NOT NULL,
    moved INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];
