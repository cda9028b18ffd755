import type { Trust } from "../access/sigv4.ts";
import { uriEncode } from "../access/sigv4-canonical.ts";
import { verifyPostPolicy } from "../access/sigv4-post.ts";
import { receiveBody } from "./body.ts";
import type { Bucket } from "./buckets.ts";
import { type Answer, type BucketCall, type Call, xmlAnswer } from "./call.ts";
import { checkKey } from "./keys.ts";
import { parseTagging, readLabels } from "./labels.ts";
import { versionHeader } from "./object-reads.ts";
import {
  checksumHeaders,
  encryption,
  keepOrRemove,
  MAX_SINGLE_PUT_BYTES,
  originOf,
  permitPut,
} from "./object-writes.ts";
import { addObject } from "./objects.ts";
import { checkHeaders } from "./parameters.ts";
import { readPostForm } from "./post-form.ts";
import { checkPolicy, sizeBounds, withinBounds } from "./post-policy.ts";
import { refusal, refusalOf } from "./s3-refusal.ts";
import type { Store } from "./store.ts";

/** A form upload before its signer is known: the signature stands in the form. */
export type UnsignedCall = Omit<Call, "caller" | "body" | "bodyApart">;

/**
 * A browser's upload by form, whose policy its maker signed. It acts as that maker, whose permissions are those of
 * now, not of the day of signing. The file streams through: it is never held in memory.
 */
export const postObject = async (
  store: Store,
  bucket: Bucket,
  unsigned: UnsignedCall,
  source: AsyncIterable<Buffer>,
  trust: Trust,
): Promise<Answer> => {
  const form = await readPostForm(unsigned.headers["content-type"], source);
  const verdict = verifyPostPolicy(form.fields, trust);
  if (verdict.state === "denied") throw refusalOf(verdict);
  const key = checkKey((form.fields.get("key") ?? missingKey()).replaceAll(FILE_NAME, () => form.fileName));
  const { call, body } = asPut(unsigned, bucket, key, form.fields, verdict.caller, () =>
    withinBounds(form.file(), sizeBounds(verdict.conditions, MAX_SINGLE_PUT_BYTES)),
  );
  permitPut(call);
  checkPolicy(verdict.conditions, form.fields, bucket.name);
  checkHeaders(call.headers);
  const labels = {
    ...readLabels(call),
    tags: parseTagging(form.fields.get("tagging") ?? "<Tagging><TagSet/></Tagging>"),
  };
  const segment = await store.blobs.write(body.bytes());
  const digests = body.digests();
  const checksum = { algorithm: digests.algorithm, type: "FULL_OBJECT", value: digests.checksum } as const;
  const object = { ...labels, key, etag: digests.md5.toString("hex"), checksum, segments: [segment] };
  const event = { name: "ObjectCreated:Post", origin: originOf(call) } as const;
  const { versionId } = await keepOrRemove(store, segment, () =>
    addObject(store, bucket.name, object, event, () => undefined),
  );
  const headers = {
    etag: `"${object.etag}"`,
    ...encryption,
    ...checksumHeaders(digests),
    ...versionHeader(call, { versionId }),
  };
  return answerForm(call, form.fields, headers);
};

/** In the form's key this stands for the name of the file. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: S3's own notation.
const FILE_NAME = "${filename}";

const missingKey = (): never => {
  throw refusal(
    "InvalidArgument",
    "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
  );
};

/** Fields of the form that count as the headers of a PUT. */
const countsAsHeader = (field: string): boolean =>
  ["cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires"].includes(
    field,
  ) ||
  (field.startsWith("x-amz-") && !formOnly.includes(field)) ||
  field === "acl";

const formOnly = ["x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"];

const asPut = (
  unsigned: UnsignedCall,
  bucket: Bucket,
  key: string,
  fields: ReadonlyMap<string, string>,
  caller: Call["caller"],
  file: () => AsyncGenerator<Buffer>,
) => {
  const headers: Record<string, string> = {};
  for (const [field, value] of fields)
    if (countsAsHeader(field)) headers[field === "acl" ? "x-amz-acl" : field] = value;
  if (fields.has("tagging")) headers["x-amz-tagging"] = "";
  const body = receiveBody({ headers, bytes: { [Symbol.asyncIterator]: file } }, { kind: "unsigned" });
  const call: BucketCall = { ...unsigned, headers, key, bucket, caller, body: () => body, bodyApart: () => body };
  return { call, body };
};

/** `success_action_redirect` and `success_action_status` say how the browser is answered; 204 if neither does. */
const answerForm = (
  { baseUrl, bucket, key }: BucketCall,
  fields: ReadonlyMap<string, string>,
  headers: Record<string, string>,
): Answer => {
  const location = `${baseUrl}/${bucket.name}/${key.split("/").map(uriEncode).join("/")}`;
  const redirect = fields.get("success_action_redirect") ?? fields.get("redirect");
  if (redirect && URL.canParse(redirect) && /^https?:/i.test(redirect)) {
    const url = new URL(redirect);
    for (const [name, value] of [
      ["bucket", bucket.name],
      ["key", key],
      ["etag", headers["etag"] ?? ""],
    ] as const)
      url.searchParams.append(name, value);
    return { status: 303, headers: { ...headers, location: url.href }, body: undefined };
  }
  const status = fields.get("success_action_status");
  if (status === "201") {
    const content = { Location: location, Bucket: bucket.name, Key: key, ETag: headers["etag"] };
    return { ...xmlAnswer("PostResponse", content, { ...headers, location }), status: 201 };
  }
  return { status: status === "200" ? 200 : 204, headers: { ...headers, location }, body: undefined };
};
