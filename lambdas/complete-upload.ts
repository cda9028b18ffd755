import { createHash } from "node:crypto";
import {
  CompleteMultipartUploadCommand,
  HeadObjectCommand,
  NoSuchUpload,
  NotFound,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { ownKey, uploadIsOver } from "./upload-keys.ts";

const endpoint = endpoints.completeUpload;

interface Part {
  readonly part: number;
  readonly etag: string;
}

/** Joins the parts. Asked again after its answer was lost, it finds the object that the same parts made, and says so. */
export const completeUpload = async (
  deps: Deps,
  { path, body }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const key = ownKey(path.projectId, body.key);
  const parts = body.parts.toSorted((a, b) => a.part - b.part);
  const object = { Bucket: deps.config.INGEST_BUCKET, Key: key };
  try {
    await deps.bucket.send(
      new CompleteMultipartUploadCommand({
        ...object,
        UploadId: body.uploadId,
        MultipartUpload: { Parts: parts.map(({ part, etag }) => ({ PartNumber: part, ETag: etag })) },
      }),
    );
  } catch (error) {
    if (error instanceof NoSuchUpload) {
      if (await isMadeOf(deps, object, parts)) return { key };
      throw uploadIsOver();
    }
    if (error instanceof S3ServiceException && PARTS_ARE_WRONG.includes(error.name)) throw partsAreWrong(error);
    throw error;
  }
  return { key };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html, "Special errors". */
const PARTS_ARE_WRONG: readonly string[] = ["EntityTooSmall", "InvalidPart", "InvalidPartOrder"];

const partsAreWrong = (error: S3ServiceException) =>
  refuse("bad-request", "the parts do not make a whole file: put the missing ones again", {
    field: "body.parts",
    value: error.name,
    allowed: "every part that was put, with the ETag that came back for it; all but the last at least 5 MiB",
  });

/** The ETag of an object made of parts is the MD5 of their MD5s, and their number. */
const isMadeOf = async (
  { bucket }: Deps,
  object: { readonly Bucket: string; readonly Key: string },
  parts: readonly Part[],
): Promise<boolean> => {
  const md5s = parts.map(({ etag }) => Buffer.from(etag.replaceAll('"', ""), "hex"));
  const expected = `"${createHash("md5").update(Buffer.concat(md5s)).digest("hex")}-${parts.length}"`;
  try {
    return (await bucket.send(new HeadObjectCommand(object))).ETag === expected;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), completeUpload));
