import { text } from "../database.ts";
import { allBuckets, type Bucket } from "./buckets.ts";
import type { EventOrigin } from "./events.ts";
import type { LifecycleRule } from "./lifecycle-rules.ts";
import { removeKey, removeVersion } from "./objects.ts";
import type { Store } from "./store.ts";
import { dropUpload } from "./uploads.ts";

const DAY_MS = 86_400_000;
/** How long a repeated completion of an upload is still answered. */
const COMPLETED_KEPT_MS = DAY_MS;

const origin: EventOrigin = { requestId: "", sourceIp: "127.0.0.1", callerName: "lifecycle" };
const event = { prefix: "LifecycleExpiration", origin } as const;

export interface SweepResult {
  readonly expired: number;
  readonly aborted: number;
}

/**
 * Applies the lifecycle rules of all buckets as of `now`, and forgets uploads completed long ago. S3 counts whole
 * days: an object written on the first with one day to live goes at midnight UTC after the second.
 */
export const sweepLifecycle = async (store: Store): Promise<SweepResult> => {
  let [expired, aborted] = [0, 0];
  for (const bucket of allBuckets(store)) {
    for (const rule of bucket.lifecycle ?? []) {
      if (!rule.isEnabled) continue;
      expired += await expireCurrent(store, bucket, rule);
      expired += await expireNoncurrent(store, bucket, rule);
      if (rule.expireLoneMarkers) expired += expireLoneMarkers(store, bucket, rule);
      aborted += await abortUploads(store, bucket, rule);
    }
  }
  store.database
    .sql("DELETE FROM upload WHERE completed IS NOT NULL AND started_at <= ?")
    .run(store.now() - COMPLETED_KEPT_MS);
  return { expired, aborted };
};

/** The latest moment at which something can have begun and be over by now. */
const bornBefore = (store: Store, days: number): number => Math.floor(store.now() / DAY_MS) * DAY_MS - days * DAY_MS;

const expireCurrent = async (store: Store, bucket: Bucket, rule: LifecycleRule): Promise<number> => {
  if (rule.expireAfterDays === undefined) return 0;
  const keys = store.database
    .sql(
      `SELECT key FROM object WHERE bucket = ? AND is_current = 1 AND is_delete_marker = 0 AND modified_at <= ?
       AND substr(key, 1, length(?3)) = ?3`,
    )
    .all(bucket.name, bornBefore(store, rule.expireAfterDays), rule.prefix)
    .map((row) => text(row, "key"));
  for (const key of keys) {
    const { doomed } = removeKey(store, bucket.name, key, event, () => undefined);
    await store.blobs.remove(doomed);
  }
  return keys.length;
};

const expireNoncurrent = async (store: Store, bucket: Bucket, rule: LifecycleRule): Promise<number> => {
  if (rule.expireNoncurrentAfterDays === undefined) return 0;
  const rows = store.database
    .sql(
      `SELECT key, version_id FROM object WHERE bucket = ? AND is_current = 0 AND noncurrent_at <= ?
       AND substr(key, 1, length(?3)) = ?3`,
    )
    .all(bucket.name, bornBefore(store, rule.expireNoncurrentAfterDays), rule.prefix);
  for (const row of rows) {
    const { doomed } = removeVersion(store, bucket.name, text(row, "key"), text(row, "version_id"), event);
    await store.blobs.remove(doomed);
  }
  return rows.length;
};

const expireLoneMarkers = (store: Store, bucket: Bucket, rule: LifecycleRule): number => {
  const rows = store.database
    .sql(
      `SELECT key, version_id FROM object AS marker WHERE bucket = ?1 AND is_current = 1 AND is_delete_marker = 1
       AND substr(key, 1, length(?2)) = ?2
       AND NOT EXISTS (SELECT 1 FROM object WHERE bucket = ?1 AND key = marker.key AND is_current = 0)`,
    )
    .all(bucket.name, rule.prefix);
  for (const row of rows) removeVersion(store, bucket.name, text(row, "key"), text(row, "version_id"), event);
  return rows.length;
};

const abortUploads = async (store: Store, bucket: Bucket, rule: LifecycleRule): Promise<number> => {
  if (rule.abortUploadsAfterDays === undefined) return 0;
  const ids = store.database
    .sql(
      `SELECT id FROM upload WHERE bucket = ? AND completed IS NULL AND started_at <= ?
       AND substr(key, 1, length(?3)) = ?3`,
    )
    .all(bucket.name, bornBefore(store, rule.abortUploadsAfterDays), rule.prefix)
    .map((row) => text(row, "id"));
  for (const id of ids) await store.blobs.remove(dropUpload(store, id));
  return ids.length;
};
