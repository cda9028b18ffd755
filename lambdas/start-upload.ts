import { CreateMultipartUploadCommand } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { EXAMPLE_BYTES_MAX, EXAMPLE_TYPES, exampleKeyOf, isExampleType } from "../core/example-key.ts";
import type { ProjectId } from "../core/ids.ts";
import { refuse } from "../core/refusal.ts";
import { ONE_POST_BYTES_MAX, partBytesOf } from "../core/upload-name.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { refuseWhileHeldUp } from "./held-up.ts";
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
  if (body.files.some(({ purpose }) => purpose !== "example")) await refuseWhileHeldUp(deps, path.projectId);
  const wanted = body.files.map((file, at): Wanted => {
    const { name, sizeBytes, contentType } = file;
    const key =
      file.purpose === "example"
        ? exampleKeyFor(deps, path.projectId, file, `body.files.${at}`)
        : keyOfName(path.projectId, name, `body.files.${at}.name`);
    return { name, key, sizeBytes, contentType: plainContentType(contentType) };
  });
  const files = await inParallel(wanted, CALLS_AT_ONCE, (file) =>
    file.sizeBytes <= ONE_POST_BYTES_MAX ? formPost(deps, file) : multipart(deps, file),
  );
  return { files };
};

/** The type said here is the one it is ever shown as, whatever the bytes are. */
const exampleKeyFor = (
  { newId }: Deps,
  projectId: ProjectId,
  { contentType, sizeBytes }: Pick<Wanted, "contentType" | "sizeBytes">,
  field: string,
): string => {
  if (!isExampleType(contentType)) {
    throw refuse("bad-request", "an example is a picture that every browser shows", {
      field: `${field}.contentType`,
      value: contentType.slice(0, 80),
      allowed: EXAMPLE_TYPES.join(", "),
    });
  }
  if (sizeBytes < 1 || sizeBytes > EXAMPLE_BYTES_MAX) {
    throw refuse(sizeBytes < 1 ? "bad-request" : "too-large", "an example is not empty and at most 5 MiB", {
      field: `${field}.sizeBytes`,
      value: String(sizeBytes),
      allowed: `1 to ${EXAMPLE_BYTES_MAX} bytes`,
    });
  }
  return exampleKeyOf(projectId, newId(), contentType);
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
