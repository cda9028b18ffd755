import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Caller } from "../../local/access/caller.ts";
import { type LocalBuckets, startBucket } from "../../local/bucket/start.ts";
import { type LocalQueues, startQueue } from "../../local/queue/start.ts";
import { openStores, type Stores } from "./stores.ts";

export interface LabellingCloud extends Stores {
  readonly buckets: LocalBuckets;
  readonly queues: LocalQueues;
}

const BUCKETS = { INGEST_BUCKET: "ingest", ANSWERS_BUCKET: "answers", SITE_BUCKET: "site" } as const;
const operator: Caller = {
  accessKeyId: "AKIDLABELLING",
  secretAccessKey: "secret-of-labelling",
  name: "operator",
  allows: () => true,
};

/** The stores with a real bucket and real queues of the embedded cloud, on one clock. */
export const openLabellingCloud = async (): Promise<LabellingCloud> => {
  const folder = await mkdtemp(join(tmpdir(), "labelloop-labelling-"));
  const served = {
    findCaller: (accessKeyId: string) => (accessKeyId === operator.accessKeyId ? operator : undefined),
    now: Date.now,
    newId: randomUUID,
    port: 0,
  };
  const buckets = await startBucket({ ...served, folder: join(folder, "bucket") });
  const queues = await startQueue({ ...served, folder: join(folder, "queue") });
  for (const name of Object.values(BUCKETS)) buckets.createBucket(name);
  queues.createQueue("retry");
  const client = { region: "us-east-1", credentials: operator, maxAttempts: 1 };
  const stores = await openStores({
    bucket: new S3Client({
      ...client,
      endpoint: buckets.url,
      forcePathStyle: true,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    }),
    queue: new SQSClient({ ...client, endpoint: queues.url }),
    config: { ...BUCKETS, RETRY_QUEUE_URL: queues.urlOf("retry") },
    startMs: Date.now(),
  });
  return {
    ...stores,
    buckets,
    queues,
    close: async () => {
      await stores.close();
      await Promise.all([buckets.close(), queues.close()]);
      await rm(folder, { recursive: true });
    },
  };
};
