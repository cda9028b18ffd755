import { type Call, header } from "./call.ts";
import type { ObjectLabels, Tag, TextMap } from "./objects.ts";
import { refusal } from "./s3-refusal.ts";
import { childrenOf, expectOnly, malformed, parseXml, textOf } from "./xml.ts";

/** Headers of an object that come back as they went in. */
export const keptHeaders = [
  "content-type",
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "expires",
] as const;

const DEFAULT_CONTENT_TYPE = "binary/octet-stream";
/** Names and values together: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
const MAX_METADATA_BYTES = 2048;
const MAX_TAGS = 10;
const METADATA_PREFIX = "x-amz-meta-";

export const readLabels = (call: Pick<Call, "headers">): ObjectLabels => {
  const headers: Record<string, string> = {};
  for (const name of keptHeaders) {
    const value = name === "content-encoding" ? withoutFraming(header(call, name)) : header(call, name);
    if (value) headers[name] = value;
  }
  headers["content-type"] ??= DEFAULT_CONTENT_TYPE;
  return { headers, metadata: readMetadata(call), tags: parseTagHeader(header(call, "x-amz-tagging")) };
};

/** `aws-chunked` says how the bytes travelled, not what they are. */
const withoutFraming = (encoding: string | undefined): string | undefined =>
  encoding
    ?.split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "" && one !== "aws-chunked")
    .join(",");

const readMetadata = ({ headers }: Pick<Call, "headers">): TextMap => {
  const metadata: Record<string, string> = {};
  let sizeBytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(METADATA_PREFIX) || value === undefined) continue;
    const text = Array.isArray(value) ? value.join(",") : value;
    metadata[name.slice(METADATA_PREFIX.length)] = text;
    sizeBytes += name.length - METADATA_PREFIX.length + text.length;
  }
  if (sizeBytes > MAX_METADATA_BYTES)
    throw refusal("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size.", {
      elements: { Size: String(sizeBytes), MaxSizeAllowed: String(MAX_METADATA_BYTES) },
    });
  return metadata;
};

/** The headers an object answers with; `x-amz-meta-` is put back. */
export const labelHeaders = ({ headers, metadata, tags }: ObjectLabels): Record<string, string> => {
  const all: Record<string, string> = { ...headers };
  for (const [name, value] of Object.entries(metadata)) all[`${METADATA_PREFIX}${name}`] = value;
  if (tags.length > 0) all["x-amz-tagging-count"] = String(tags.length);
  return all;
};

/** `a=1&b=2`, as in a query. */
export const parseTagHeader = (text: string | undefined): readonly Tag[] =>
  checkTags(text ? [...new URLSearchParams(text)] : []);

/** `<Tagging><TagSet><Tag><Key>…</Key><Value>…</Value></Tag></TagSet></Tagging>` */
export const parseTagging = (document: string): readonly Tag[] => {
  const root = parseXml(document, "Tagging");
  const [set, ...more] = childrenOf(root, "TagSet");
  if (!set || more.length > 0) throw malformed();
  expectOnly(set, ["Tag"]);
  return checkTags(
    childrenOf(set, "Tag").map((tag): Tag => {
      const [key, value] = [textOf(tag, "Key"), textOf(tag, "Value")];
      if (key === undefined || value === undefined) throw malformed();
      return [key, value];
    }),
  );
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const checkTags = (tags: readonly Tag[]): readonly Tag[] => {
  if (tags.length > MAX_TAGS) throw refusal("InvalidTag", "Object tags cannot be greater than 10");
  if (new Set(tags.map(([key]) => key)).size < tags.length)
    throw refusal("InvalidTag", "Cannot provide multiple Tags with the same key");
  for (const [key, value] of tags) {
    if (key === "" || key.length > 128) throw refusal("InvalidTag", "The TagKey you have provided is invalid");
    if (value.length > 256) throw refusal("InvalidTag", "The TagValue you have provided is invalid");
  }
  return tags;
};
