import { bucketArn, objectArn } from "./buckets.ts";
import { type Answer, type BucketCall, header, permit } from "./call.ts";
import { checksumHeader } from "./checksums.ts";
import { checkRead } from "./conditions.ts";
import { labelHeaders } from "./labels.ts";
import { currentObject, objectVersion, type StoredObject, segmentsOf } from "./objects.ts";
import { type ByteRange, readRange } from "./range.ts";
import { refusal } from "./s3-refusal.ts";
import type { Store } from "./store.ts";

/** Headers that a caller may have answered otherwise than they were stored. */
const overridable = [
  "content-type",
  "content-language",
  "expires",
  "cache-control",
  "content-disposition",
  "content-encoding",
];

export const getObject = (store: Store, call: BucketCall): Answer => {
  const object = readObject(store, call);
  const range = readRange(header(call, "range"), object.sizeBytes);
  const segments = segmentsOf(store, object);
  const release = store.blobs.hold(segments.map(({ blob }) => blob));
  const { from, to } = range ?? { from: 0, to: object.sizeBytes - 1 };
  return { ...head(call, object, range), body: store.blobs.read(segments, from, to), release };
};

export const headObject = (store: Store, call: BucketCall): Answer => {
  const object = readObject(store, call);
  return head(call, object, readRange(header(call, "range"), object.sizeBytes));
};

const readObject = (store: Store, call: BucketCall): StoredObject => {
  const object = findReadable(store, call, call.bucket.name, call.key, call.query.get("versionId"));
  checkRead((name) => header(call, name), object);
  return object;
};

/**
 * The object a caller may read, or the refusal that S3 gives: without the permission to list, a missing key is
 * denied like a forbidden one, so that nobody learns by trying which keys exist.
 */
export const findReadable = (
  store: Store,
  call: BucketCall,
  bucket: string,
  key: string,
  versionId: string | undefined,
): StoredObject => {
  permit(call, versionId === undefined ? "s3:GetObject" : "s3:GetObjectVersion", objectArn(bucket, key));
  const found =
    versionId === undefined ? currentObject(store, bucket, key) : objectVersion(store, bucket, key, versionId);
  if (found && !found.isDeleteMarker) return found;
  if (!call.caller.allows("s3:ListBucket", bucketArn(bucket))) throw refusal("AccessDenied", "Access Denied");
  const headers = found ? { "x-amz-delete-marker": "true", "x-amz-version-id": found.versionId } : {};
  if (versionId === undefined)
    throw refusal("NoSuchKey", "The specified key does not exist.", { elements: { Key: key }, headers });
  if (found)
    throw refusal("MethodNotAllowed", "The specified method is not allowed against this resource.", {
      headers: { ...headers, allow: "DELETE" },
    });
  throw refusal("NoSuchVersion", "The specified version does not exist.", {
    elements: { Key: key, VersionId: versionId },
  });
};

const head = (call: BucketCall, object: StoredObject, range: ByteRange | undefined): Answer => {
  const headers: Record<string, string> = {
    ...labelHeaders(object),
    "accept-ranges": "bytes",
    "content-length": String(range ? range.to - range.from + 1 : object.sizeBytes),
    etag: `"${object.etag}"`,
    "last-modified": new Date(object.modifiedAt).toUTCString(),
    "x-amz-server-side-encryption": "AES256",
    ...versionHeader(call, object),
  };
  if (range) headers["content-range"] = `bytes ${range.from}-${range.to}/${object.sizeBytes}`;
  const { checksum } = object;
  if (checksum && !range && header(call, "x-amz-checksum-mode")?.toUpperCase() === "ENABLED") {
    headers[checksumHeader(checksum.algorithm)] = checksum.value;
    headers["x-amz-checksum-type"] = checksum.type;
  }
  for (const name of overridable) {
    const wanted = call.query.get(`response-${name}`);
    if (wanted !== undefined) headers[name] = headerText(wanted);
  }
  return { status: range ? 206 : 200, headers, body: undefined };
};

const headerText = (text: string): string => {
  if (/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(text)) return text;
  throw refusal("InvalidArgument", "Header value cannot be represented using ISO-8859-1.", {
    elements: { ArgumentValue: text },
  });
};

/** A bucket that never kept versions does not speak of them. */
export const versionHeader = (
  { bucket }: Pick<BucketCall, "bucket">,
  { versionId }: { readonly versionId: string },
): Record<string, string> => (bucket.versioning === "Off" ? {} : { "x-amz-version-id": versionId });
