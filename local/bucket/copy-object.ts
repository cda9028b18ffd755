import { createHash } from "node:crypto";
import { uriDecode } from "../access/sigv4-canonical.ts";
import { expectBucket, objectArn } from "./buckets.ts";
import { type Answer, type BucketCall, header, permit, xmlAnswer } from "./call.ts";
import {
  algorithmNamed,
  type ChecksumAlgorithm,
  checksumElement,
  DEFAULT_ALGORITHM,
  startChecksum,
} from "./checksums.ts";
import { checkCopySource, writeCheck } from "./conditions.ts";
import { readLabels } from "./labels.ts";
import { findReadable, versionHeader } from "./object-reads.ts";
import { encryption, keepOrRemove, MAX_SINGLE_PUT_BYTES, originOf, permitPut } from "./object-writes.ts";
import { addObject, type ObjectLabels, type StoredObject, segmentsOf } from "./objects.ts";
import { type ByteRange, readRange } from "./range.ts";
import { refusal } from "./s3-refusal.ts";
import type { Store } from "./store.ts";

/** Copies by reading and writing the bytes: no two objects ever share a blob. */
export const copyObject = async (store: Store, call: BucketCall): Promise<Answer> => {
  const { bucket, key } = call;
  permitPut(call);
  const source = findSource(store, call);
  const labels = labelsOfCopy(call, source);
  const check = writeCheck((name) => header(call, name));
  const algorithm = wantedAlgorithm(call) ?? source.object.checksum?.algorithm ?? DEFAULT_ALGORITHM;
  const { segment, etag, checksum } = await copyBytes(store, source.object, undefined, algorithm);
  const copy = {
    ...labels,
    key,
    etag,
    checksum: { algorithm, type: "FULL_OBJECT" as const, value: checksum },
    segments: [segment],
  };
  const event = { name: "ObjectCreated:Copy", origin: originOf(call) } as const;
  const { versionId } = await keepOrRemove(store, segment, () => addObject(store, bucket.name, copy, event, check));
  const result = {
    ETag: `"${etag}"`,
    LastModified: new Date(store.now()).toISOString(),
    [checksumElement(algorithm)]: checksum,
    ChecksumType: "FULL_OBJECT",
  };
  return xmlAnswer("CopyObjectResult", result, {
    ...encryption,
    ...versionHeader(call, { versionId }),
    ...sourceVersionHeader(source.bucketKeepsVersions, source.object),
  });
};

const sourceVersionHeader = (keepsVersions: boolean, { versionId }: StoredObject): Record<string, string> =>
  keepsVersions ? { "x-amz-copy-source-version-id": versionId } : {};

export const wantedAlgorithm = (call: BucketCall): ChecksumAlgorithm | undefined => {
  const named = header(call, "x-amz-checksum-algorithm");
  if (named === undefined) return undefined;
  const algorithm = algorithmNamed(named);
  if (algorithm) return algorithm;
  throw refusal(
    "InvalidRequest",
    "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
  );
};

export interface CopySource {
  readonly bucket: string;
  readonly bucketKeepsVersions: boolean;
  readonly object: StoredObject;
}

/** Reads `x-amz-copy-source`: `/bucket/key?versionId=…`, URL-encoded; and holds it to its own conditions. */
export const findSource = (store: Store, call: BucketCall): CopySource => {
  const given = header(call, "x-amz-copy-source") ?? "";
  const [, rawPath = "", versionId] = /^\/?(.*?)(?:\?versionId=(.*))?$/s.exec(given) ?? [];
  const path = uriDecode(rawPath.replaceAll("+", " "));
  const slash = path?.indexOf("/") ?? -1;
  if (path === undefined || slash < 1 || slash === path.length - 1)
    throw refusal("InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey", {
      elements: { ArgumentName: "x-amz-copy-source", ArgumentValue: given },
    });
  const [bucketName, key] = [path.slice(0, slash), path.slice(slash + 1)];
  const bucket = expectBucket(store, bucketName);
  const object = findReadable(store, call, bucketName, key, versionId);
  checkCopySource((name) => header(call, name), object);
  return { bucket: bucketName, bucketKeepsVersions: bucket.versioning !== "Off", object };
};

const labelsOfCopy = (call: BucketCall, { bucket, object }: CopySource): ObjectLabels => {
  const given = readLabels(call);
  const replaceLabels = directive(call, "x-amz-metadata-directive");
  const replaceTags = directive(call, "x-amz-tagging-directive");
  if (bucket === call.bucket.name && object.key === call.key && object.isCurrent && !replaceLabels && !replaceTags)
    throw refusal(
      "InvalidRequest",
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  const tags = replaceTags ? given.tags : object.tags;
  if (!replaceTags && tags.length > 0) {
    permit(call, "s3:GetObjectTagging", objectArn(bucket, object.key));
    permit(call, "s3:PutObjectTagging", objectArn(call.bucket.name, call.key));
  }
  return replaceLabels ? { ...given, tags } : { headers: object.headers, metadata: object.metadata, tags };
};

const directive = (call: BucketCall, name: string): boolean => {
  const given = header(call, name) ?? "COPY";
  if (given === "COPY" || given === "REPLACE") return given === "REPLACE";
  throw refusal(
    "InvalidArgument",
    `Unknown ${name === "x-amz-metadata-directive" ? "metadata" : "tagging"} directive.`,
  );
};

/** Copies an object's bytes, or a range of them, to a new blob. */
export const copyBytes = async (
  store: Store,
  object: StoredObject,
  range: ByteRange | undefined,
  algorithm: ChecksumAlgorithm,
) => {
  const { from, to } = range ?? { from: 0, to: object.sizeBytes - 1 };
  if (to - from + 1 > MAX_SINGLE_PUT_BYTES)
    throw refusal(
      "InvalidRequest",
      "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120",
    );
  const segments = segmentsOf(store, object);
  const release = store.blobs.hold(segments.map(({ blob }) => blob));
  const [md5, sum] = [createHash("md5"), startChecksum(algorithm)];
  async function* tapped(): AsyncGenerator<Buffer> {
    for await (const bytes of store.blobs.read(segments, from, to)) {
      md5.update(bytes);
      sum.update(bytes);
      yield bytes;
    }
  }
  const segment = await store.blobs.write(tapped()).finally(release);
  return { segment, etag: md5.digest("hex"), checksum: sum.digest().toString("base64") };
};

/** The range of a part copied from an object: `bytes=first-last`, and nothing less exact. */
export const copyRange = (call: BucketCall, { sizeBytes }: StoredObject): ByteRange | undefined => {
  const given = header(call, "x-amz-copy-source-range");
  if (given === undefined) return undefined;
  const range = /^bytes=\d+-\d+$/.test(given) ? readRange(given, sizeBytes) : undefined;
  if (range && given === `bytes=${range.from}-${range.to}`) return range;
  throw refusal(
    "InvalidArgument",
    "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
  );
};
