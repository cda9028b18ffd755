import { objectArn } from "./buckets.ts";
import { type Answer, type BucketCall, header, noContent, permit, queryInteger, xmlAnswer } from "./call.ts";
import {
  type ChecksumAlgorithm,
  type ChecksumType,
  checksumElement,
  checksumHeader,
  DEFAULT_ALGORITHM,
  defaultType,
  typeIsOffered,
} from "./checksums.ts";
import { copyBytes, copyRange, findSource, wantedAlgorithm } from "./copy-object.ts";
import { readLabels } from "./labels.ts";
import { encryption, keepOrRemove, MAX_SINGLE_PUT_BYTES, permitPut, tooLarge } from "./object-writes.ts";
import { refusal } from "./s3-refusal.ts";
import type { Store } from "./store.ts";
import { addUpload, dropUpload, expectUpload, type Part, putPart, type Upload } from "./uploads.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const MAX_PARTS = 10_000;

export const createMultipartUpload = (store: Store, call: BucketCall): Answer => {
  const { bucket, key, caller } = call;
  permitPut(call);
  const asked = wantedAlgorithm(call);
  const algorithm = asked ?? DEFAULT_ALGORITHM;
  const checksumType = readChecksumType(call, asked) ?? defaultType(algorithm);
  const id = store.newId().replaceAll("-", "");
  addUpload(store, bucket.name, {
    ...readLabels(call),
    id,
    key,
    startedAt: store.now(),
    initiator: caller.name,
    algorithm,
    checksumType,
    isChecksumAsked: asked !== undefined,
  });
  const headers: Record<string, string> = { ...encryption };
  if (asked) {
    headers["x-amz-checksum-algorithm"] = algorithm;
    headers["x-amz-checksum-type"] = checksumType;
  }
  return xmlAnswer("InitiateMultipartUploadResult", { Bucket: bucket.name, Key: key, UploadId: id }, headers);
};

const readChecksumType = (call: BucketCall, algorithm: ChecksumAlgorithm | undefined): ChecksumType | undefined => {
  const type = header(call, "x-amz-checksum-type");
  if (type === undefined) return undefined;
  if (type !== "FULL_OBJECT" && type !== "COMPOSITE")
    throw refusal("InvalidRequest", "Value for x-amz-checksum-type header is invalid.");
  if (!algorithm)
    throw refusal(
      "InvalidRequest",
      "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
    );
  if (!typeIsOffered(algorithm, type))
    throw refusal(
      "InvalidRequest",
      `The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
    );
  return type;
};

const readPartNumber = (call: BucketCall): number => {
  const given = call.query.get("partNumber") ?? "";
  const number = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (number >= 1 && number <= MAX_PARTS) return number;
  throw refusal("InvalidArgument", `Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`, {
    elements: { ArgumentName: "partNumber", ArgumentValue: given },
  });
};

const uploadOf = (store: Store, call: BucketCall): Upload =>
  expectUpload(store, call.bucket.name, call.key, call.query.get("uploadId") ?? "");

export const uploadPart = async (store: Store, call: BucketCall): Promise<Answer> => {
  permit(call, "s3:PutObject", objectArn(call.bucket.name, call.key));
  const number = readPartNumber(call);
  const upload = uploadOf(store, call);
  const body = call.body(upload.algorithm);
  if (body.announcedBytes === undefined)
    throw refusal("MissingContentLength", "You must provide the Content-Length HTTP header.");
  if (body.announcedBytes > MAX_SINGLE_PUT_BYTES) throw tooLarge(body.announcedBytes);
  const segment = await store.blobs.write(body.bytes());
  const digests = body.digests();
  const etag = digests.md5.toString("hex");
  await keepOrRemove(store, segment, () => {
    if (upload.isChecksumAsked && digests.claimed !== undefined && digests.claimed !== upload.algorithm)
      throw refusal(
        "InvalidRequest",
        `Checksum Type mismatch occurred, expected checksum Type: ${upload.algorithm.toLowerCase()}, actual checksum Type: ${digests.claimed.toLowerCase()}`,
      );
    const part = { ...segment, number, etag, checksum: digests.checksum, modifiedAt: store.now() };
    return putPart(store, { bucket: call.bucket.name, key: call.key, id: upload.id }, part);
  });
  const headers = { etag: `"${etag}"`, ...encryption, [checksumHeader(upload.algorithm)]: digests.checksum };
  return { status: 200, headers, body: undefined };
};

export const uploadPartCopy = async (store: Store, call: BucketCall): Promise<Answer> => {
  const { bucket, key } = call;
  permit(call, "s3:PutObject", objectArn(bucket.name, key));
  const number = readPartNumber(call);
  const upload = uploadOf(store, call);
  const { object } = findSource(store, call);
  const range = copyRange(call, object);
  const { segment, etag, checksum } = await copyBytes(store, object, range, upload.algorithm);
  const part: Part = { ...segment, number, etag, checksum, modifiedAt: store.now() };
  await keepOrRemove(store, segment, () => putPart(store, { bucket: bucket.name, key, id: upload.id }, part));
  return xmlAnswer(
    "CopyPartResult",
    {
      ETag: `"${etag}"`,
      LastModified: new Date(part.modifiedAt).toISOString(),
      [checksumElement(upload.algorithm)]: upload.isChecksumAsked ? checksum : undefined,
    },
    encryption,
  );
};

export const abortMultipartUpload = async (store: Store, call: BucketCall): Promise<Answer> => {
  permit(call, "s3:AbortMultipartUpload", objectArn(call.bucket.name, call.key));
  const { id } = uploadOf(store, call);
  await store.blobs.remove(dropUpload(store, id));
  return noContent;
};

/** Shared by both listings of uploads. */
export const pageSize = (call: BucketCall, name: string): number =>
  queryInteger(call, name, { min: 0, max: 1000, fallback: 1000 });
