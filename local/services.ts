import { join } from "node:path";
import type { FindCaller } from "./access/caller.ts";
import { type Certificate, startTlsFront } from "./access/tls-front.ts";
import { type LocalBuckets, startBucket } from "./bucket/start.ts";
import { type RunningSignIn, startSignIn } from "./sign-in/start-sign-in.ts";
import { type RunningTable, startTable } from "./table/start-table.ts";
import { type QueueService, startQueueService } from "./wiring/queue-service.ts";

/** Where browsers on other machines find this one. */
export interface Listen {
  /** The name or address that stands in every address a browser sees. */
  readonly host: string;
  readonly certificate: Certificate;
}

export interface ServiceOptions {
  readonly folder: string;
  readonly nextPort: () => Promise<number>;
  readonly listen: Listen | undefined;
  readonly findCaller: FindCaller;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Origins of the page. */
  readonly origins: readonly string[];
  readonly onFault: (part: string) => (error: unknown) => void;
}

export interface Services {
  readonly table: RunningTable;
  readonly queue: QueueService;
  readonly bucket: LocalBuckets;
  readonly signIn: RunningSignIn;
  /** As a browser is told. */
  readonly signInUrl: string;
}

/** All interfaces: names are checked by each service, and there is no other way in than TLS. */
export const LISTEN_ADDRESS = "0.0.0.0";

/**
 * Starts the four services, each in its own part of the folder. Table and queues are for functions alone and stay on
 * loopback; buckets and sign-ins are reached by browsers too.
 */
export const startServices = async (options: ServiceOptions, started: AsyncDisposableStack): Promise<Services> => {
  const { folder, nextPort, listen, findCaller, now, newId, origins, onFault } = options;
  const shared = { findCaller, now, newId };

  const bucket = await startBucket({
    ...shared,
    folder: join(folder, "bucket"),
    port: await nextPort(),
    origins,
    onFault: onFault("bucket"),
    ...(listen && { address: LISTEN_ADDRESS, hosts: [listen.host], tls: listen.certificate }),
  });
  started.defer(() => bucket.close());
  const table = await startTable({
    ...shared,
    folder: join(folder, "table"),
    port: await nextPort(),
    onFault: onFault("table"),
  });
  started.defer(() => table.close());
  const queue = await startQueueService({
    ...shared,
    folder: join(folder, "queue"),
    port: await nextPort(),
    onFault: onFault("queue"),
  });
  started.defer(() => queue.close());
  const outerPort = await nextPort();
  const signIn = await startSignIn({
    ...shared,
    folder: join(folder, "sign-in"),
    port: listen ? 0 : outerPort,
    allowedOrigins: origins,
    allowedHosts: listen ? [`${listen.host}:${outerPort}`] : [],
    onFault: onFault("sign-in"),
  });
  started.defer(() => signIn.close());
  if (!listen) return { table, queue, bucket, signIn, signInUrl: `${signIn.url}/` };
  const front = await startTlsFront(
    { port: outerPort, address: LISTEN_ADDRESS, certificate: listen.certificate },
    Number(new URL(signIn.url).port),
  );
  started.defer(() => front.close());
  return { table, queue, bucket, signIn, signInUrl: `https://${listen.host}:${front.port}/` };
};
