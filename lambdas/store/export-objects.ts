import { createHash, type Hash } from "node:crypto";
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Export } from "../../core/export.ts";
import { STREAMS, type StreamName } from "../../core/formats/bundle.ts";
import type { BundleFile } from "../../core/formats/manifest.ts";
import type { Deps } from "../deps.ts";
import type { ExportPiece } from "./export-progress.ts";
import { putObjectOnce } from "./put-object-once.ts";

type Named = Pick<Export, "projectId" | "exportId">;

/** Files that clients load, and apart from them the pieces they are joined from, which nobody needs afterwards. */
const fileKey = ({ projectId, exportId }: Named, name: string): string => `exports/${projectId}/${exportId}/${name}`;
const pieceKey = ({ projectId, exportId }: Named, { shard, number }: Pick<ExportPiece, "shard" | "number">): string =>
  `parts/${projectId}/${exportId}/${shard}/${number}`;

/** S3 takes no part under 5 MiB but the last: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const PART_BYTES = 8 * 1024 * 1024;
/** How long an address works. */
const VALID_SECONDS = 60 * 60;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  json: "application/json",
  jsonl: "application/x-ndjson",
  csv: "text/csv; charset=utf-8",
  md: "text/markdown; charset=utf-8",
};
const contentTypeOf = (name: string): string =>
  CONTENT_TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";

/** The objects of exports. Writing one again writes the same bytes; what might differ is written once. */
export const exportObjects = ({ bucket, config }: Pick<Deps, "bucket" | "config">) => {
  const Bucket = config.EXPORTS_BUCKET;

  const read = async (key: string, range?: string): Promise<Uint8Array> => {
    const { Body } = await bucket.send(new GetObjectCommand({ Bucket, Key: key, ...(range && { Range: range }) }));
    if (!Body) throw new Error(`object ${key} has no body`);
    return Body.transformToByteArray();
  };

  return {
    /** Its streams one after another in one object: small exports are many pieces of very little. */
    async putPiece(named: Named, piece: ExportPiece, streams: Readonly<Partial<Record<StreamName, Uint8Array>>>) {
      const Body = Buffer.concat(STREAMS.flatMap((stream) => streams[stream] ?? []));
      if (Body.length > 0) await bucket.send(new PutObjectCommand({ Bucket, Key: pieceKey(named, piece), Body }));
    },

    async readPiece(named: Named, piece: ExportPiece, stream: StreamName): Promise<Uint8Array> {
      const size = piece.sizes[stream] ?? 0;
      if (size === 0) return new Uint8Array();
      const before = STREAMS.slice(0, STREAMS.indexOf(stream));
      const from = before.reduce((sum, one) => sum + (piece.sizes[one] ?? 0), 0);
      return read(pieceKey(named, piece), `bytes=${from}-${from + size - 1}`);
    },

    /**
     * Stores what comes, of any length, holding one part in memory; and counts and hashes it on the way. Cut, it leaves
     * parts that are no object, which the bucket's lifecycle removes.
     */
    async putFile(named: Named, name: string, content: AsyncIterable<Uint8Array>): Promise<BundleFile> {
      const upload = newUpload(bucket, { Bucket, Key: fileKey(named, name), ContentType: contentTypeOf(name) });
      const hash: Hash = createHash("sha256");
      let sizeBytes = 0;
      let held: Uint8Array[] = [];
      let heldBytes = 0;
      for await (const bytes of content) {
        hash.update(bytes);
        sizeBytes += bytes.length;
        held.push(bytes);
        heldBytes += bytes.length;
        if (heldBytes < PART_BYTES) continue;
        await upload.part(Buffer.concat(held));
        held = [];
        heldBytes = 0;
      }
      await upload.end(Buffer.concat(held));
      return { name, sizeBytes, sha256: hash.digest("hex") };
    },

    /** The first of a name stays: a second one changes nothing, and is told what the first was. */
    async publishOnce(named: Named, name: string, text: string): Promise<BundleFile> {
      const key = fileKey(named, name);
      const bytes = Buffer.from(text, "utf8");
      const object = { Bucket, Key: key, Body: bytes, ContentType: contentTypeOf(name) };
      const written = await putObjectOnce(bucket, object);
      return describe(name, written === "put" ? bytes : await read(key));
    },

    /** An address to save the file from, under its own name. */
    addressOf: (named: Named, name: string): Promise<string> =>
      getSignedUrl(
        bucket,
        new GetObjectCommand({
          Bucket,
          Key: fileKey(named, name),
          ResponseContentType: contentTypeOf(name),
          ResponseContentDisposition: `attachment; filename="${name}"`,
        }),
        { expiresIn: VALID_SECONDS },
      ),
  };
};

export const MANIFEST = "manifest.json";

const describe = (name: string, bytes: Uint8Array): BundleFile => ({
  name,
  sizeBytes: bytes.length,
  sha256: createHash("sha256").update(bytes).digest("hex"),
});

interface Upload {
  /** At least 5 MiB. */
  readonly part: (bytes: Uint8Array) => Promise<void>;
  readonly end: (rest: Uint8Array) => Promise<void>;
}

/** One plain object while there is one part only, else a multipart upload. */
const newUpload = (
  bucket: Deps["bucket"],
  { ContentType, ...target }: { readonly Bucket: string; readonly Key: string; readonly ContentType: string },
): Upload => {
  let uploadId: string | undefined;
  const parts: CompletedPart[] = [];
  const part = async (bytes: Uint8Array): Promise<void> => {
    uploadId ??= (await bucket.send(new CreateMultipartUploadCommand({ ...target, ContentType }))).UploadId;
    const PartNumber = parts.length + 1;
    const { ETag } = await bucket.send(
      new UploadPartCommand({ ...target, UploadId: uploadId, PartNumber, Body: bytes }),
    );
    parts.push({ PartNumber, ...(ETag && { ETag }) });
  };
  return {
    part,
    async end(rest) {
      if (uploadId === undefined) {
        await bucket.send(new PutObjectCommand({ ...target, ContentType, Body: rest }));
        return;
      }
      if (rest.length > 0) await part(rest);
      await bucket.send(
        new CompleteMultipartUploadCommand({ ...target, UploadId: uploadId, MultipartUpload: { Parts: parts } }),
      );
    },
  };
};
