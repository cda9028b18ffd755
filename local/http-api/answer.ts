import type { ServerResponse } from "node:http";
import { isRecord } from "../template/json.ts";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** What the API itself says, in the words of AWS. */
export const apiMessage = (status: number, message: string): HttpAnswer => ({
  status,
  headers: { "content-type": "application/json" },
  body: Buffer.from(JSON.stringify({ message })),
});

/**
 * Reads what a function returned. Without a `statusCode` the whole value is the body of a 200, as format 2.0 has it;
 * undefined for what API Gateway would answer with 500.
 */
export const answerOf = (returned: string): HttpAnswer | undefined => {
  const value: unknown = JSON.parse(returned);
  if (!isRecord(value) || value["statusCode"] === undefined) {
    if (value === null) return undefined;
    const body = typeof value === "string" ? value : returned;
    return { status: 200, headers: { "content-type": "application/json" }, body: Buffer.from(body) };
  }
  const { statusCode, headers = {}, body = "", isBase64Encoded = false, cookies = [] } = value;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (!isRecord(headers) || typeof body !== "string" || !Array.isArray(cookies)) return undefined;
  const named = Object.entries(headers).map(([name, text]) => [name.toLowerCase(), String(text)] as const);
  return {
    status,
    headers: {
      "content-type": "text/plain",
      ...Object.fromEntries(named),
      ...(cookies.length > 0 && { "set-cookie": cookies.map(String) }),
    },
    body: Buffer.from(body, isBase64Encoded === true ? "base64" : "utf8"),
  };
};

export const sendAnswer = (response: ServerResponse, { status, headers, body }: HttpAnswer): void => {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (status !== 204 && status !== 304) response.setHeader("content-length", body.length);
  response.writeHead(status);
  response.end(body);
};
