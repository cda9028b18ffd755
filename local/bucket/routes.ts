import * as buckets from "./bucket-operations.ts";
import type { Answer, BucketCall, Call } from "./call.ts";
import { completeMultipartUpload } from "./complete-upload.ts";
import { copyObject } from "./copy-object.ts";
import { deleteObjects } from "./delete-objects.ts";
import { listObjects, listObjectsV2, listObjectVersions } from "./list-objects.ts";
import { listMultipartUploads, listParts } from "./list-uploads.ts";
import { abortMultipartUpload, createMultipartUpload, uploadPart, uploadPartCopy } from "./multipart.ts";
import { getObject, headObject } from "./object-reads.ts";
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./object-tags.ts";
import { deleteObject, putObject } from "./object-writes.ts";
import { notImitated, refusal } from "./s3-refusal.ts";
import type { Store } from "./store.ts";

export type Level = "service" | "bucket" | "object";

/** How requests of one operation look. The one with the most needs that are met is meant. */
interface Operation {
  readonly method: string;
  readonly level: Level;
  /** Query names that make the operation what it is. */
  readonly needs?: readonly string[];
  readonly may?: readonly string[];
  /** Whether it is the variant that copies from another object. */
  readonly copies?: boolean;
  readonly run: (store: Store, call: BucketCall) => Answer | Promise<Answer>;
}

const responses = ["type", "language", "disposition", "encoding"].map((name) => `response-content-${name}`);
const readOptions = ["versionId", ...responses, "response-expires", "response-cache-control"];
const listOptions = ["prefix", "delimiter", "max-keys", "encoding-type"];

const operations: readonly Operation[] = [
  { method: "GET", level: "bucket", may: [...listOptions, "marker"], run: listObjects },
  {
    method: "GET",
    level: "bucket",
    needs: ["list-type"],
    may: [...listOptions, "continuation-token", "start-after", "fetch-owner"],
    run: listObjectsV2,
  },
  {
    method: "GET",
    level: "bucket",
    needs: ["versions"],
    may: [...listOptions, "key-marker", "version-id-marker"],
    run: listObjectVersions,
  },
  {
    method: "GET",
    level: "bucket",
    needs: ["uploads"],
    may: ["prefix", "max-uploads", "encoding-type", "key-marker", "upload-id-marker"],
    run: listMultipartUploads,
  },
  { method: "GET", level: "bucket", needs: ["location"], run: buckets.getBucketLocation },
  { method: "GET", level: "bucket", needs: ["versioning"], run: buckets.getBucketVersioning },
  { method: "GET", level: "bucket", needs: ["cors"], run: buckets.getBucketCors },
  { method: "GET", level: "bucket", needs: ["lifecycle"], run: buckets.getBucketLifecycle },
  { method: "HEAD", level: "bucket", run: buckets.headBucket },
  { method: "PUT", level: "bucket", needs: ["versioning"], run: buckets.putBucketVersioning },
  { method: "PUT", level: "bucket", needs: ["cors"], run: buckets.putBucketCors },
  { method: "PUT", level: "bucket", needs: ["lifecycle"], run: buckets.putBucketLifecycle },
  { method: "DELETE", level: "bucket", run: buckets.deleteBucket },
  { method: "DELETE", level: "bucket", needs: ["cors"], run: buckets.deleteBucketCors },
  { method: "DELETE", level: "bucket", needs: ["lifecycle"], run: buckets.deleteBucketLifecycle },
  { method: "POST", level: "bucket", needs: ["delete"], run: deleteObjects },
  { method: "GET", level: "object", may: readOptions, run: getObject },
  { method: "GET", level: "object", needs: ["tagging"], may: ["versionId"], run: getObjectTagging },
  {
    method: "GET",
    level: "object",
    needs: ["uploadId"],
    may: ["max-parts", "part-number-marker"],
    run: listParts,
  },
  { method: "HEAD", level: "object", may: readOptions, run: headObject },
  { method: "PUT", level: "object", run: putObject },
  { method: "PUT", level: "object", copies: true, run: copyObject },
  { method: "PUT", level: "object", needs: ["tagging"], may: ["versionId"], run: putObjectTagging },
  { method: "PUT", level: "object", needs: ["uploadId", "partNumber"], run: uploadPart },
  { method: "PUT", level: "object", needs: ["uploadId", "partNumber"], copies: true, run: uploadPartCopy },
  { method: "POST", level: "object", needs: ["uploads"], run: createMultipartUpload },
  { method: "POST", level: "object", needs: ["uploadId"], run: completeMultipartUpload },
  { method: "DELETE", level: "object", may: ["versionId"], run: deleteObject },
  { method: "DELETE", level: "object", needs: ["uploadId"], run: abortMultipartUpload },
  { method: "DELETE", level: "object", needs: ["tagging"], may: ["versionId"], run: deleteObjectTagging },
];

/** Finds what a request asks for; refuses by name any parameter that the operation would otherwise ignore. */
export const findOperation = (
  method: string,
  level: Exclude<Level, "service">,
  call: Pick<Call, "query" | "headers">,
): Operation["run"] => {
  const copies = call.headers["x-amz-copy-source"] !== undefined;
  const fitting = operations
    .filter((one) => one.method === method && one.level === level && (one.copies ?? false) === copies)
    .filter(({ needs = [] }) => needs.every((name) => call.query.has(name)))
    .sort((a, b) => (b.needs?.length ?? 0) - (a.needs?.length ?? 0));
  const [best] = fitting;
  if (!best) throw unknownRequest(method, level, call);
  const strange = [...call.query.keys()].find((name) => !best.needs?.includes(name) && !best.may?.includes(name));
  if (strange === undefined) return best.run;
  throw notImitated(`${method} of a ${level} with the parameter ${strange}`);
};

const unknownRequest = (method: string, level: Level, { query, headers }: Pick<Call, "query" | "headers">) => {
  const names = [...query.keys()];
  if (headers["x-amz-copy-source"] !== undefined) names.push("x-amz-copy-source");
  if (names.length > 0) return notImitated(`${method} of a ${level} with ${names.join(", ")}`);
  return refusal("MethodNotAllowed", "The specified method is not allowed against this resource.");
};
