import { createHash } from "node:crypto";
import { uriEncode } from "../access/sigv4-canonical.ts";
import { readDocument } from "./body.ts";
import { objectArn } from "./buckets.ts";
import { type Answer, type BucketCall, header, permit, xmlAnswer } from "./call.ts";
import { type Checksum, checksumAlgorithms, checksumElement, checksumHeader, joinChecksums } from "./checksums.ts";
import { writeCheck } from "./conditions.ts";
import { versionHeader } from "./object-reads.ts";
import { encryption, originOf } from "./object-writes.ts";
import { addObject } from "./objects.ts";
import { refusal } from "./s3-refusal.ts";
import type { Store } from "./store.ts";
import {
  type Completion,
  findUpload,
  markCompleted,
  noSuchUpload,
  type Part,
  partsOf,
  type Upload,
} from "./uploads.ts";
import { childrenOf, expectOnly, malformed, parseXml, textOf } from "./xml.ts";

/** Every part but the last must have this much: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const MIN_PART_BYTES = 5 * 1024 * 1024;
const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;

/** A part as the completing client names it. */
interface NamedPart {
  readonly number: number;
  readonly etag: string;
  readonly checksums: ReadonlyMap<string, string>;
}

/**
 * Joins the parts into an object, in one commit. Completing again with the same parts gives the same answer: a client
 * that lost the first one cannot tell whether it got through.
 */
export const completeMultipartUpload = async (store: Store, call: BucketCall): Promise<Answer> => {
  const { bucket, key } = call;
  permit(call, "s3:PutObject", objectArn(bucket.name, key));
  const check = writeCheck((name) => header(call, name));
  const named = readNamedParts(await readDocument(call.bodyApart(), MAX_DOCUMENT_BYTES));
  const id = call.query.get("uploadId") ?? "";
  const { completion, doomed } = store.database.transaction(() => {
    const upload = findUpload(store, bucket.name, key, id);
    if (!upload) throw noSuchUpload();
    if (upload.completed) {
      if (upload.completed.etag !== joinEtags(named.map(({ etag }) => etag))) throw noSuchUpload();
      return { completion: upload.completed, doomed: [] };
    }
    return complete(store, call, upload, named, check);
  });
  await store.blobs.remove(doomed);
  return answer(call, completion);
};

const complete = (
  store: Store,
  call: BucketCall,
  upload: Upload,
  named: readonly NamedPart[],
  check: ReturnType<typeof writeCheck>,
): { readonly completion: Completion; readonly doomed: readonly string[] } => {
  const stored = partsOf(store, upload.id);
  const parts = chooseParts(upload, stored, named);
  const checksum = joinChecksums(
    upload.algorithm,
    upload.checksumType,
    parts.map((part) => ({ value: part.checksum, sizeBytes: part.sizeBytes })),
  );
  checkWhole(call, parts, checksum);
  const etag = joinEtags(parts.map((part) => part.etag));
  const { headers, metadata, tags } = upload;
  const object = { headers, metadata, tags, key: upload.key, etag, checksum, segments: parts };
  const event = { name: "ObjectCreated:CompleteMultipartUpload", origin: originOf(call) } as const;
  const kept = new Set(parts.map(({ blob }) => blob));
  const { versionId, doomed } = addObject(store, call.bucket.name, object, event, check);
  const completion = { etag, versionId, checksum };
  markCompleted(store, upload.id, completion);
  const left = stored.flatMap(({ blob }) => (kept.has(blob) ? [] : [blob]));
  return { completion, doomed: [...doomed, ...left] };
};

/** MD5 of the parts' MD5s, and how many there were. */
const joinEtags = (etags: readonly string[]): string =>
  `${createHash("md5")
    .update(Buffer.concat(etags.map((etag) => Buffer.from(etag, "hex"))))
    .digest("hex")}-${etags.length}`;

const readNamedParts = (document: string): readonly NamedPart[] => {
  const root = parseXml(document, "CompleteMultipartUpload");
  expectOnly(root, ["Part"]);
  const elements = checksumAlgorithms.map(checksumElement);
  const parts = childrenOf(root, "Part").map((part): NamedPart => {
    expectOnly(part, ["PartNumber", "ETag", ...elements]);
    const [number, etag] = [Number(textOf(part, "PartNumber")), textOf(part, "ETag")];
    if (!Number.isInteger(number) || etag === undefined) throw malformed();
    const checksums = elements.flatMap((name) => {
      const value = textOf(part, name);
      return value === undefined ? [] : [[name, value] as const];
    });
    return { number, etag: etag.replaceAll('"', ""), checksums: new Map(checksums) };
  });
  if (parts.length === 0) throw malformed();
  return parts;
};

const chooseParts = (upload: Upload, stored: readonly Part[], named: readonly NamedPart[]): readonly Part[] => {
  const byNumber = new Map(stored.map((part) => [part.number, part]));
  const element = checksumElement(upload.algorithm);
  let previous = 0;
  const parts = named.map(({ number, etag, checksums }) => {
    if (number <= previous)
      throw refusal(
        "InvalidPartOrder",
        "The list of parts was not in ascending order. The parts list must be specified in order by part number.",
      );
    previous = number;
    const part = byNumber.get(number);
    const claimed = checksums.get(element);
    if (part && part.etag === etag && (claimed === undefined || claimed === part.checksum)) return part;
    throw refusal(
      "InvalidPart",
      "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      {
        elements: { UploadId: upload.id, PartNumber: String(number), ETag: etag },
      },
    );
  });
  const small = parts.slice(0, -1).find(({ sizeBytes }) => sizeBytes < MIN_PART_BYTES);
  if (!small) return parts;
  throw refusal("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", {
    elements: {
      ProposedSize: String(small.sizeBytes),
      MinSizeAllowed: String(MIN_PART_BYTES),
      PartNumber: String(small.number),
      ETag: small.etag,
    },
  });
};

/** What the client says of the whole object: its checksum, its size. */
const checkWhole = (call: BucketCall, parts: readonly Part[], checksum: Checksum): void => {
  const claimed = header(call, checksumHeader(checksum.algorithm));
  if (claimed !== undefined && claimed !== checksum.value)
    throw refusal("BadDigest", `The ${checksum.algorithm} you specified did not match the calculated checksum.`);
  const size = header(call, "x-amz-mp-object-size");
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  if (size !== undefined && Number(size) !== sizeBytes)
    throw refusal("InvalidRequest", "The provided 'x-amz-mp-object-size' header does not match what was computed.");
};

const answer = (call: BucketCall, { etag, versionId, checksum }: Completion): Answer =>
  xmlAnswer(
    "CompleteMultipartUploadResult",
    {
      Location: `${call.baseUrl}/${call.bucket.name}/${call.key.split("/").map(uriEncode).join("/")}`,
      Bucket: call.bucket.name,
      Key: call.key,
      ETag: `"${etag}"`,
      [checksumElement(checksum.algorithm)]: checksum.value,
      ChecksumType: checksum.type,
    },
    { ...encryption, ...versionHeader(call, { versionId }) },
  );
