import { integer, type Row, text, textOrNull } from "../database.ts";
import type { CorsRule } from "./cors.ts";
import type { LifecycleRule } from "./lifecycle-rules.ts";
import { refusal } from "./s3-refusal.ts";
import type { Store } from "./store.ts";

export type Versioning = "Off" | "Enabled" | "Suspended";

export interface Bucket {
  readonly name: string;
  readonly createdAt: number;
  readonly versioning: Versioning;
  readonly cors: readonly CorsRule[] | undefined;
  readonly lifecycle: readonly LifecycleRule[] | undefined;
}

export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;

export const findBucket = ({ database }: Store, name: string): Bucket | undefined => {
  const row = database.sql("SELECT * FROM bucket WHERE name = ?").get(name);
  return row && toBucket(row);
};

export const expectBucket = (store: Store, name: string): Bucket => {
  const bucket = findBucket(store, name);
  if (bucket) return bucket;
  throw refusal("NoSuchBucket", "The specified bucket does not exist", { elements: { BucketName: name } });
};

export const allBuckets = ({ database }: Store): readonly Bucket[] =>
  database.sql("SELECT * FROM bucket ORDER BY name").all().map(toBucket);

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const nameRule = /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** What S3 lets a new bucket be called. */
export const checkBucketName = (name: string): void => {
  if (!nameRule.test(name)) throw refusal("InvalidBucketName", "The specified bucket is not valid.");
};

/**
 * Makes a bucket, or does nothing to one that is there: us-east-1 answers a second creation by its owner with 200.
 * Any name is taken: the runner's have a `_`, as old buckets of us-east-1 may. Clients address those by path, so that
 * they find them on a host of any name, where `bucket.host` would not resolve.
 */
export const addBucket = (store: Store, name: string): void => {
  store.database
    .sql("INSERT INTO bucket (name, created_at, versioning) VALUES (?, ?, 'Off') ON CONFLICT DO NOTHING")
    .run(name, store.now());
};

/** Uploads in progress do not keep a bucket; any version of an object does, delete markers included. */
export const dropBucket = async ({ database, blobs }: Store, name: string): Promise<void> => {
  const doomed = database.transaction(() => {
    if (database.sql("SELECT 1 FROM object WHERE bucket = ? LIMIT 1").get(name))
      throw refusal("BucketNotEmpty", "The bucket you tried to delete is not empty.");
    const parts = database
      .sql("SELECT blob FROM part WHERE upload IN (SELECT id FROM upload WHERE bucket = ?)")
      .all(name)
      .map((row) => text(row, "blob"));
    database.sql("DELETE FROM upload WHERE bucket = ?").run(name);
    database.sql("DELETE FROM bucket WHERE name = ?").run(name);
    return parts;
  });
  await blobs.remove(doomed);
};

/** A bucket that once kept versions can only stop adding them. */
export const setVersioning = ({ database }: Store, name: string, versioning: "Enabled" | "Suspended"): void => {
  database.sql("UPDATE bucket SET versioning = ? WHERE name = ?").run(versioning, name);
};

export const setCors = ({ database }: Store, name: string, rules: readonly CorsRule[] | undefined): void => {
  database.sql("UPDATE bucket SET cors = ? WHERE name = ?").run(rules ? JSON.stringify(rules) : null, name);
};

export const setLifecycle = ({ database }: Store, name: string, rules: readonly LifecycleRule[] | undefined): void => {
  database.sql("UPDATE bucket SET lifecycle = ? WHERE name = ?").run(rules ? JSON.stringify(rules) : null, name);
};

const toBucket = (row: Row): Bucket => ({
  name: text(row, "name"),
  createdAt: integer(row, "created_at"),
  versioning: toVersioning(text(row, "versioning")),
  cors: toRules<CorsRule>(textOrNull(row, "cors")),
  lifecycle: toRules<LifecycleRule>(textOrNull(row, "lifecycle")),
});

const toVersioning = (value: string): Versioning => (value === "Enabled" || value === "Suspended" ? value : "Off");

/** Rules were parsed before they were stored; the table's columns hold nothing else. */
const toRules = <Rule>(json: string | undefined): readonly Rule[] | undefined =>
  json === undefined ? undefined : (JSON.parse(json) as readonly Rule[]);
