import { integer, type Row, text, textOrNull } from "../database.ts";
import type { Segment } from "./blobs.ts";
import { type Bucket, expectBucket } from "./buckets.ts";
import type { Checksum } from "./checksums.ts";
import { type EventOrigin, type ObjectEventName, recordEvent } from "./events.ts";
import type { Store } from "./store.ts";

export type TextMap = Readonly<Record<string, string>>;
export type Tag = readonly [key: string, value: string];

/** What a sender says of an object besides its bytes. */
export interface ObjectLabels {
  /** Content-Type and its kin, lower-case names. */
  readonly headers: TextMap;
  /** Without the `x-amz-meta-` before each name. */
  readonly metadata: TextMap;
  readonly tags: readonly Tag[];
}

/** One version of an object, or a delete marker (which has neither bytes nor ETag). */
export interface StoredObject extends ObjectLabels {
  readonly seq: number;
  readonly key: string;
  /** `null` for what was written while the bucket kept no versions. */
  readonly versionId: string;
  readonly isCurrent: boolean;
  readonly isDeleteMarker: boolean;
  readonly sizeBytes: number;
  /** Without its quotes. */
  readonly etag: string;
  readonly modifiedAt: number;
  readonly checksum: Checksum | undefined;
}

export interface NewObject extends ObjectLabels {
  readonly key: string;
  readonly etag: string;
  readonly checksum: Checksum | undefined;
  readonly segments: readonly Segment[];
}

export const currentObject = ({ database }: Store, bucket: string, key: string): StoredObject | undefined => {
  const row = database.sql("SELECT * FROM object WHERE bucket = ? AND key = ? AND is_current = 1").get(bucket, key);
  return row && toObject(row);
};

export const objectVersion = (
  { database }: Store,
  bucket: string,
  key: string,
  versionId: string,
): StoredObject | undefined => {
  const row = database
    .sql("SELECT * FROM object WHERE bucket = ? AND key = ? AND version_id = ?")
    .get(bucket, key, versionId);
  return row && toObject(row);
};

export const segmentsOf = ({ database }: Store, { seq }: StoredObject): readonly Segment[] =>
  database
    .sql("SELECT blob, size_bytes FROM segment WHERE object = ? ORDER BY position")
    .all(seq)
    .map((row) => ({ blob: text(row, "blob"), sizeBytes: integer(row, "size_bytes") }));

/** What a change did: the version now there, and blobs that no row names any more, to be removed after the commit. */
export interface Change {
  readonly versionId: string;
  readonly doomed: readonly string[];
}

/**
 * Writes a version and its event in one commit. `check` sees the current object inside the transaction and throws
 * to refuse: a conditional write is decided here and nowhere earlier.
 */
export const addObject = (
  store: Store,
  bucketName: string,
  object: NewObject,
  event: { readonly name: ObjectEventName; readonly origin: EventOrigin },
  check: (current: StoredObject | undefined) => void,
): Change =>
  store.database.transaction(() => {
    const bucket = expectBucket(store, bucketName);
    check(currentObject(store, bucketName, object.key));
    const { versionId, doomed } = makeRoom(store, bucket, object.key);
    const sizeBytes = object.segments.reduce((sum, segment) => sum + segment.sizeBytes, 0);
    const seq = insert(store, bucketName, { ...object, versionId, sizeBytes, isDeleteMarker: false });
    const addSegment = store.database.sql(
      "INSERT INTO segment (object, position, blob, size_bytes) VALUES (?, ?, ?, ?)",
    );
    for (const [position, segment] of object.segments.entries())
      addSegment.run(seq, position, segment.blob, segment.sizeBytes);
    recordEvent(store, event, { bucket: bucketName, key: object.key, versionId, sizeBytes, etag: object.etag });
    return { versionId, doomed };
  });

export type Removal =
  | { readonly kind: "nothing" }
  | { readonly kind: "removed"; readonly versionId: string; readonly wasMarker: boolean }
  | { readonly kind: "marked"; readonly versionId: string };

export interface RemovalChange {
  readonly removal: Removal;
  readonly doomed: readonly string[];
}

interface RemovalEvent {
  readonly prefix: "ObjectRemoved" | "LifecycleExpiration";
  readonly origin: EventOrigin;
}

