import type { Segment } from "./blobs.ts";
import type { Digests } from "./body.ts";
import { bucketArn, objectArn } from "./buckets.ts";
import { type Answer, type BucketCall, type Call, header, noContent, permit } from "./call.ts";
import { checksumHeader } from "./checksums.ts";
import { writeCheck } from "./conditions.ts";
import type { EventOrigin } from "./events.ts";
import { readLabels } from "./labels.ts";
import { versionHeader } from "./object-reads.ts";
import { addObject, currentObject, type Removal, type RemovalChange, removeKey, removeVersion } from "./objects.ts";
import { refusal } from "./s3-refusal.ts";
import type { Store } from "./store.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html: one request carries 5 GB at most. */
export const MAX_SINGLE_PUT_BYTES = 5 * 1024 ** 3;

export const originOf = ({ requestId, sourceIp, caller }: Call): EventOrigin => ({
  requestId,
  sourceIp,
  callerName: caller.name,
});

export const putObject = async (store: Store, call: BucketCall): Promise<Answer> => {
  const { bucket, key } = call;
  permitPut(call);
  const labels = readLabels(call);
  const check = writeCheck((name) => header(call, name));
  check(currentObject(store, bucket.name, key));
  const body = call.body();
  if (body.announcedBytes === undefined)
    throw refusal("MissingContentLength", "You must provide the Content-Length HTTP header.");
  if (body.announcedBytes > MAX_SINGLE_PUT_BYTES) throw tooLarge(body.announcedBytes);
  const segment = await store.blobs.write(body.bytes());
  const digests = body.digests();
  const checksum = { algorithm: digests.algorithm, type: "FULL_OBJECT", value: digests.checksum } as const;
  const object = { ...labels, key, etag: digests.md5.toString("hex"), checksum, segments: [segment] };
  const event = { name: "ObjectCreated:Put", origin: originOf(call) } as const;
  const { versionId } = await keepOrRemove(store, segment, () => addObject(store, bucket.name, object, event, check));
  const headers = {
    etag: `"${object.etag}"`,
    ...encryption,
    ...checksumHeaders(digests),
    ...versionHeader(call, { versionId }),
  };
  return { status: 200, headers, body: undefined };
};

export const encryption = { "x-amz-server-side-encryption": "AES256" };

export const checksumHeaders = ({ algorithm, checksum }: Digests): Record<string, string> => ({
  [checksumHeader(algorithm)]: checksum,
  "x-amz-checksum-type": "FULL_OBJECT",
});

export const tooLarge = (sizeBytes: number) =>
  refusal("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", {
    elements: { ProposedSize: String(sizeBytes), MaxSizeAllowed: String(MAX_SINGLE_PUT_BYTES) },
  });

export const permitPut = (call: BucketCall): void => {
  const arn = objectArn(call.bucket.name, call.key);
  permit(call, "s3:PutObject", arn);
  if (header(call, "x-amz-tagging") !== undefined) permit(call, "s3:PutObjectTagging", arn);
};

/** Commits the row of a blob just written; whatever comes of it, no blob stays without a row. */
export const keepOrRemove = async <Result extends { readonly doomed: readonly string[] }>(
  store: Store,
  { blob }: Segment,
  commit: () => Result,
): Promise<Result> => {
  try {
    const result = commit();
    await store.blobs.remove(result.doomed);
    return result;
  } catch (error) {
    await store.blobs.remove([blob]);
    throw error;
  }
};

export const deleteObject = async (store: Store, call: BucketCall): Promise<Answer> => {
  const versionId = call.query.get("versionId");
  const { removal, doomed } = remove(store, call, { key: call.key, versionId }, (name) => header(call, name));
  await store.blobs.remove(doomed);
  return { ...noContent, headers: removalHeaders(removal) };
};

/** Deletes as a request of one key does; each entry of a batch comes through here too. */
export const remove = (
  store: Store,
  call: BucketCall,
  { key, versionId }: { readonly key: string; readonly versionId: string | undefined },
  condition: (name: string) => string | undefined,
): RemovalChange => {
  const { name } = call.bucket;
  const event = { prefix: "ObjectRemoved", origin: originOf(call) } as const;
  permit(call, versionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion", objectArn(name, key));
  if (condition("if-match") !== undefined && versionId !== undefined)
    throw refusal("InvalidArgument", "If-Match and versionId exclude each other here.");
  return versionId === undefined
    ? removeKey(store, name, key, event, writeCheck(condition))
    : removeVersion(store, name, key, versionId, event);
};

const removalHeaders = (removal: Removal): Record<string, string> => {
  if (removal.kind === "marked") return { "x-amz-delete-marker": "true", "x-amz-version-id": removal.versionId };
  if (removal.kind === "nothing" || removal.versionId === "null") return {};
  return { "x-amz-version-id": removal.versionId, ...(removal.wasMarker ? { "x-amz-delete-marker": "true" } : {}) };
};

/** Whether the caller may see which keys a bucket has; decides between 403 and 404. */
export const mayList = (call: BucketCall): boolean => call.caller.allows("s3:ListBucket", bucketArn(call.bucket.name));
