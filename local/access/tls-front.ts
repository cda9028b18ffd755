import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createServer } from "node:tls";

/** PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface TlsFront {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Ends TLS for a service that itself listens on loopback only, and passes the bytes on as they are: what the service
 * checks (Host, Origin, signatures) it goes on checking.
 */
export const startTlsFront = async (
  {
    port,
    address,
    certificate,
  }: { readonly port: number; readonly address: string; readonly certificate: Certificate },
  /** Asked at each connection: the service may start after its front. */
  targetPort: () => number,
): Promise<TlsFront> => {
  const open = new Set<Socket>();
  const server = createServer(certificate, (outer) => {
    const inner = connect(targetPort(), "127.0.0.1");
    for (const [one, other] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
    outer.pipe(inner).pipe(outer);
  });
  server.on("tlsClientError", () => undefined);
  server.listen(port, address);
  await once(server, "listening");
  const bound = server.address();
  return {
    port: typeof bound === "object" && bound ? bound.port : 0,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
};
