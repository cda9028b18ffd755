import { createWriteStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { partBytesOf } from "../../core/upload-name.ts";

/** About 120 bytes a line, as short posts have; each differs, as a copy is an item too but costs otherwise. */
export const lineOf = (line: number): string =>
  `${JSON.stringify({ source: `पत्ता ${line}: the caterpillar eats only the rotten part of the leaf.`, of: `field-${line % 97}` })}\n`;

const LINES_AT_ONCE = 1_000;

/** Writes a manifest of so many texts, never holding more than a thousand. @returns its size in bytes */
export const writeManifest = async (path: string, lines: number): Promise<number> => {
  const pieces = function* (): Generator<string> {
    for (let from = 0; from < lines; from += LINES_AT_ONCE)
      yield Array.from({ length: Math.min(LINES_AT_ONCE, lines - from) }, (_, at) => lineOf(from + at + 1)).join("");
  };
  await pipeline(Readable.from(pieces()), createWriteStream(path));
  return (await stat(path)).size;
};

/** Puts a file into a bucket part by part, holding one at a time. */
export const putInParts = async (
  client: S3Client,
  path: string,
  target: { readonly Bucket: string; readonly Key: string },
): Promise<void> => {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  await using file = await open(path);
  const { size } = await file.stat();
  const partBytes = partBytesOf(size);
  const Parts: { readonly PartNumber: number; readonly ETag: string | undefined }[] = [];
  for (let from = 0; from < size; from += partBytes) {
    const Body = Buffer.alloc(Math.min(partBytes, size - from));
    await file.read(Body, 0, Body.length, from);
    const PartNumber = Parts.length + 1;
    const { ETag } = await client.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  }
  await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
};
