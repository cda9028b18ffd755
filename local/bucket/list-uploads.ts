import { bucketArn, objectArn } from "./buckets.ts";
import { type Answer, type BucketCall, permit, queryInteger, xmlAnswer } from "./call.ts";
import { checksumElement } from "./checksums.ts";
import { formEncode } from "./events.ts";
import { owner } from "./list-objects.ts";
import { MAX_PARTS, pageSize } from "./multipart.ts";
import type { Store } from "./store.ts";
import { expectUpload, partsOf, uploadsOf } from "./uploads.ts";

/** What a client that resumes an upload asks first: which parts are already here. */
export const listParts = (store: Store, call: BucketCall): Answer => {
  const { bucket, key } = call;
  permit(call, "s3:ListMultipartUploadParts", objectArn(bucket.name, key));
  const upload = expectUpload(store, bucket.name, key, call.query.get("uploadId") ?? "");
  const limit = pageSize(call, "max-parts");
  const marker = queryInteger(call, "part-number-marker", { min: 0, max: MAX_PARTS, fallback: 0 });
  const rest = partsOf(store, upload.id).filter(({ number }) => number > marker);
  const shown = rest.slice(0, limit);
  const isTruncated = limit > 0 && rest.length > limit;
  return xmlAnswer("ListPartsResult", {
    Bucket: bucket.name,
    Key: key,
    UploadId: upload.id,
    Initiator: { ID: owner.ID, DisplayName: upload.initiator },
    Owner: owner,
    StorageClass: "STANDARD",
    PartNumberMarker: marker,
    NextPartNumberMarker: isTruncated ? shown.at(-1)?.number : undefined,
    MaxParts: limit,
    IsTruncated: isTruncated,
    ChecksumAlgorithm: upload.isChecksumAsked ? upload.algorithm : undefined,
    ChecksumType: upload.isChecksumAsked ? upload.checksumType : undefined,
    Part: shown.map((part) => ({
      PartNumber: part.number,
      LastModified: new Date(part.modifiedAt).toISOString(),
      ETag: `"${part.etag}"`,
      Size: part.sizeBytes,
      [checksumElement(upload.algorithm)]: upload.isChecksumAsked ? part.checksum : undefined,
    })),
  });
};

export const listMultipartUploads = (store: Store, call: BucketCall): Answer => {
  const { bucket, query } = call;
  permit(call, "s3:ListBucketMultipartUploads", bucketArn(bucket.name));
  const limit = pageSize(call, "max-uploads");
  const [prefix, encoding] = [query.get("prefix") ?? "", query.get("encoding-type")];
  const [keyMarker, idMarker] = [query.get("key-marker") ?? "", query.get("upload-id-marker") ?? ""];
  const shownKey = (key: string) => (encoding === "url" ? formEncode(key) : key);
  const open = uploadsOf(store, bucket.name).filter(({ key, completed }) => key.startsWith(prefix) && !completed);
  const rest = open.filter(({ key, id }, n) => {
    const order = Buffer.compare(Buffer.from(key), Buffer.from(keyMarker));
    if (order !== 0) return order > 0;
    return idMarker !== "" && open.findIndex((upload) => upload.id === idMarker) < n && id !== idMarker;
  });
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  const isTruncated = limit > 0 && rest.length > limit;
  return xmlAnswer("ListMultipartUploadsResult", {
    Bucket: bucket.name,
    KeyMarker: shownKey(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: isTruncated && last ? shownKey(last.key) : undefined,
    NextUploadIdMarker: isTruncated ? last?.id : undefined,
    EncodingType: encoding,
    MaxUploads: limit,
    IsTruncated: isTruncated,
    Prefix: shownKey(prefix),
    Upload: shown.map((upload) => ({
      Key: shownKey(upload.key),
      UploadId: upload.id,
      Initiator: { ID: owner.ID, DisplayName: upload.initiator },
      Owner: owner,
      StorageClass: "STANDARD",
      Initiated: new Date(upload.startedAt).toISOString(),
      ChecksumAlgorithm: upload.isChecksumAsked ? upload.algorithm : undefined,
      ChecksumType: upload.isChecksumAsked ? upload.checksumType : undefined,
    })),
  });
};
