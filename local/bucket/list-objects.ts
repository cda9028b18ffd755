import { ACCOUNT_ID } from "../access/caller.ts";
import { bucketArn } from "./buckets.ts";
import { type Answer, type BucketCall, permit, queryInteger, xmlAnswer } from "./call.ts";
import { formEncode } from "./events.ts";
import { currentRows, type Position, readPage, versionRows, type WalkEntry } from "./key-walk.ts";
import { objectVersion, type StoredObject, toObject } from "./objects.ts";
import { refusal } from "./s3-refusal.ts";
import type { Store } from "./store.ts";
import type { XmlElements } from "./xml.ts";

const MAX_PAGE = 1000;
export const owner = { ID: ACCOUNT_ID, DisplayName: "labelloop" };

/** What every listing reads from its query. `shown` puts keys as the caller asked: plain, or URL-encoded. */
const readListing = (call: BucketCall) => {
  const encoding = call.query.get("encoding-type");
  if (encoding !== undefined && encoding !== "url")
    throw refusal("InvalidArgument", "Invalid Encoding Method specified in Request");
  const shown = (key: string): string => (encoding === "url" ? formEncode(key) : key);
  const [prefix, delimiter] = [call.query.get("prefix") ?? "", call.query.get("delimiter") ?? ""];
  const limit = queryInteger(call, "max-keys", { min: 0, max: MAX_PAGE, fallback: MAX_PAGE });
  const common = {
    Name: call.bucket.name,
    Prefix: shown(prefix),
    Delimiter: delimiter === "" ? undefined : shown(delimiter),
    MaxKeys: limit,
    EncodingType: encoding,
  };
  return { shown, prefix, delimiter, limit, common };
};

const prefixesOf = (entries: readonly WalkEntry[], shown: (key: string) => string): readonly XmlElements[] =>
  entries.flatMap(({ kind, key }) => (kind === "prefix" ? [{ Prefix: shown(key) }] : []));

const checksumElements = ({ checksum }: StoredObject): XmlElements =>
  checksum ? { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type } : {};

const toContents = (entries: readonly WalkEntry[], shown: (key: string) => string, withOwner: boolean) =>
  entries.flatMap((entry): XmlElements[] => {
    if (entry.kind === "prefix") return [];
    const object = toObject(entry.row);
    return [
      {
        Key: shown(object.key),
        LastModified: new Date(object.modifiedAt).toISOString(),
        ETag: `"${object.etag}"`,
        ...checksumElements(object),
        Size: object.sizeBytes,
        Owner: withOwner ? owner : undefined,
        StorageClass: "STANDARD",
      },
    ];
  });

export const listObjectsV2 = (store: Store, call: BucketCall): Answer => {
  permit(call, "s3:ListBucket", bucketArn(call.bucket.name));
  const { shown, prefix, delimiter, limit, common } = readListing(call);
  const [token, startAfter] = [call.query.get("continuation-token"), call.query.get("start-after")];
  const start: Position = token === undefined ? { kind: "after", key: startAfter ?? "" } : readToken(token);
  const { entries, isTruncated } = readPage(
    currentRows(store),
    { bucket: call.bucket.name, prefix, delimiter, start },
    limit,
  );
  const last = entries.at(-1);
  return xmlAnswer("ListBucketResult", {
    ...common,
    StartAfter: startAfter === undefined ? undefined : shown(startAfter),
    ContinuationToken: token,
    NextContinuationToken: isTruncated && last ? writeToken(last) : undefined,
    KeyCount: entries.length,
    IsTruncated: isTruncated,
    Contents: toContents(entries, shown, call.query.get("fetch-owner") === "true"),
    CommonPrefixes: prefixesOf(entries, shown),
  });
};

const writeToken = ({ kind, key }: WalkEntry): string =>
  Buffer.from(`${kind === "prefix" ? "p" : "k"}${key}`).toString("base64url");

