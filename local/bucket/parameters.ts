import type { IncomingHttpHeaders } from "node:http";
import { ACCOUNT_ID } from "../access/caller.ts";
import { notImitated, refusal } from "./s3-refusal.ts";

/** `x-amz-` headers that are read somewhere; any other would be ignored, and so is refused. */
const known = new Set([
  "x-amz-checksum-algorithm",
  "x-amz-checksum-mode",
  "x-amz-checksum-type",
  "x-amz-content-sha256",
  "x-amz-copy-source",
  "x-amz-copy-source-if-match",
  "x-amz-copy-source-if-modified-since",
  "x-amz-copy-source-if-none-match",
  "x-amz-copy-source-if-unmodified-since",
  "x-amz-copy-source-range",
  "x-amz-date",
  "x-amz-decoded-content-length",
  "x-amz-metadata-directive",
  "x-amz-mp-object-size",
  "x-amz-sdk-checksum-algorithm",
  "x-amz-tagging",
  "x-amz-tagging-directive",
  "x-amz-trailer",
  "x-amz-user-agent",
]);
const knownPrefix = /^x-amz-(?:meta-.|checksum-(?:crc32|crc32c|crc64nvme|sha1|sha256)$)/;

/** Headers that may only say what holds here anyway. */
const onlyValue: Readonly<Record<string, readonly string[]>> = {
  "x-amz-object-ownership": ["BucketOwnerEnforced"],
  "x-amz-server-side-encryption": ["AES256"],
  "x-amz-storage-class": ["STANDARD"],
};

export const checkHeaders = (headers: IncomingHttpHeaders): void => {
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith("x-amz-") || known.has(name) || knownPrefix.test(name)) continue;
    if (onlyValue[name]?.includes(String(value))) continue;
    if (name === "x-amz-acl") {
      if (value === "bucket-owner-full-control") continue;
      throw refusal("AccessControlListNotSupported", "The bucket does not allow ACLs");
    }
    if (name === "x-amz-expected-bucket-owner" || name === "x-amz-source-expected-bucket-owner") {
      if (value === ACCOUNT_ID) continue;
      throw refusal("AccessDenied", "Access Denied");
    }
    throw notImitated(`the header ${name}${onlyValue[name] ? `: ${String(value)}` : ""}`);
  }
};

/** Part of a presigned address rather than of the request; `x-id` is the SDK's own note of the operation. */
export const isTransport = (name: string): boolean =>
  name === "x-id" || /^x-amz-(?:algorithm|credential|date|expires|signedheaders|signature|content-sha256)$/i.test(name);
