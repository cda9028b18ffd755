import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ACCOUNT_ID, type FindCaller } from "../access/caller.ts";
import { startLoopbackServer } from "../access/loopback-server.ts";
import { openQueueEngine, type QueueEngine } from "./engine.ts";
import { queueFront } from "./front.ts";
import type { Mischief } from "./mischief.ts";

export interface QueueOptions {
  /** Holds `queue.sqlite`. One process at a time. */
  readonly folder: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly findCaller: FindCaller;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Must not repeat, over restarts either. */
  readonly newId: () => string;
  readonly mischief?: Mischief;
  /** Told of the faults behind a 500. */
  readonly onFault?: (fault: unknown) => void;
}

export interface LocalQueues {
  readonly url: string;
  readonly engine: QueueEngine;
  urlOf(name: string): string;
  /** Makes a queue of the template, or brings it in line; attributes as texts, as SQS has them. */
  createQueue(name: string, attributes?: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

/** The embedded cloud's SQS: standard queues over the JSON protocol. What is acknowledged is synced to disk. */
export const startQueue = async (options: QueueOptions): Promise<LocalQueues> => {
  const { folder, port, findCaller, now, newId, mischief, onFault = console.error } = options;
  await mkdir(folder, { recursive: true });
  const path = join(folder, "queue.sqlite");
  const engine = openQueueEngine({ path, now, newId, ...(mischief ? { mischief } : {}) });
  const front = queueFront({ engine, findCaller, now, newId, onFault, url: () => url });
  const server = await startLoopbackServer(port, front, onFault);
  const { url } = server;
  const close = async (): Promise<void> => {
    engine.stopWaiting();
    await server.close();
    engine.close();
  };
  return {
    url,
    engine,
    urlOf: (name) => `${url}/${ACCOUNT_ID}/${name}`,
    createQueue: (name, attributes = {}) => engine.deployQueue(name, attributes),
    close,
  };
};
