import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers one request. What it throws is a fault: reported, and answered with 500 if nothing was sent yet. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface LoopbackServer {
  readonly url: string;
  /** Waits for answers that are under way, then closes every connection. */
  close(): Promise<void>;
}

/** Longer than SDK clients keep an idle connection, so that they never write into one that is being closed. */
const KEEP_ALIVE_MS = 65_000;

/** Serves on 127.0.0.1; port 0 takes a free one. */
export const startLoopbackServer = async (
  port: number,
  answer: Answer,
  onFault: (error: unknown) => void,
): Promise<LoopbackServer> => {
  let answering = 0;
  let idle = Promise.withResolvers<void>();
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    answering += 1;
    const settled = answer(request, response).catch((error: unknown) => {
      onFault(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
    void settled.then(() => {
      answering -= 1;
      if (answering === 0) idle.resolve();
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: taken } = server.address() as AddressInfo;

  const close = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    idle = Promise.withResolvers<void>();
    if (answering > 0) await idle.promise;
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${taken}`, close };
};

/**
 * Whether a `Host` header names this machine by its loopback. A page of a stranger whose name is made to resolve to
 * 127.0.0.1 (DNS rebinding) still sends its own name here.
 */
export const isLoopbackHost = (host: string | undefined): boolean =>
  host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host);

export type BodyRead =
  | { readonly state: "whole"; readonly body: Buffer }
  | { readonly state: "too-large" }
  /** The client left before the end: there is nobody to answer. */
  | { readonly state: "gone" };

export const readBody = async (request: IncomingMessage, maxBytes: number): Promise<BodyRead> => {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      const bytes: Buffer = chunk;
      size += bytes.length;
      if (size > maxBytes) return { state: "too-large" };
      chunks.push(bytes);
    }
  } catch {
    return { state: "gone" };
  }
  return { state: "whole", body: Buffer.concat(chunks) };
};
