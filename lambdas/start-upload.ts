import { CreateMultipartUploadCommand } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { ONE_POST_BYTES_MAX, partBytesOf } from "../core/upload-name.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { inParallel } from "./in-parallel.ts";
import { keyOfName } from "./upload-keys.ts";

const endpoint = endpoints.startUpload;
const POST_SECONDS = 15 * 60;
const CALLS_AT_ONCE = 10;

type Target = Reply<typeof endpoint>["files"][number];
interface Wanted {
  readonly name: string;
  readonly key: string;
  readonly sizeBytes: number;
  readonly contentType: string;
}

/** All names are checked before the first address is made: a folder is taken whole or refused with the name that is wrong. */
export const startUpload = async (
  deps: Deps,
  { path, body }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const wanted = body.files.map(({ name, sizeBytes, contentType }, at) => ({
    name,
    key: keyOfName(path.projectId, name, `body.files.${at}.name`),
    sizeBytes,
    contentType: plainContentType(contentType),
  }));
  const files = await inParallel(wanted, CALLS_AT_ONCE, (file) =>
    file.sizeBytes <= ONE_POST_BYTES_MAX ? formPost(deps, file) : multipart(deps, file),
  );
  return { files };
};

/** Browsers send none for kinds they do not know. Ingest looks at the bytes, not at this. */
const plainContentType = (contentType: string): string =>
  /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(contentType) ? contentType : "application/octet-stream";

/** The only way for a browser to upload whose size the bucket itself checks. */
const formPost = async ({ bucket, config }: Deps, file: Wanted): Promise<Target> => {
  const { url, fields } = await createPresignedPost(bucket, {
    Bucket: config.INGEST_BUCKET,
    Key: file.key,
    Fields: { "Content-Type": file.contentType },
    Conditions: [["content-length-range", file.sizeBytes, file.sizeBytes]],
    Expires: POST_SECONDS,
  });
  return { kind: "post", name: file.name, key: file.key, url, fields };
};

const multipart = async ({ bucket, config }: Deps, file: Wanted): Promise<Target> => {
  const { UploadId: uploadId } = await bucket.send(
    new CreateMultipartUploadCommand({ Bucket: config.INGEST_BUCKET, Key: file.key, ContentType: file.contentType }),
  );
  if (!uploadId) throw new Error("the bucket began an upload without an id");
  return { kind: "multipart", name: file.name, key: file.key, uploadId, partBytes: partBytesOf(file.sizeBytes) };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), startUpload));