/** Deletes a key: its bytes where no versions are kept, else by putting a delete marker on top. */
export const removeKey = (
  store: Store,
  bucketName: string,
  key: string,
  { prefix, origin }: RemovalEvent,
  check: (current: StoredObject | undefined) => void,
): RemovalChange =>
  store.database.transaction(() => {
    const bucket = expectBucket(store, bucketName);
    const current = currentObject(store, bucketName, key);
    check(current);
    if (bucket.versioning === "Off") {
      if (!current) return { removal: { kind: "nothing" }, doomed: [] };
      const doomed = dropRow(store, current);
      recordEvent(store, { name: `${prefix}:Delete`, origin }, { bucket: bucketName, key });
      return { removal: { kind: "removed", versionId: "null", wasMarker: false }, doomed };
    }
    const { versionId, doomed } = makeRoom(store, bucket, key);
    const marker = { key, headers: {}, metadata: {}, tags: [], etag: "", checksum: undefined };
    insert(store, bucketName, { ...marker, versionId, sizeBytes: 0, isDeleteMarker: true });
    recordEvent(store, { name: `${prefix}:DeleteMarkerCreated`, origin }, { bucket: bucketName, key, versionId });
    return { removal: { kind: "marked", versionId }, doomed };
  });

/** Deletes one version for good; the newest of those left becomes the current one. */
export const removeVersion = (
  store: Store,
  bucketName: string,
  key: string,
  versionId: string,
  { prefix, origin }: RemovalEvent,
): RemovalChange =>
  store.database.transaction(() => {
    const found = objectVersion(store, bucketName, key, versionId);
    if (!found) return { removal: { kind: "nothing" }, doomed: [] };
    const doomed = dropRow(store, found);
    if (found.isCurrent)
      store.database
        .sql(
          `UPDATE object SET is_current = 1, noncurrent_at = NULL
           WHERE seq = (SELECT seq FROM object WHERE bucket = ? AND key = ? ORDER BY seq DESC LIMIT 1)`,
        )
        .run(bucketName, key);
    recordEvent(store, { name: `${prefix}:Delete`, origin }, { bucket: bucketName, key, versionId });
    return { removal: { kind: "removed", versionId, wasMarker: found.isDeleteMarker }, doomed };
  });

export const setTags = ({ database }: Store, { seq }: StoredObject, tags: readonly Tag[]): void => {
  database.sql("UPDATE object SET tags = ? WHERE seq = ?").run(JSON.stringify(tags), seq);
};

/** Steps the current version back, and clears the `null` version if the new one will take that name. */
const makeRoom = (
  store: Store,
  bucket: Bucket,
  key: string,
): { readonly versionId: string; readonly doomed: readonly string[] } => {
  const versionId = bucket.versioning === "Enabled" ? store.newId().replaceAll("-", "") : "null";
  const replaced = versionId === "null" ? objectVersion(store, bucket.name, key, "null") : undefined;
  const doomed = replaced ? dropRow(store, replaced) : [];
  store.database
    .sql("UPDATE object SET is_current = 0, noncurrent_at = ? WHERE bucket = ? AND key = ? AND is_current = 1")
    .run(store.now(), bucket.name, key);
  return { versionId, doomed };
};

const dropRow = (store: Store, object: StoredObject): readonly string[] => {
  const blobs = segmentsOf(store, object).map(({ blob }) => blob);
  store.database.sql("DELETE FROM object WHERE seq = ?").run(object.seq);
  return blobs;
};

type Insertable = Omit<StoredObject, "seq" | "isCurrent" | "modifiedAt">;

const insert = ({ database, now }: Store, bucket: string, object: Insertable): number => {
  const { lastInsertRowid } = database
    .sql(
      `INSERT INTO object (bucket, key, version_id, is_current, is_delete_marker, size_bytes, etag, modified_at,
         headers, metadata, tags, checksum) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      bucket,
      object.key,
      object.versionId,
      object.isDeleteMarker ? 1 : 0,
      object.sizeBytes,
      object.etag,
      now(),
      JSON.stringify(object.headers),
      JSON.stringify(object.metadata),
      JSON.stringify(object.tags),
      object.checksum ? JSON.stringify(object.checksum) : null,
    );
  return Number(lastInsertRowid);
};

export const toObject = (row: Row): StoredObject => {
  const checksum = textOrNull(row, "checksum");
  return {
    seq: integer(row, "seq"),
    key: text(row, "key"),
    versionId: text(row, "version_id"),
    isCurrent: integer(row, "is_current") === 1,
    isDeleteMarker: integer(row, "is_delete_marker") === 1,
    sizeBytes: integer(row, "size_bytes"),
    etag: text(row, "etag"),
    modifiedAt: integer(row, "modified_at"),
    ...toLabels(row),
    checksum: checksum === undefined ? undefined : (JSON.parse(checksum) as Checksum),
  };
};

/** Labels were parsed before they were stored; the columns hold nothing else. */
export const toLabels = (row: Row): ObjectLabels => ({
  headers: JSON.parse(text(row, "headers")) as TextMap,
  metadata: JSON.parse(text(row, "metadata")) as TextMap,
  tags: JSON.parse(text(row, "tags")) as readonly Tag[],
});
