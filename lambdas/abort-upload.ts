import { AbortMultipartUploadCommand, NoSuchUpload } from "@aws-sdk/client-s3";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { ownKey } from "./upload-keys.ts";

const endpoint = endpoints.abortUpload;

/** Gives up a large upload and what was put of it. One that is over already is given up too. */
export const abortUpload = async (
  deps: Deps,
  { path, body }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  try {
    await deps.bucket.send(
      new AbortMultipartUploadCommand({
        Bucket: deps.config.INGEST_BUCKET,
        Key: ownKey(path.projectId, body.key),
        UploadId: body.uploadId,
      }),
    );
  } catch (error) {
    if (!(error instanceof NoSuchUpload)) throw error;
  }
  return {};
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), abortUpload));
