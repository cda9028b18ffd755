import type { IncomingHttpHeaders } from "node:http";
import type { Caller } from "../access/caller.ts";
import type { Body } from "./body.ts";
import type { Bucket } from "./buckets.ts";
import type { ChecksumAlgorithm } from "./checksums.ts";
import { refusal } from "./s3-refusal.ts";
import { type XmlElements, xmlDocument } from "./xml.ts";

/** One request whose signature was accepted, as an operation sees it. */
export interface Call {
  readonly requestId: string;
  readonly caller: Caller;
  /** Empty for operations on the service or on a bucket. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  /** Headers, and what a presigned address carries in their stead. */
  readonly headers: IncomingHttpHeaders;
  /** Address of this service as the caller wrote it, for answers that name a location. */
  readonly baseUrl: string;
  readonly sourceIp: string;
  /** The body, to be read once; `wanted` is the checksum to compute, if not the one that the sender names. */
  body(wanted?: ChecksumAlgorithm): Body;
  /** The body of a request whose `x-amz-checksum-` headers speak of an object, not of the body. */
  bodyApart(): Body;
}

export interface BucketCall extends Call {
  readonly bucket: Bucket;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | AsyncIterable<Uint8Array> | undefined;
  /** Called once the body was sent or given up. */
  readonly release?: () => void;
}

export const noContent: Answer = { status: 204, headers: {}, body: undefined };
export const emptyOk: Answer = { status: 200, headers: {}, body: undefined };

export const xmlAnswer = (root: string, content: XmlElements, headers: Record<string, string> = {}): Answer => ({
  status: 200,
  headers: { "content-type": "application/xml", ...headers },
  body: xmlDocument(root, content),
});

/** Refuses, as IAM would put it, a caller without the permission. */
export const permit = ({ caller }: Call, action: string, arn: string): void => {
  if (caller.allows(action, arn)) return;
  throw refusal(
    "AccessDenied",
    `User: ${caller.name} is not authorized to perform: ${action} on resource: "${arn}" because no identity-based policy allows the ${action} action`,
  );
};

/** One header as text; a repeated one counts as one text, as it does under the signature. */
export const header = ({ headers }: Pick<Call, "headers">, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value.join(",") : value;
};

/** A whole number of the query within bounds. */
export const queryInteger = (
  { query }: Pick<Call, "query">,
  name: string,
  { min, max, fallback }: { readonly min: number; readonly max: number; readonly fallback: number },
): number => {
  const given = query.get(name);
  if (given === undefined || given === "") return fallback;
  const value = Number(given);
  if (!/^\d{1,10}$/.test(given) || value < min)
    throw refusal("InvalidArgument", `Argument ${name} must be an integer between ${min} and ${max}`, {
      elements: { ArgumentName: name, ArgumentValue: given },
    });
  return Math.min(value, max);
};
