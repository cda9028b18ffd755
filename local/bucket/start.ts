import type { FindCaller } from "../access/caller.ts";
import { readBucketProperties } from "./bucket-properties.ts";
import { addBucket, expectBucket, setCors, setLifecycle, setVersioning } from "./buckets.ts";
import { type FrontOptions, startFront } from "./front.ts";
import { type SweepResult, sweepLifecycle } from "./lifecycle.ts";
import { type DeliverEvent, startOutbox } from "./outbox.ts";
import { serveBuckets } from "./serve.ts";
import { openStore, type Store } from "./store.ts";

export interface BucketOptions extends FrontOptions {
  /** Everything lies in here: rows in `bucket.sqlite`, bytes under `blobs/`. One process at a time. */
  readonly folder: string;
  readonly findCaller: FindCaller;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Must not repeat, over restarts either; letters, digits, `-` and `_`. */
  readonly newId: () => string;
  /** Addresses of the page on this machine; they stand in for the deployed site's wherever a bucket has a CORS rule. */
  readonly origins?: readonly string[];
  /** Told of what nobody foresaw: faults behind a 500, and receivers of events that failed (they are asked again). */
  readonly onFault?: (fault: unknown) => void;
}

export interface LocalBuckets {
  readonly url: string;
  readonly engine: Store;
  /** Makes a bucket from the properties of its `AWS::S3::Bucket`, or brings an existing one in line with them. */
  createBucket(name: string, properties?: Readonly<Record<string, unknown>>): void;
  /** Every change to an object, at least once, in the order of commits; also those from before a crash. */
  onEvent(deliver: DeliverEvent): void;
  /** Applies lifecycle rules as of now. */
  sweep(): Promise<SweepResult>;
  close(): Promise<void>;
}

/** The embedded cloud's S3. What is acknowledged is synced to disk, event included. */
export const startBucket = async (options: BucketOptions): Promise<LocalBuckets> => {
  const { folder, now, newId, findCaller, origins = [], onFault = console.error } = options;
  const store: Store = await openStore({ folder, now, newId, wakeOutbox: () => outbox.wake() });
  const outbox = startOutbox(() => store, onFault);
  const front = await startFront(options, serveBuckets({ store, findCaller, pageOrigins: origins, onFault }));

  const createBucket: LocalBuckets["createBucket"] = (name, properties = {}) => {
    const settings = readBucketProperties(properties);
    store.database.transaction(() => {
      addBucket(store, name);
      const { versioning } = expectBucket(store, name);
      if (settings.keepsVersions) setVersioning(store, name, "Enabled");
      else if (versioning === "Enabled") setVersioning(store, name, "Suspended");
      setCors(store, name, settings.cors);
      setLifecycle(store, name, settings.lifecycle);
    });
  };
  const close = async (): Promise<void> => {
    await front.close();
    await outbox.close();
    store.database.close();
  };
  return {
    url: front.url,
    engine: store,
    createBucket,
    onEvent: outbox.onEvent,
    sweep: () => sweepLifecycle(store),
    close,
  };
};
