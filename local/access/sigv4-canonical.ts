import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** What of a request is signed: the target as it came over the wire, never through `URL`, which would normalize it. */
export interface SignedRequest {
  readonly method: string;
  /** Raw request target: path and query, as in `IncomingMessage.url`. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** `date/region/service/aws4_request`, the part of a credential that narrows a key to a day and a service. */
export interface Scope {
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

export type QueryPairs = readonly (readonly [name: string, value: string])[];

export const sha256Hex = (bytes: string | Uint8Array): string => hash("sha256", bytes);

const hmac = (key: string | Buffer | KeyObject, text: string): Buffer =>
  createHmac("sha256", key).update(text).digest();

/** RFC 3986 encoding as AWS wants it: everything but letters, digits and `-._~`, in upper-case hex. */
export const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Decodes one component; undefined for broken percent signs or bytes that are not UTF-8. */
export const uriDecode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
};

/** Splits a raw target; the path stays encoded, the query is decoded in its order. Undefined if it does not decode. */
export const splitTarget = (url: string): { readonly path: string; readonly query: QueryPairs } | undefined => {
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const parts =
    mark < 0
      ? []
      : url
          .slice(mark + 1)
          .split("&")
          .filter((part) => part !== "");
  const query: [string, string][] = [];
  for (const part of parts) {
    const [rawName, ...rest] = part.split("=");
    const name = uriDecode((rawName ?? "").replaceAll("+", " "));
    const value = uriDecode(rest.join("=").replaceAll("+", " "));
    if (name === undefined || value === undefined) return undefined;
    query.push([name, value]);
  }
  return { path, query };
};

/** S3 encodes a path once; every other service encodes what was already encoded once more. */
const canonicalPath = (path: string, service: string): string => {
  const once = service === "s3" ? (segment: string) => uriEncode(uriDecode(segment) ?? segment) : uriEncode;
  return path.split("/").map(once).join("/") || "/";
};

const byCodeUnits = (a: readonly string[], b: readonly string[]): number => {
  for (const [n, text] of a.entries()) {
    const other = b[n] ?? "";
    if (text !== other) return text < other ? -1 : 1;
  }
  return 0;
};

const canonicalQuery = (query: QueryPairs): string =>
  query
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [uriEncode(name), uriEncode(value)])
    .sort(byCodeUnits)
    .map((pair) => pair.join("="))
    .join("&");

const headerValue = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name] ?? "";
  return (typeof value === "string" ? value : value.join(",")).trim().replace(/\s+/g, " ");
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, step 1. */
export const canonicalRequest = (
  request: SignedRequest,
  target: { readonly path: string; readonly query: QueryPairs },
  signedHeaders: readonly string[],
  payloadHash: string,
  service: string,
): string =>
  [
    request.method,
    canonicalPath(target.path, service),
    canonicalQuery(target.query),
    ...signedHeaders.map((name) => `${name}:${headerValue(request.headers, name)}`),
    "",
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");

export const scopeText = ({ day, region, service }: Scope): string => `${day}/${region}/${service}/aws4_request`;

/** Node hands header bytes on as Latin-1 characters, so those are the bytes that the sender signed. */
export const stringToSign = (amzDate: string, scope: Scope, canonical: string): string =>
  ["AWS4-HMAC-SHA256", amzDate, scopeText(scope), sha256Hex(Buffer.from(canonical, "latin1"))].join("\n");

const signingKeys = new Map<string, KeyObject>();
/** More than callers and services of a day; whoever makes up scopes cannot fill the memory. */
const SIGNING_KEYS_MAX = 1_000;

/** The same for a caller, a service and a day: kept, since it is most of what a signature costs. */
export const signingKey = (secretAccessKey: string, scope: Scope): KeyObject => {
  const { day, region, service } = scope;
  const name = `${scopeText(scope)} ${secretAccessKey}`;
  const known = signingKeys.get(name);
  if (known) return known;
  const key = createSecretKey(hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, day), region), service), "aws4_request"));
  if (signingKeys.size >= SIGNING_KEYS_MAX) signingKeys.clear();
  signingKeys.set(name, key);
  return key;
};

export const signatureOf = (key: KeyObject, text: string): string => hmac(key, text).toString("hex");

/** Compares without telling by its time how much was right. */
export const sameSignature = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** `YYYYMMDDTHHMMSSZ` to epoch milliseconds; NaN for anything else. */
export const parseAmzDate = (text: string): number => {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  return found ? Date.parse(`${found[1]}-${found[2]}-${found[3]}T${found[4]}:${found[5]}:${found[6]}Z`) : Number.NaN;
};

/** `KEY/20300101/us-east-1/s3/aws4_request`; a key holds no slash. Undefined if it is not of that form. */
export const parseScope = (credential: string): Scope | undefined => {
  const [accessKeyId, day, region, service, end, ...more] = credential.split("/");
  if (!accessKeyId || !day || !region || !service || end !== "aws4_request" || more.length > 0) return undefined;
  return { accessKeyId, day, region, service };
};
