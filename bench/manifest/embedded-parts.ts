import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CONFIG_NAMES } from "../../lambdas/config.ts";
import { INDEX, KEY } from "../../lambdas/store/table.ts";
import { type Caller, REGION } from "../../local/access/caller.ts";
import { startBucket } from "../../local/bucket/start.ts";
import { startQueue } from "../../local/queue/start.ts";
import { startTable } from "../../local/table/start-table.ts";

/** What a process of handlers must be started with. */
export interface PartsReady {
  readonly environment: Readonly<Record<string, string>>;
}

const operator: Caller = {
  accessKeyId: "AKIDOFTHEBENCH",
  secretAccessKey: "secret-of-the-bench",
  name: "operator",
  allows: () => true,
};
const QUEUE = "ingest";
const BUCKET = "ingest-bucket";
const TABLE = "main-table";

/** The embedded table, bucket and queue, with the bucket's events going into the queue. Ends with its parent. */
const main = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const findCaller = (accessKeyId: string) => (accessKeyId === operator.accessKeyId ? operator : undefined);
  const served = { findCaller, now: Date.now, port: 0, newId: randomUUID };
  const table = await startTable({ ...served, folder: join(folder, "table") });
  const bucket = await startBucket({ ...served, folder: join(folder, "bucket") });
  const queues = await startQueue({ ...served, folder: join(folder, "queue") });
  queues.createQueue(QUEUE, { VisibilityTimeout: "600" });
  bucket.createBucket(BUCKET, { VersioningConfiguration: { Status: "Enabled" } });
  bucket.onEvent(async ({ record }) => {
    queues.engine.send(QUEUE, { body: JSON.stringify({ Records: [record] }) });
  });
  await table.engine.call("CreateTable", tableProperties);
  process.once("disconnect", () => process.exit(0));
  process.send?.({
    environment: {
      ...Object.fromEntries(CONFIG_NAMES.map((name) => [name, name.toLowerCase()])),
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: operator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: operator.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
      AWS_ENDPOINT_URL_S3: bucket.url,
      AWS_ENDPOINT_URL_SQS: queues.url,
      MAIN_TABLE: TABLE,
      INGEST_BUCKET: BUCKET,
      INGEST_QUEUE_URL: queues.urlOf(QUEUE),
    },
  } satisfies PartsReady);
};

const schema = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: "HASH" },
  { AttributeName: sort, KeyType: "RANGE" },
];
const tableProperties = {
  TableName: TABLE,
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [KEY, ...Object.values(INDEX)]
    .flatMap(({ partition, sort }) => [partition, sort])
    .map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
  KeySchema: schema(KEY.partition, KEY.sort),
  GlobalSecondaryIndexes: Object.values(INDEX).map(({ name, partition, sort }) => ({
    IndexName: name,
    KeySchema: schema(partition, sort),
    Projection: { ProjectionType: "KEYS_ONLY" },
  })),
};

await main(process.argv[2] ?? "");
