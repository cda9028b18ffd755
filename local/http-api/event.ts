import type { IncomingMessage } from "node:http";
import { ACCOUNT_ID } from "../access/caller.ts";
import { decoded } from "./routes.ts";

export interface EventParts {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly apiId: string;
  /** Claims of the verified token as the authorizer hands them on; absent on an open route. */
  readonly claims: Readonly<Record<string, string>> | undefined;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

/**
 * The event of an HTTP API in payload format 2.0. As in AWS, `rawPath` is decoded and `rawQueryString` is not, and
 * what is there several times is joined by commas.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const eventOf = (parts: EventParts): Readonly<Record<string, unknown>> => {
  const { request, body, routeKey, pathParameters, apiId, claims, requestId, nowMs } = parts;
  const { url = "/", method = "GET" } = request;
  const mark = url.indexOf("?");
  const rawPath = decoded(mark < 0 ? url : url.slice(0, mark));
  const rawQueryString = mark < 0 ? "" : url.slice(mark + 1);
  const query = queryOf(rawQueryString);
  const { cookies, headers } = headersOf(request);
  const domainName = headers["host"] ?? "";
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      accountId: ACCOUNT_ID,
      apiId,
      ...(claims && { authorizer: { jwt: { claims, scopes: null } } }),
      domainName,
      domainPrefix: domainName.split(".")[0] ?? "",
      http: {
        method,
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? "",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId,
      routeKey,
      stage: "$default",
      time: logTime(nowMs),
      timeEpoch: nowMs,
    },
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    ...bodyOf(body, headers),
  };
};

const headersOf = ({ rawHeaders }: IncomingMessage) => {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (let n = 0; n < rawHeaders.length; n += 2) {
    const name = (rawHeaders[n] ?? "").toLowerCase();
    const value = rawHeaders[n + 1] ?? "";
    if (name === "cookie") cookies.push(...value.split(/; */));
    else headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
  }
  return { headers, cookies };
};

const queryOf = (rawQueryString: string): Readonly<Record<string, string>> => {
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString))
    query[name] = query[name] === undefined ? value : `${query[name]},${value}`;
  return query;
};

/** Text types arrive as text, everything else in base64: a form is "everything else" too. */
const bodyOf = (body: Buffer, headers: Readonly<Record<string, string>>) => {
  if (body.length === 0) return { isBase64Encoded: false };
  const type = headers["content-type"] ?? "text/plain";
  const isText =
    headers["content-encoding"] === undefined &&
    /^(text\/|application\/([\w.+-]*\+)?(json|xml|javascript)\b)/i.test(type);
  return { body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
};

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `12/Mar/2020:19:03:58 +0000`. */
const logTime = (ms: number): string => {
  const iso = new Date(ms).toISOString();
  const month = MONTHS[Number(iso.slice(5, 7)) - 1] ?? "";
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
};
