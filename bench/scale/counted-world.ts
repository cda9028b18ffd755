import type { S3Client } from "@aws-sdk/client-s3";
import type { Deps } from "../../lambdas/deps.ts";
import { jsonLog } from "../../lambdas/log.ts";
import { memoryBucket } from "../../test/support/memory-bucket.ts";
import { openStores, type Stores } from "../../test/support/stores.ts";
import { memoryQueue } from "./memory-queue.ts";
import { type MeteredCall, meteredTable } from "./metered-table.ts";
import { roundCounter } from "./rounds.ts";
import type { Use } from "./use.ts";

export interface CountedWorld {
  /** The real stores of the handlers, over tables, queues and a bucket that count. */
  readonly deps: Deps;
  readonly stores: Stores;
  /** Bodies that wait in a queue, to be taken out by who stands for its event source. */
  messages(url: string): string[];
  /** Everything that was used since it was last asked. */
  take(requests?: number): Use;
  close(): Promise<void>;
}

export interface CountedOptions {
  readonly seed?: number;
  readonly bucket?: S3Client;
  readonly onCall?: (call: MeteredCall) => void;
  /** Count how often handlers wait, at the price of some time. @default false */
  readonly withRounds?: boolean;
}

/** The embedded table in this process, and queues and a bucket of memory: whatever handlers do here is counted. */
export const openCountedWorld = async (options: CountedOptions = {}): Promise<CountedWorld> => {
  const rounds = options.withRounds ? roundCounter() : undefined;
  const queues = memoryQueue(rounds);
  const bucketCalls = new Map<string, number>();
  const bucket = options.bucket ?? memoryBucket();
  const stores = await openStores({
    seed: options.seed ?? 1,
    quick: true,
    queue: queues.queue,
    bucket: countingCalls(bucket, bucketCalls),
  });
  const metered = meteredTable(stores.engine, {
    ...(rounds && { rounds }),
    ...(options.onCall && { onCall: options.onCall }),
  });
  const lines: string[] = [];
  const deps: Deps = {
    ...stores.deps,
    table: metered.table,
    log: jsonLog((line) => void lines.push(line), stores.nowMs),
  };
  return {
    deps,
    stores,
    messages: queues.messages,
    take: (requests = 0) => {
      const logged = lines.splice(0);
      const inBucket = Object.fromEntries(bucketCalls);
      bucketCalls.clear();
      return {
        ...metered.take(),
        requests,
        queueCalls: queues.take(),
        bucketCalls: inBucket,
        rounds: rounds?.take() ?? 0,
        logBytes: logged.reduce((sum, line) => sum + Buffer.byteLength(line), 0),
        logLines: logged.length,
      };
    },
    close: stores.close,
  };
};

/** Signing an address is no request. */
const countingCalls = (bucket: S3Client, calls: Map<string, number>): S3Client => {
  const send = bucket.send.bind(bucket);
  const counted = async (command: object): Promise<unknown> => {
    const kind = command.constructor.name.replace(/Command$/, "");
    calls.set(kind, (calls.get(kind) ?? 0) + 1);
    return send(command as never);
  };
  return Object.assign(bucket, { send: counted }) as S3Client;
};