const readToken = (token: string): Position => {
  const plain = Buffer.from(token, "base64url").toString("utf8");
  if (plain.startsWith("p")) return { kind: "after-prefix", key: plain.slice(1) };
  if (plain.startsWith("k")) return { kind: "after", key: plain.slice(1) };
  throw refusal("InvalidArgument", "The continuation token provided is incorrect", {
    elements: { ArgumentName: "continuation-token" },
  });
};

/** The first version of the listing, which older tools still use: the marker is a key, not a token. */
export const listObjects = (store: Store, call: BucketCall): Answer => {
  permit(call, "s3:ListBucket", bucketArn(call.bucket.name));
  const { shown, prefix, delimiter, limit, common } = readListing(call);
  const marker = call.query.get("marker") ?? "";
  const walk = { bucket: call.bucket.name, prefix, delimiter, start: { kind: "after", key: marker } } as const;
  const { entries, isTruncated } = readPage(currentRows(store), walk, limit);
  const last = entries.at(-1);
  return xmlAnswer("ListBucketResult", {
    ...common,
    Marker: shown(marker),
    NextMarker: isTruncated && last && delimiter !== "" ? shown(last.key) : undefined,
    IsTruncated: isTruncated,
    Contents: toContents(entries, shown, true),
    CommonPrefixes: prefixesOf(entries, shown),
  });
};

export const listObjectVersions = (store: Store, call: BucketCall): Answer => {
  permit(call, "s3:ListBucketVersions", bucketArn(call.bucket.name));
  const { shown, prefix, delimiter, limit, common } = readListing(call);
  const { name: bucket } = call.bucket;
  const [keyMarker, versionMarker] = [call.query.get("key-marker") ?? "", call.query.get("version-id-marker") ?? ""];
  if (versionMarker !== "" && keyMarker === "")
    throw refusal("InvalidArgument", "A version-id marker cannot be specified without a key marker.");
  const marked = versionMarker === "" ? undefined : objectVersion(store, bucket, keyMarker, versionMarker);
  const start = afterMarker(keyMarker, versionMarker, marked);
  const { entries, isTruncated } = readPage(versionRows(store), { bucket, prefix, delimiter, start }, limit);
  const last = entries.at(-1);
  const objects = entries.flatMap((entry) => (entry.kind === "row" ? [toObject(entry.row)] : []));
  return xmlAnswer("ListVersionsResult", {
    ...common,
    KeyMarker: shown(keyMarker),
    VersionIdMarker: versionMarker,
    NextKeyMarker: isTruncated && last ? shown(last.key) : undefined,
    NextVersionIdMarker: isTruncated && last?.kind === "row" ? toObject(last.row).versionId : undefined,
    IsTruncated: isTruncated,
    Version: objects.filter(({ isDeleteMarker }) => !isDeleteMarker).map((object) => toVersion(object, shown)),
    DeleteMarker: objects.filter(({ isDeleteMarker }) => isDeleteMarker).map((object) => toMarker(object, shown)),
    CommonPrefixes: prefixesOf(entries, shown),
  });
};

/** A version that was deleted since it was the marker: its key is listed again rather than the rest of it skipped. */
const afterMarker = (key: string, versionId: string, marked: StoredObject | undefined): Position => {
  if (versionId === "") return { kind: "after", key };
  return marked ? { kind: "after", key, seq: marked.seq } : { kind: "from", key };
};

const toMarker = (object: StoredObject, shown: (key: string) => string): XmlElements => ({
  Key: shown(object.key),
  VersionId: object.versionId,
  IsLatest: object.isCurrent,
  LastModified: new Date(object.modifiedAt).toISOString(),
  Owner: owner,
});

const toVersion = (object: StoredObject, shown: (key: string) => string): XmlElements => ({
  ...toMarker(object, shown),
  ETag: `"${object.etag}"`,
  ...checksumElements(object),
  Size: object.sizeBytes,
  StorageClass: "STANDARD",
});
