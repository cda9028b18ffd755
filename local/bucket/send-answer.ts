import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Answer } from "./call.ts";

/** Sends an answer, streaming what streams. A receiver that goes away ends the reading, and is no fault. */
export const sendAnswer = async (response: ServerResponse, method: string, answer: Answer): Promise<void> => {
  const { status, headers, body, release } = answer;
  try {
    if (response.destroyed) return;
    if (typeof body === "string" || body === undefined) {
      const hasLength = "content-length" in headers || status === 204 || status === 304;
      const length = hasLength ? {} : { "content-length": String(Buffer.byteLength(body ?? "")) };
      response.writeHead(status, { ...headers, ...length });
      response.end(method === "HEAD" ? undefined : body);
      return;
    }
    response.writeHead(status, headers);
    await pipeline(Readable.from(body, { objectMode: false }), response);
  } catch (error) {
    if (!isGone(error)) throw error;
  } finally {
    release?.();
  }
};

const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  ["ERR_STREAM_PREMATURE_CLOSE", "ECONNRESET", "EPIPE", "ERR_STREAM_DESTROYED"].includes(String(error.code));
