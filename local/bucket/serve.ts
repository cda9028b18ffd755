import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { FindCaller } from "../access/caller.ts";
import { type Trust, verifyRequest } from "../access/sigv4.ts";
import { splitTarget, uriDecode } from "../access/sigv4-canonical.ts";
import { receiveBody } from "./body.ts";
import { corsOf, createBucket, listBuckets } from "./bucket-operations.ts";
import { expectBucket } from "./buckets.ts";
import type { Answer, Call } from "./call.ts";
import { corsHeaders, preflight } from "./cors.ts";
import { checkKey } from "./keys.ts";
import { checkHeaders, isTransport } from "./parameters.ts";
import { postObject } from "./post-object.ts";
import { findOperation } from "./routes.ts";
import { refusal, refusalOf, S3Refusal } from "./s3-refusal.ts";
import { sendAnswer } from "./send-answer.ts";
import type { Store } from "./store.ts";
import { xmlDocument } from "./xml.ts";

export interface ServeOptions {
  readonly store: Store;
  readonly findCaller: FindCaller;
  /** The page's own addresses, which count as allowed wherever a bucket has a CORS rule. */
  readonly pageOrigins: readonly string[];
  readonly onFault: (fault: unknown) => void;
}

/** Where a request is addressed; the raw path is never normalized, so that `..` stays part of a key. */
interface Address {
  readonly bucket: string;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
}

/** Answers requests of the S3 API, path style. */
export const serveBuckets =
  (options: ServeOptions) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const requestId = options.store.newId();
    const method = request.method ?? "";
    const source = bodyOf(request, response);
    void answer(options, request, requestId, source.bytes)
      .catch((error: unknown) => answerError(error, requestId, request, options))
      .then((found) => {
        const address = readAddress(request);
        const cors = corsHeaders(
          corsOf(options.store, address?.bucket ?? ""),
          { method, headers: request.headers },
          options.pageOrigins,
        );
        // Clients set their clocks by the date, so it tells the time by which signatures are judged.
        const date = new Date(options.store.now()).toUTCString();
        const headers: Record<string, string> = {
          date,
          "x-amz-request-id": requestId,
          ...INERT,
          ...cors,
          ...found.headers,
        };
        if (source.mustClose()) headers["connection"] = "close";
        return sendAnswer(response, method, { ...found, headers });
      })
      .catch(options.onFault);
  };

/**
 * Strangers' files are shown from here, next to a page that people are signed in to. S3 cannot say this of its answers and
 * need not: it is another site. On one machine only the port differs, so a file opened by its address is told to be no
 * more than what it is said to be, in an origin of its own, without a script or a request.
 */
const INERT = {
  "x-content-type-options": "nosniff",
  "content-security-policy":
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
} as const;

/** A body that a client holds back until told to go on is asked for only when it is read. */
const bodyOf = (request: IncomingMessage, response: ServerResponse) => {
  let isAwaited = request.headers.expect?.toLowerCase() === "100-continue";
  const bytes: AsyncIterable<Buffer> = {
    [Symbol.asyncIterator]: () => {
      if (isAwaited) response.writeContinue();
      isAwaited = false;
      // Leaving the loop early must not cut the connection: the client still waits to be told why.
      return request.iterator({ destroyOnReturn: false });
    },
  };
  return { bytes, mustClose: () => isAwaited };
};

const answer = async (
  options: ServeOptions,
  request: IncomingMessage,
  requestId: string,
  bytes: AsyncIterable<Buffer>,
): Promise<Answer> => {
  const { store, findCaller, pageOrigins } = options;
  const { method = "", headers } = request;
  const address = readAddress(request);
  if (!address) throw refusal("InvalidURI", "Couldn't parse the specified URI.");
  const { bucket, key } = address;
  if (method === "OPTIONS") return preflight(corsOf(store, bucket), headers, pageOrigins);
  const trust: Trust = { service: "s3", findCaller, now: store.now };
  const unsigned = {
    requestId,
    key,
    query: address.query,
    headers,
    baseUrl: baseUrlOf(request),
    sourceIp: request.socket.remoteAddress ?? "",
  };
  if (isForm(request, address)) return postObject(store, expectBucket(store, bucket), unsigned, bytes, trust);

  const verdict = verifyRequest({ method, url: request.url ?? "", headers }, trust);
  if (verdict.state === "denied") throw refusalOf(verdict);
  const hoisted = verdict.presigned ? hoistQuery(address.query, headers) : { query: address.query, headers };
  checkHeaders(hoisted.headers);
  const { payload, caller } = verdict;
  const call: Call = {
    ...unsigned,
    ...hoisted,
    query: new Map([...hoisted.query].filter(([name]) => !isTransport(name))),
    caller,
    body: (wanted) => receiveBody({ headers: hoisted.headers, bytes }, payload, wanted),
    bodyApart: () => receiveBody({ headers: withoutChecksums(hoisted.headers), bytes }, payload),
  };
  return dispatch(store, call, method, bucket);
};

const dispatch = async (store: Store, call: Call, method: string, bucketName: string): Promise<Answer> => {
  if (bucketName === "") {
    if (method === "GET") return listBuckets(store, call);
    throw refusal("MethodNotAllowed", "The specified method is not allowed against this resource.");
  }
  if (call.key === "" && method === "PUT" && call.query.size === 0) return createBucket(store, call, bucketName);
  const run = findOperation(method, call.key === "" ? "bucket" : "object", call);
  if (call.key !== "") checkKey(call.key);
  return run(store, { ...call, bucket: expectBucket(store, bucketName) });
};

const readAddress = (request: IncomingMessage): Address | undefined => {
  const target = splitTarget(request.url ?? "");
  if (!target?.path.startsWith("/")) return undefined;
  const slash = target.path.indexOf("/", 1);
  const bucket = uriDecode(slash < 0 ? target.path.slice(1) : target.path.slice(1, slash));
  const key = slash < 0 ? "" : uriDecode(target.path.slice(slash + 1));
  return bucket === undefined || key === undefined ? undefined : { bucket, key, query: new Map(target.query) };
};

const isForm = ({ method, headers }: IncomingMessage, { key, query }: Address): boolean =>
  method === "POST" && key === "" && query.size === 0 && headers.authorization === undefined;

/** A presigned address carries in its query what would otherwise be headers. */
const hoistQuery = (query: ReadonlyMap<string, string>, headers: IncomingHttpHeaders) => {
  const isHeader = (name: string) => /^x-amz-/i.test(name) && !isTransport(name);
  const fromQuery = [...query].filter(([name]) => isHeader(name)).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    query: new Map([...query].filter(([name]) => !isHeader(name))),
    headers: { ...Object.fromEntries(fromQuery), ...headers },
  };
};

const withoutChecksums = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith("x-amz-checksum-")));

const baseUrlOf = (request: IncomingMessage): string =>
  `${"encrypted" in request.socket ? "https" : "http"}://${request.headers.host}`;

const answerError = (
  error: unknown,
  requestId: string,
  request: IncomingMessage,
  { onFault }: ServeOptions,
): Answer => {
  const isGone = request.destroyed && !request.complete;
  if (!(error instanceof S3Refusal) && !isGone) onFault(error);
  const refused =
    error instanceof S3Refusal
      ? error
      : refusal("InternalError", "We encountered an internal error. Please try again.");
  const { code, status, message, elements, headers } = refused;
  if (status === 304) return { status, headers, body: undefined };
  const content = { Code: code, Message: message, ...elements, RequestId: requestId, HostId: requestId };
  return { status, headers: { "content-type": "application/xml", ...headers }, body: xmlDocument("Error", content) };
};
