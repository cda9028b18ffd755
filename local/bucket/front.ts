import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";

/** Where a local service listens and by which names it answers. */
export interface FrontOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Interface to bind; loopback if absent. */
  readonly address?: string;
  /** Further names in the Host header that are this machine; the first stands in `url`. Loopback names always are. */
  readonly hosts?: readonly string[];
  readonly tls?: { readonly key: string; readonly cert: string };
}

export interface Front {
  readonly url: string;
  /** Stops accepting, lets requests under way end for a moment, then cuts what is left. */
  close(): Promise<void>;
}

export type Handle = (request: IncomingMessage, response: ServerResponse) => void;

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];
/** Longer than SDK clients keep an idle connection, so that they never write into one that is being closed. */
const KEEP_ALIVE_MS = 65_000;
/** A connection on which nothing moved for so long is dead; a slow upload that still moves is not. */
const IDLE_MS = 120_000;
const CLOSE_GRACE_MS = 1000;

/**
 * The HTTP front of the buckets: browsers reach it, on this machine or, by `hosts`, from others. A request whose Host is another name is refused (421): a page elsewhere
 * that points its own name at 127.0.0.1 would otherwise reach a service meant for this machine (DNS rebinding).
 */
export const startFront = async (options: FrontOptions, handle: Handle): Promise<Front> => {
  const names = new Set([...LOOPBACK, ...(options.hosts ?? [])].map((name) => name.toLowerCase()));
  const listener: RequestListener = (request, response) => {
    if (names.has(hostName(request))) return handle(request, response);
    response.writeHead(421, { "content-type": "text/plain", connection: "close" });
    response.end(`this service does not answer to the name ${JSON.stringify(hostName(request))}\n`);
  };
  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  server.requestTimeout = 0;
  server.timeout = IDLE_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on("checkContinue", listener);
  const port = await listen(server, options.port, options.address ?? "127.0.0.1");
  const url = `${options.tls ? "https" : "http"}://${options.hosts?.[0] ?? "127.0.0.1"}:${port}`;
  return { url, close: () => close(server) };
};

const hostName = (request: IncomingMessage): string => (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();

const listen = (server: Server, port: number, address: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      const bound = server.address();
      if (bound === null || typeof bound === "string") return reject(new Error("the server has no port"));
      resolve(bound.port);
    });
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close((error) => {
      clearTimeout(cut);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
