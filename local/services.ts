import { join } from "node:path";
import type { FindCaller } from "./access/caller.ts";
import { type Certificate, startTlsFront } from "./access/tls-front.ts";
import { type LocalBuckets, startBucket } from "./bucket/start.ts";
import { type LocalQueues, startQueue } from "./queue/start.ts";
import type { HashCost } from "./sign-in/password.ts";
import { type RunningSignIn, startSignIn } from "./sign-in/start-sign-in.ts";
import { type RunningTable, startTable } from "./table/start-table.ts";

/** Where browsers on other machines find this one. */
export interface Listen {
  /** The name or address that stands in every address a browser sees. */
  readonly host: string;
  readonly certificate: Certificate;
  /** Made here: browsers warn of it, and let people past the warning unless they were told to be strict. */
  readonly isSelfSigned: boolean;
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
  readonly passwordCost?: HashCost;
  readonly onFault: (part: string) => (error: unknown) => void;
}

export interface Services {
  readonly table: RunningTable;
  readonly queue: LocalQueues;
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
  const queue = await startQueue({
    ...shared,
    folder: join(folder, "queue"),
    port: await nextPort(),
    onFault: onFault("queue"),
  });
  started.defer(() => queue.close());
  const { signIn, signInUrl } = await startSignIns(options, started);
  return { table, queue, bucket, signIn, signInUrl };
};

/** The sign-in itself listens on loopback only; for other machines TLS ends in front of it. */
const startSignIns = async (
  { folder, nextPort, listen, findCaller, now, newId, origins, passwordCost, onFault }: ServiceOptions,
  started: AsyncDisposableStack,
): Promise<Pick<Services, "signIn" | "signInUrl">> => {
  let signIn: RunningSignIn | undefined;
  const port = await nextPort();
  const front =
    listen &&
    (await startTlsFront({ port, address: LISTEN_ADDRESS, certificate: listen.certificate }, () =>
      Number(new URL(signIn?.url ?? "http://127.0.0.1:1").port),
    ));
  if (front) started.defer(() => front.close());
  const outerHost = front && `${listen.host}:${front.port}`;
  const running = await startSignIn({
    findCaller,
    now,
    newId,
    folder: join(folder, "sign-in"),
    port: front ? 0 : port,
    allowedOrigins: origins,
    ...(passwordCost && { passwordCost }),
    allowedHosts: outerHost === undefined ? [] : [outerHost],
    onFault: onFault("sign-in"),
  });
  signIn = running;
  started.defer(() => running.close());
  return { signIn: running, signInUrl: outerHost === undefined ? `${running.url}/` : `https://${outerHost}/` };
};
