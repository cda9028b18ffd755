import type { IncomingMessage } from "node:http";

export type Body =
  | { readonly state: "whole"; readonly bytes: Buffer }
  | { readonly state: "too-large" }
  /** The client left before the end: there is nobody to answer. */
  | { readonly state: "gone" };

/** As much of a refused body is read and dropped, so that the client gets to read the refusal. */
const DRAIN_BYTES = 64 * 1024 * 1024;

/**
 * Reads a body of at most `maxBytes`. A larger one is not kept, nor is its connection cut while the client may still
 * be writing: it would lose the answer.
 */
export const readBody = (request: IncomingMessage, maxBytes: number): Promise<Body> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    request.on("data", (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
      if (sizeBytes > maxBytes + DRAIN_BYTES) request.destroy();
    });
    request.on("end", () =>
      resolve(sizeBytes > maxBytes ? { state: "too-large" } : { state: "whole", bytes: Buffer.concat(chunks) }),
    );
    request.on("error", () => resolve({ state: "gone" }));
    request.on("close", () => resolve({ state: "gone" }));
  });
