import { NoSuchUpload, paginateListParts, UploadPartCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { refuse } from "../core/refusal.ts";
import { bytesOfPart, partBytesOf } from "../core/upload-name.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { ownKey, uploadIsOver } from "./upload-keys.ts";

const endpoint = endpoints.signUploadParts;
/** Long enough for a hundred parts of 8 MiB over a slow line; the page asks again for those it did not get to. */
const PART_SECONDS = 60 * 60;

type Stored = Reply<typeof endpoint>["stored"];

export const signUploadParts = async (
  deps: Deps,
  { path, body }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const upload = {
    Bucket: deps.config.INGEST_BUCKET,
    Key: ownKey(path.projectId, body.key),
    UploadId: body.uploadId,
  };
  const stored = await storedParts(deps, upload);
  const parts = await Promise.all(
    body.parts.map(async (part) => ({
      part,
      url: await getSignedUrl(
        deps.bucket,
        new UploadPartCommand({ ...upload, PartNumber: part, ContentLength: lengthOf(body.sizeBytes, part) }),
        { expiresIn: PART_SECONDS, signableHeaders: new Set(["host", "content-length"]) },
      ),
    })),
  );
  return { parts, stored };
};

const lengthOf = (sizeBytes: number, part: number): number => {
  const bytes = bytesOfPart(sizeBytes, part);
  if (bytes > 0) return bytes;
  throw refuse("bad-request", "a file of this size has no such part", {
    field: "body.parts",
    value: String(part),
    allowed: `1 to ${Math.ceil(sizeBytes / partBytesOf(sizeBytes))}`,
  });
};

/** What lies there already, so that an upload can go on after a break. Also tells whether the upload is still alive. */
const storedParts = async (
  { bucket }: Deps,
  upload: { readonly Bucket: string; readonly Key: string; readonly UploadId: string },
): Promise<Stored> => {
  const found: Stored[number][] = [];
  try {
    for await (const { Parts = [] } of paginateListParts({ client: bucket }, upload)) {
      for (const { PartNumber: part, ETag: etag, Size: sizeBytes } of Parts) {
        if (part !== undefined && etag !== undefined) found.push({ part, etag, sizeBytes: sizeBytes ?? 0 });
      }
    }
  } catch (error) {
    if (error instanceof NoSuchUpload) throw uploadIsOver();
    throw error;
  }
  return found;
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), signUploadParts));
