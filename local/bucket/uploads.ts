import { integer, type Row, text, textOrNull } from "../database.ts";
import type { Segment } from "./blobs.ts";
import type { Checksum, ChecksumAlgorithm, ChecksumType } from "./checksums.ts";
import { type ObjectLabels, toLabels } from "./objects.ts";
import { refusal } from "./s3-refusal.ts";
import type { Store } from "./store.ts";

/** A multipart upload in progress; a completed one is kept for a day, so that a repeated completion is answered. */
export interface Upload extends ObjectLabels {
  readonly id: string;
  readonly key: string;
  readonly startedAt: number;
  readonly initiator: string;
  readonly algorithm: ChecksumAlgorithm;
  readonly checksumType: ChecksumType;
  /** Whether the sender chose the checksum; otherwise it is S3's own and stays out of the answers to parts. */
  readonly isChecksumAsked: boolean;
  readonly completed: Completion | undefined;
}

export interface Completion {
  readonly etag: string;
  readonly versionId: string;
  readonly checksum: Checksum;
}

export interface Part extends Segment {
  readonly number: number;
  readonly etag: string;
  readonly checksum: string;
  readonly modifiedAt: number;
}

export const addUpload = ({ database }: Store, bucket: string, upload: Omit<Upload, "completed">): void => {
  database
    .sql(
      `INSERT INTO upload (id, bucket, key, started_at, initiator, headers, metadata, tags, algorithm, checksum_type,
         checksum_asked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      upload.id,
      bucket,
      upload.key,
      upload.startedAt,
      upload.initiator,
      JSON.stringify(upload.headers),
      JSON.stringify(upload.metadata),
      JSON.stringify(upload.tags),
      upload.algorithm,
      upload.checksumType,
      upload.isChecksumAsked ? 1 : 0,
    );
};

/** The upload of this id, bucket and key, completed or not. */
export const findUpload = ({ database }: Store, bucket: string, key: string, id: string): Upload | undefined => {
  const row = database.sql("SELECT * FROM upload WHERE id = ? AND bucket = ? AND key = ?").get(id, bucket, key);
  return row && toUpload(row);
};

export const noSuchUpload = () =>
  refusal(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
  );

/** An upload that still takes parts. */
export const expectUpload = (store: Store, bucket: string, key: string, id: string): Upload => {
  const upload = findUpload(store, bucket, key, id);
  if (upload && !upload.completed) return upload;
  throw noSuchUpload();
};

export const partsOf = ({ database }: Store, uploadId: string): readonly Part[] =>
  database.sql("SELECT * FROM part WHERE upload = ? ORDER BY number").all(uploadId).map(toPart);

/** Puts a part in its place; one that was there before goes. The upload must still be open as this commits. */
export const putPart = (
  store: Store,
  upload: { readonly bucket: string; readonly key: string; readonly id: string },
  part: Part,
): { readonly doomed: readonly string[] } =>
  store.database.transaction(() => {
    expectUpload(store, upload.bucket, upload.key, upload.id);
    const replaced = store.database
      .sql("SELECT blob FROM part WHERE upload = ? AND number = ?")
      .all(upload.id, part.number)
      .map((row) => text(row, "blob"));
    store.database
      .sql(
        `INSERT OR REPLACE INTO part (upload, number, blob, size_bytes, etag, checksum, modified_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(upload.id, part.number, part.blob, part.sizeBytes, part.etag, part.checksum, part.modifiedAt);
    return { doomed: replaced };
  });

/** Forgets an upload and its parts, whose blobs are for the caller to remove after the commit. */
export const dropUpload = ({ database }: Store, id: string): readonly string[] =>
  database.transaction(() => {
    const blobs = database
      .sql("SELECT blob FROM part WHERE upload = ?")
      .all(id)
      .map((row) => text(row, "blob"));
    database.sql("DELETE FROM upload WHERE id = ?").run(id);
    return blobs;
  });

/** Takes the parts off a completed upload; what the object kept is its own now. */
export const markCompleted = ({ database }: Store, id: string, completion: Completion): void => {
  database.sql("DELETE FROM part WHERE upload = ?").run(id);
  database.sql("UPDATE upload SET completed = ? WHERE id = ?").run(JSON.stringify(completion), id);
};

export const uploadsOf = ({ database }: Store, bucket: string): readonly Upload[] =>
  database.sql("SELECT * FROM upload WHERE bucket = ? ORDER BY key, started_at, id").all(bucket).map(toUpload);

const toUpload = (row: Row): Upload => {
  const completed = textOrNull(row, "completed");
  return {
    id: text(row, "id"),
    key: text(row, "key"),
    startedAt: integer(row, "started_at"),
    initiator: text(row, "initiator"),
    algorithm: text(row, "algorithm") as ChecksumAlgorithm,
    checksumType: text(row, "checksum_type") as ChecksumType,
    isChecksumAsked: integer(row, "checksum_asked") === 1,
    ...toLabels(row),
    completed: completed === undefined ? undefined : (JSON.parse(completed) as Completion),
  };
};

const toPart = (row: Row): Part => ({
  number: integer(row, "number"),
  blob: text(row, "blob"),
  sizeBytes: integer(row, "size_bytes"),
  etag: text(row, "etag"),
  checksum: text(row, "checksum"),
  modifiedAt: integer(row, "modified_at"),
});
