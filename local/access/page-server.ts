import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";

export type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface PageServerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Interface to bind. */
  readonly address: string;
  /** Names besides the loopback ones by which this machine is called; the first stands in `origin`. */
  readonly hosts: readonly string[];
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly onFault: (error: unknown) => void;
}

export interface PageServer {
  /** What the page's origin is, and what else a browser on this machine may call it. */
  readonly origins: readonly [string, ...string[]];
  readonly port: number;
  /** Until it is called, requests are answered with 503. */
  serve(handle: Handle): void;
  close(): Promise<void>;
}

/** Longer than clients keep an idle connection. */
const KEEP_ALIVE_MS = 65_000;
const CLOSE_GRACE_MS = 1000;

/**
 * The one server that browsers open pages on. It answers to its own names only, so that a stranger's name made to
 * point here (DNS rebinding) reaches nothing, and refuses what a page of another origin sends.
 */
export const startPageServer = async (options: PageServerOptions): Promise<PageServer> => {
  const { onFault, tls, hosts } = options;
  let origins: readonly [string, ...string[]] = ["http://127.0.0.1"];
  let names = new Set<string>();
  let handle: Handle = (_, response) => {
    response.writeHead(503, { "retry-after": "1" }).end("starting\n");
  };

  const listener: RequestListener = (request, response) => {
    const refused = refusalOf(request, names, origins);
    if (refused) {
      request.resume();
      response.writeHead(refused.status, { "content-type": "text/plain; charset=utf-8" }).end(`${refused.reason}\n`);
      return;
    }
    Promise.resolve()
      .then(() => handle(request, response))
      .catch((error: unknown) => {
        onFault(error);
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end();
      });
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(options.port, options.address);
  await once(server, "listening");
  const bound = server.address();
  const port = typeof bound === "object" && bound ? bound.port : 0;

  const scheme = tls ? "https" : "http";
  const all = [...hosts, ...LOOPBACK].map((name) => `${name.toLowerCase()}:${port}`);
  // A browser leaves the scheme's own port away.
  const short = port === (tls ? 443 : 80) ? [...hosts, ...LOOPBACK].map((name) => name.toLowerCase()) : [];
  names = new Set([...all, ...short]);
  const [first = "", ...others] = [...short, ...all].map((name) => `${scheme}://${name}`);
  origins = [first, ...others];

  return {
    origins,
    port,
    serve: (given) => {
      handle = given;
    },
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
      await closed;
      clearTimeout(cut);
    },
  };
};

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

const refusalOf = (
  { headers }: IncomingMessage,
  names: ReadonlySet<string>,
  origins: readonly string[],
): { readonly status: number; readonly reason: string } | undefined => {
  const host = (headers.host ?? "").toLowerCase();
  if (!names.has(host))
    return { status: 421, reason: `this server does not answer to the name ${JSON.stringify(host)}` };
  const { origin } = headers;
  if (origin !== undefined && !origins.includes(origin.toLowerCase()))
    return { status: 403, reason: `pages of ${JSON.stringify(origin)} may not call this server` };
  return undefined;
};
