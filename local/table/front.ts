import type { IncomingMessage, ServerResponse } from "node:http";
import { crc32 } from "node:zlib";
import type { Caller, FindCaller } from "../access/caller.ts";
import { type Answer, isLoopbackHost, readBody } from "../access/loopback-server.ts";
import { verifyWhole } from "../access/sigv4.ts";
import { jsonDenial } from "../access/sigv4-denial.ts";
import type { Access } from "./access.ts";
import type { TableEngine } from "./engine.ts";
import { TableError } from "./refusal.ts";

/** DynamoDB's own limit for one request. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const API = "DynamoDB_20120810";

export interface FrontParts {
  readonly engine: TableEngine;
  readonly findCaller: FindCaller;
  /** Epoch milliseconds; signatures are held against it. */
  readonly now: () => number;
  readonly onFault: (error: unknown) => void;
}

/** DynamoDB's HTTP: signature, permission, then the engine. Browsers are refused: no page talks to the table. */
export const tableFront = (parts: FrontParts): Answer => {
  let count = 0;
  return async (request, response) => {
    count += 1;
    const reply = replyTo(response, `table-${count}`);
    const { host, origin } = request.headers;
    if (origin !== undefined || !isLoopbackHost(host)) return reply(403, errorBody("AccessDeniedException", FOREIGN));
    if (request.method !== "POST") return reply(404, errorBody("UnknownOperationException", "only POST is served"));
    const read = await readBody(request, MAX_BODY_BYTES);
    if (read.state === "gone") return;
    if (read.state === "too-large") {
      response.setHeader("connection", "close");
      return reply(413, errorBody("RequestEntityTooLarge", "Request body is larger than 16 MB"));
    }
    try {
      reply(200, JSON.stringify(await answer(request, read.body, parts)));
    } catch (error) {
      if (error instanceof TableError)
        return reply(statusOf(error), errorBody(error.type, error.message, error.details));
      parts.onFault(error);
      reply(500, errorBody("InternalServerError", "The request processing has failed because of an unknown error"));
    }
  };
};

const FOREIGN = "the embedded table answers programs on this machine only: no Origin, and a loopback Host";

const answer = async (request: IncomingMessage, body: Buffer, parts: FrontParts): Promise<unknown> => {
  const caller = authenticate(request, body, parts);
  const operation = operationOf(request);
  const parsed = parts.engine.parse(operation, parseJson(body));
  for (const access of parts.engine.accessOf(parsed)) permit(caller, access);
  return parts.engine.run(parsed);
};

const authenticate = (request: IncomingMessage, body: Buffer, { findCaller, now }: FrontParts): Caller => {
  const { method = "", url = "", headers } = request;
  const verdict = verifyWhole({ method, url, headers }, body, { service: "dynamodb", findCaller, now });
  if (verdict.state === "signed" && verdict.payload.kind === "sha256") return verdict.caller;
  if (verdict.state === "signed")
    throw new TableError("InvalidSignatureException", "the body of a request to the table must be signed");
  const { type, message } = jsonDenial(verdict);
  throw new TableError(type.slice(type.indexOf("#") + 1), message);
};

const operationOf = ({ headers }: IncomingMessage): string => {
  const [api, operation] = String(headers["x-amz-target"] ?? "").split(".");
  if (api !== API || operation === undefined)
    throw new TableError("UnknownOperationException", `x-amz-target must be ${API}. and an operation`);
  return operation;
};

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new TableError("SerializationException", "the body is not JSON");
  }
};

const permit = (caller: Caller, { action, resource, leadingKeys }: Access): void => {
  if (caller.allows(action, resource, { "dynamodb:LeadingKeys": leadingKeys })) return;
  throw new TableError(
    "AccessDeniedException",
    `User: ${caller.name} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  );
};

const statusOf = ({ type }: TableError): number => (type === "InternalServerError" ? 500 : 400);

const errorBody = (type: string, message: string, details: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message, ...details });

const replyTo =
  (response: ServerResponse, requestId: string) =>
  (status: number, body: string): void => {
    response.writeHead(status, {
      "content-type": "application/x-amz-json-1.0",
      "content-length": Buffer.byteLength(body),
      "x-amz-crc32": String(crc32(body)),
      "x-amzn-requestid": requestId,
    });
    response.end(body);
  };
