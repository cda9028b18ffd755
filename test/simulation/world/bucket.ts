import { createHash } from "node:crypto";
import { NoSuchKey, S3ServiceException } from "@aws-sdk/client-s3";

interface Version {
  readonly versionId: string;
  readonly etag: string;
  readonly bytes: Buffer;
}

/**
 * Buckets in this process, with versions, ETags, conditions and ranges as S3 answers them: every version of an object
 * stays. Throws on what handlers under simulation do not ask of it.
 */
export interface Buckets {
  call(operation: string, input: Readonly<Record<string, unknown>>): unknown;
  /** As a vendor's client puts it; what S3 would tell of it in an event. */
  put(bucket: string, key: string, content: string): { readonly versionId: string; readonly sequencer: string };
  /** The newest bytes of every object of a bucket, by key. */
  objects(bucket: string): ReadonlyMap<string, Buffer>;
}

export const openBuckets = (): Buckets => {
  const versions = new Map<string, Version[]>();
  let count = 0;
  const nameOf = ({ Bucket, Key }: Readonly<Record<string, unknown>>): string => `${String(Bucket)}/${String(Key)}`;

  const put = (input: Readonly<Record<string, unknown>>): unknown => {
    const before = versions.get(nameOf(input)) ?? [];
    if (input["IfNoneMatch"] === "*" && before.length > 0) throw refused("PreconditionFailed", 412);
    const bytes = bytesOf(input["Body"]);
    count += 1;
    const version = { versionId: `v${count}`, etag: `"${createHash("md5").update(bytes).digest("hex")}"`, bytes };
    versions.set(nameOf(input), [...before, version]);
    return { ETag: version.etag, VersionId: version.versionId };
  };

  const find = (input: Readonly<Record<string, unknown>>): Version => {
    const all = versions.get(nameOf(input)) ?? [];
    const wanted = input["VersionId"];
    const found = wanted === undefined ? all.at(-1) : all.find(({ versionId }) => versionId === wanted);
    if (!found) throw new NoSuchKey({ message: "no such key", $metadata: { httpStatusCode: 404 } });
    if (input["IfMatch"] !== undefined && input["IfMatch"] !== found.etag) throw refused("PreconditionFailed", 412);
    return found;
  };

  const get = (input: Readonly<Record<string, unknown>>): unknown => {
    const { bytes, etag, versionId } = find(input);
    const part = inRange(bytes, input["Range"]);
    return { Body: bodyOf(part), ContentLength: part.length, ETag: etag, VersionId: versionId };
  };

  return {
    call(operation, input) {
      if (operation === "PutObject") return put(input);
      if (operation === "GetObject") return get(input);
      if (operation === "HeadObject") {
        const { bytes, etag, versionId } = find(input);
        return { ContentLength: bytes.length, ETag: etag, VersionId: versionId };
      }
      throw new Error(`this bucket does not know ${operation}`);
    },
    put(Bucket, Key, Body) {
      put({ Bucket, Key, Body });
      return { versionId: `v${count}`, sequencer: count.toString(16).padStart(12, "0").toUpperCase() };
    },
    objects: (bucket) =>
      new Map(
        [...versions].flatMap(([name, all]) => {
          const newest = all.at(-1);
          return newest && name.startsWith(`${bucket}/`) ? [[name.slice(bucket.length + 1), newest.bytes]] : [];
        }),
      ),
  };
};

const bytesOf = (body: unknown): Buffer => (body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(String(body)));

const inRange = (bytes: Buffer, range: unknown): Buffer => {
  if (range === undefined) return bytes;
  const [, from = "", last = ""] = /^bytes=(\d+)-(\d*)$/.exec(String(range)) ?? [];
  if (from === "") throw new Error(`this bucket does not know the range ${String(range)}`);
  if (Number(from) >= bytes.length) throw refused("InvalidRange", 416);
  return bytes.subarray(Number(from), last === "" ? bytes.length : Number(last) + 1);
};

const bodyOf = (bytes: Buffer) => ({
  transformToString: async () => bytes.toString(),
  transformToByteArray: async () => bytes,
  transformToWebStream: async function* () {
    yield bytes;
  },
});

const refused = (name: string, status: number): S3ServiceException =>
  new S3ServiceException({ name, message: name, $fault: "client", $metadata: { httpStatusCode: status } });
