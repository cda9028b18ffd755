import { GetObjectCommand, NoSuchKey, S3ServiceException } from "@aws-sdk/client-s3";
import type { Deps } from "../deps.ts";
import type { Bytes } from "./bytes.ts";

/** Up to this size an object is read once and held; above it is read in ranges and streamed. */
const HELD_BYTES_MAX = 8 * 1_048_576;

export interface ObjectPlace {
  readonly key: string;
  /** Absent: the newest. */
  readonly versionId?: string;
}

/** One version of one object: whatever is read of it is of the same bytes. */
export interface PinnedObject extends ObjectPlace {
  readonly etag: string;
  readonly sizeBytes: number;
}

export interface OpenObject extends PinnedObject, Bytes {
  /** The whole object from `from` on, in pieces. */
  stream(from: number): AsyncIterable<Uint8Array>;
}

/** Thrown while reading when other bytes have come under the key: their own event brings them. */
export class ChangedMeanwhile extends Error {
  constructor(key: string) {
    super(`other bytes came under ${key} while it was read`);
    this.name = "ChangedMeanwhile";
  }
}

/** The object, or `gone` when there is none. One call for most; a bucket that may not be read is a fault. */
export const openObject = async (
  deps: Pick<Deps, "bucket" | "config">,
  { key, versionId }: ObjectPlace,
): Promise<OpenObject | "gone"> => {
  const Bucket = deps.config.INGEST_BUCKET;
  const first = await orGone(() =>
    deps.bucket.send(new GetObjectCommand({ Bucket, Key: key, ...(versionId && { VersionId: versionId }) })),
  );
  if (first === "gone") return "gone";
  const { Body, ContentLength: sizeBytes = 0, ETag: etag = "", VersionId } = first;
  const pinned = { key, sizeBytes, etag, ...(VersionId && { versionId: VersionId }) };
  if (sizeBytes <= HELD_BYTES_MAX) return held(pinned, (await Body?.transformToByteArray()) ?? new Uint8Array(0));
  // The rest of the answer is not wanted: the connection is dropped rather than read to its end.
  if (Body && "destroy" in Body && typeof Body.destroy === "function") Body.destroy();
  return inRanges(deps, pinned);
};

const held = (pinned: PinnedObject, content: Uint8Array): OpenObject => ({
  ...pinned,
  read: async (from, to) => content.subarray(from, to),
  stream: async function* (from) {
    yield content.subarray(from);
  },
});

/** An object that was opened before, by what is known of it: asks the bucket only when it is read. */
export const inRanges = ({ bucket, config }: Pick<Deps, "bucket" | "config">, pinned: PinnedObject): OpenObject => {
  const { key, etag, versionId, sizeBytes } = pinned;
  const object = { Bucket: config.INGEST_BUCKET, Key: key, IfMatch: etag, ...(versionId && { VersionId: versionId }) };
  const range = async (from: number, last: string | number) => {
    const part = await orChanged(key, () =>
      bucket.send(new GetObjectCommand({ ...object, Range: `bytes=${from}-${last}` })),
    );
    if (!part.Body) throw new Error(`the bucket gave no bytes of ${key}`);
    return part.Body;
  };
  return {
    ...pinned,
    read: async (from, to) => {
      const end = Math.min(to, sizeBytes);
      return from >= end ? new Uint8Array(0) : (await range(from, end - 1)).transformToByteArray();
    },
    stream: async function* (from) {
      if (from < sizeBytes) yield* (await range(from, "")).transformToWebStream();
    },
  };
};

const GONE: readonly string[] = ["NoSuchKey", "NotFound", "NoSuchVersion", "MethodNotAllowed"];

/** A version that is a delete marker answers MethodNotAllowed. */
const orGone = async <Out>(run: () => Promise<Out>): Promise<Out | "gone"> => {
  try {
    return await run();
  } catch (error) {
    if (error instanceof NoSuchKey || (error instanceof S3ServiceException && GONE.includes(error.name))) return "gone";
    throw error;
  }
};

const orChanged = async <Out>(key: string, run: () => Promise<Out>): Promise<Out> => {
  try {
    return await run();
  } catch (error) {
    const changed = ["PreconditionFailed", ...GONE];
    if (error instanceof S3ServiceException && changed.includes(error.name)) throw new ChangedMeanwhile(key);
    throw error;
  }
};
