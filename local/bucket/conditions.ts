import type { StoredObject } from "./objects.ts";
import { notImitated, refusal } from "./s3-refusal.ts";

/** Reads one header of the four conditions; `x-amz-copy-source-` is their prefix on a copy's source. */
type ReadHeader = (name: string) => string | undefined;

const bare = (etag: string): string =>
  etag
    .trim()
    .replace(/^W\//, "")
    .replace(/^"(.*)"$/, "$1");

const names = (list: string, object: StoredObject): boolean =>
  list.split(",").some((one) => one.trim() === "*" || bare(one) === object.etag);

/** Dates in headers count whole seconds. */
const seconds = (ms: number): number => Math.floor(ms / 1000);

const dateOf = (text: string | undefined): number | undefined => {
  const ms = Date.parse(text ?? "");
  return Number.isNaN(ms) ? undefined : seconds(ms);
};

const preconditionFailed = (condition: string) =>
  refusal("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
    elements: { Condition: condition },
  });

type Finding = { readonly kind: "met" } | { readonly kind: "failed" | "not-modified"; readonly condition: string };

/**
 * Where two conditions disagree, the ETag decides: If-Match that holds overrides If-Unmodified-Since, and
 * If-None-Match overrides If-Modified-Since. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
const examine = (read: ReadHeader, object: StoredObject): Finding => {
  const [ifMatch, ifNoneMatch] = [read("if-match"), read("if-none-match")];
  const [since, unmodifiedSince] = [dateOf(read("if-modified-since")), dateOf(read("if-unmodified-since"))];
  const modified = seconds(object.modifiedAt);
  if (ifMatch !== undefined && !names(ifMatch, object)) return { kind: "failed", condition: "If-Match" };
  if (ifMatch === undefined && unmodifiedSince !== undefined && modified > unmodifiedSince)
    return { kind: "failed", condition: "If-Unmodified-Since" };
  if (ifNoneMatch !== undefined && names(ifNoneMatch, object))
    return { kind: "not-modified", condition: "If-None-Match" };
  if (ifNoneMatch === undefined && since !== undefined && modified <= since)
    return { kind: "not-modified", condition: "If-Modified-Since" };
  return { kind: "met" };
};

export const checkRead = (read: ReadHeader, object: StoredObject): void => {
  const finding = examine(read, object);
  if (finding.kind === "failed") throw preconditionFailed(finding.condition);
  if (finding.kind === "not-modified")
    throw refusal("NotModified", "Not Modified", {
      headers: { etag: `"${object.etag}"`, "last-modified": new Date(object.modifiedAt).toUTCString() },
    });
};

/** A copy has no 304: whatever does not hold fails. */
export const checkCopySource = (read: ReadHeader, object: StoredObject): void => {
  const finding = examine((name) => read(`x-amz-copy-source-${name}`), object);
  if (finding.kind !== "met") throw preconditionFailed(`x-amz-copy-source-${finding.condition}`);
};

/**
 * The check of a conditional write: `If-None-Match: *` writes only what is not there, `If-Match` only over what the
 * writer last saw. A delete marker counts as nothing there.
 */
export const writeCheck = (read: ReadHeader): ((current: StoredObject | undefined) => void) => {
  const [ifMatch, ifNoneMatch] = [read("if-match"), read("if-none-match")];
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") throw notImitated("If-None-Match with an ETag on a write");
  return (current) => {
    const present = current && !current.isDeleteMarker ? current : undefined;
    if (ifNoneMatch === "*" && present) throw preconditionFailed("If-None-Match");
    if (ifMatch === undefined) return;
    if (!present) throw refusal("NoSuchKey", "The specified key does not exist.");
    if (!names(ifMatch, present)) throw preconditionFailed("If-Match");
  };
};
