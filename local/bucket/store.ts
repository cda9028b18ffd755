import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Database, openDatabase } from "../database.ts";
import { type Blobs, openBlobs } from "./blobs.ts";

/** Everything an operation works on. Rows and blobs are one thing: a blob without a row is rubbish. */
export interface Store {
  readonly database: Database;
  readonly blobs: Blobs;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Tells the outbox that a commit may have left events in it. */
  readonly wakeOutbox: () => void;
}

/** Keys and ids are TEXT: SQLite compares its UTF-8 bytes, which is the order S3 lists in. */
const schema = [
  `
  CREATE TABLE bucket (
    name TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    versioning TEXT NOT NULL CHECK (versioning IN ('Off', 'Enabled', 'Suspended')),
    cors TEXT,
    lifecycle TEXT
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE object (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    bucket TEXT NOT NULL REFERENCES bucket (name),
    key TEXT NOT NULL,
    version_id TEXT NOT NULL,
    is_current INTEGER NOT NULL,
    is_delete_marker INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modified_at INTEGER NOT NULL,
    noncurrent_at INTEGER,
    headers TEXT NOT NULL,
    metadata TEXT NOT NULL,
    tags TEXT NOT NULL,
    checksum TEXT
  ) STRICT;
  CREATE UNIQUE INDEX object_version ON object (bucket, key, version_id);
  CREATE UNIQUE INDEX object_current ON object (bucket, key) WHERE is_current = 1;
  CREATE INDEX object_newest_first ON object (bucket, key, seq DESC);

  CREATE TABLE segment (
    object INTEGER NOT NULL REFERENCES object (seq) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    blob TEXT NOT NULL UNIQUE,
    size_bytes INTEGER NOT NULL,
    PRIMARY KEY (object, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE upload (
    id TEXT PRIMARY KEY,
    bucket TEXT NOT NULL REFERENCES bucket (name),
    key TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    initiator TEXT NOT NULL,
    headers TEXT NOT NULL,
    metadata TEXT NOT NULL,
    tags TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    checksum_type TEXT NOT NULL,
    checksum_asked INTEGER NOT NULL,
    completed TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX upload_by_key ON upload (bucket, key, id);

  CREATE TABLE part (
    upload TEXT NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    blob TEXT NOT NULL UNIQUE,
    size_bytes INTEGER NOT NULL,
    etag TEXT NOT NULL,
    checksum TEXT NOT NULL,
    modified_at INTEGER NOT NULL,
    PRIMARY KEY (upload, number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  `,
];

export interface StoreOptions {
  readonly folder: string;
  readonly now: () => number;
  readonly newId: () => string;
  readonly wakeOutbox: () => void;
}

/** Opens the folder, and removes the blobs of writes that a crash cut off before their row was committed. */
export const openStore = async ({ folder, ...rest }: StoreOptions): Promise<Store> => {
  await mkdir(folder, { recursive: true });
  const blobs = await openBlobs(join(folder, "blobs"), rest.newId);
  const database = openDatabase(join(folder, "bucket.sqlite"), schema);
  const known = database.sql("SELECT 1 FROM segment WHERE blob = ?1 UNION ALL SELECT 1 FROM part WHERE blob = ?1");
  await blobs.sweep((blob) => known.get(blob) !== undefined);
  return { database, blobs, ...rest };
};
