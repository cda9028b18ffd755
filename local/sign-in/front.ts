import type { IncomingMessage, ServerResponse } from "node:http";
import type { JWK } from "jose";
import { ACCOUNT_ID, type Caller, type FindCaller, REGION } from "../access/caller.ts";
import { type Answer, isLoopbackHost, readBody } from "../access/loopback-server.ts";
import { verifyWhole } from "../access/sigv4.ts";
import { jsonDenial } from "../access/sigv4-denial.ts";
import { SignInError } from "./sign-in-error.ts";

/** No call is near this size. */
const MAX_BODY_BYTES = 128 * 1024;
const TARGET = /^AWSCognitoIdentityProviderService\.(\w+)$/;
const PREFLIGHT_MS = 3_600_000;

export interface FrontParts {
  /** Origins of pages that may sign people in. */
  readonly allowedOrigins: readonly string[];
  /** Names, besides the loopback's, under which this service may be addressed. */
  readonly allowedHosts: readonly string[];
  readonly findCaller: FindCaller;
  readonly now: () => number;
  readonly onFault: (error: unknown) => void;
  readonly publicJwk: JWK;
  isSigned(call: string): boolean;
  run(call: string, input: unknown): Promise<unknown>;
}

/** Cognito's HTTP: JSON 1.1 for pages of the allowed origins and for signed callers, and the public keys. */
export const signInFront =
  (parts: FrontParts): Answer =>
  async (request, response) => {
    const { origin, host } = request.headers;
    const reply = replyTo(response);
    if (!isLoopbackHost(host) && !parts.allowedHosts.includes(host ?? "")) return reply(403, denied("Host"));
    if (origin !== undefined && !parts.allowedOrigins.includes(origin)) return reply(403, denied("Origin"));
    if (origin !== undefined) allowPage(response, origin);
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    if (request.method === "GET" && /^\/[\w-]+\/\.well-known\/jwks\.json$/.test(request.url ?? ""))
      return reply(200, { keys: [parts.publicJwk] });
    if (request.method !== "POST") return reply(404, denied("Method"));
    const read = await readBody(request, MAX_BODY_BYTES);
    if (read.state === "gone") return;
    if (read.state === "too-large") {
      response.setHeader("connection", "close");
      return reply(413, { __type: "SerializationException", message: "the body is larger than any call" });
    }
    try {
      reply(200, await answer(request, read.body, parts));
    } catch (error) {
      if (error instanceof SignInError) return reply(400, { __type: error.type, message: error.message });
      parts.onFault(error);
      reply(500, { __type: "InternalErrorException", message: "Something went wrong" });
    }
  };

const answer = async (request: IncomingMessage, body: Buffer, parts: FrontParts): Promise<unknown> => {
  const name = TARGET.exec(String(request.headers["x-amz-target"]))?.[1];
  if (name === undefined) throw new SignInError("UnknownOperationException", "x-amz-target names no call");
  const caller = parts.isSigned(name) ? authenticate(request, body, parts) : undefined;
  const input = parseJson(body);
  if (caller) permit(caller, `cognito-idp:${name}`, input);
  return parts.run(name, input);
};

const authenticate = (request: IncomingMessage, body: Buffer, { findCaller, now }: FrontParts): Caller => {
  const { method = "", url = "", headers } = request;
  const verdict = verifyWhole({ method, url, headers }, body, { service: "cognito-idp", findCaller, now });
  if (verdict.state === "signed" && verdict.payload.kind === "sha256") return verdict.caller;
  if (verdict.state === "signed")
    throw new SignInError("InvalidSignatureException", "the body of a signed call must be signed");
  const { type, message } = jsonDenial(verdict);
  throw new SignInError(type.slice(type.indexOf("#") + 1), message);
};

const permit = (caller: Caller, action: string, input: unknown): void => {
  const poolId = typeof input === "object" && input !== null ? Reflect.get(input, "UserPoolId") : undefined;
  const resource = `arn:aws:cognito-idp:${REGION}:${ACCOUNT_ID}:userpool/${poolId}`;
  if (caller.allows(action, resource)) return;
  throw new SignInError(
    "AccessDeniedException",
    `User: ${caller.name} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  );
};

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new SignInError("SerializationException", "the body is not JSON");
  }
};

const denied = (what: string) => ({
  __type: "AccessDeniedException",
  message: `the embedded sign-in does not serve this ${what}`,
});

const allowPage = (response: ServerResponse, origin: string): void => {
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-methods", "POST, GET");
  // Clients send a changing set of x-amz- and amz-sdk- headers; none of them carries rights here.
  response.setHeader("access-control-allow-headers", "*");
  response.setHeader("access-control-expose-headers", "x-amzn-requestid, x-amzn-errortype");
  response.setHeader("access-control-max-age", String(PREFLIGHT_MS / 1000));
  response.setHeader("vary", "origin");
};

const replyTo =
  (response: ServerResponse) =>
  (status: number, content: unknown): void => {
    const body = JSON.stringify(content);
    response.writeHead(status, {
      "content-type": "application/x-amz-json-1.1",
      "content-length": Buffer.byteLength(body),
      "cache-control": "no-store",
    });
    response.end(body);
  };
