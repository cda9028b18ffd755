import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import type { Caller } from "../../../local/access/caller.ts";
import { type RunningTable, startTable, type TableOptions } from "../../../local/table/start-table.ts";

/** Set to point the same promises at AWS itself, with the default credentials and region. */
export const onAws = process.env["LABELLOOP_CONTRACT_AWS"] === "1";

const everything: Caller = {
  accessKeyId: "AKIDTABLETEST",
  secretAccessKey: "secret-of-the-table-test",
  name: "operator",
  allows: () => true,
};

export const callerWho = (allows: Caller["allows"], accessKeyId = "AKIDOTHER"): Caller => ({
  ...everything,
  accessKeyId,
  name: `function ${accessKeyId}`,
  allows,
});

export const clientOf = (url: string, caller: Caller = everything, more: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: caller.accessKeyId, secretAccessKey: caller.secretAccessKey },
    maxAttempts: 1,
    ...more,
  });

export interface LocalTable extends RunningTable {
  readonly folder: string;
  readonly client: DynamoDBClient;
}

/** The embedded table in a folder of its own, gone when closed. */
export const startLocalTable = async (
  options: Partial<TableOptions> = {},
  callers: readonly Caller[] = [],
): Promise<LocalTable> => {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "table-")));
  const known = new Map([everything, ...callers].map((caller) => [caller.accessKeyId, caller]));
  const running = await startTable({
    port: 0,
    findCaller: (accessKeyId) => known.get(accessKeyId),
    now: Date.now,
    ...options,
    folder,
  });
  const client = clientOf(running.url);
  const close = async () => {
    client.destroy();
    await running.close();
    if (!options.folder) await rm(folder, { recursive: true, force: true });
  };
  return { ...running, folder, client, close };
};

/** Set to the address of another imitation (stock dynalite, DynamoDB Local), to see which promises it breaks. */
const imitation = process.env["LABELLOOP_CONTRACT_TABLE_URL"];

/** A client for AWS, for another imitation or for an embedded table, whichever this run is about. */
export const openWorld = async (): Promise<{ client: DynamoDBClient; close: () => Promise<void> }> => {
  if (!onAws && !imitation) return startLocalTable();
  const client = imitation ? clientOf(imitation) : new DynamoDBClient({});
  return { client, close: async () => client.destroy() };
};

/** One table for most promises: a composite key, and indexes that project all, keys only, and one attribute. */
export const createTestTable = async (client: DynamoDBClient, name: string): Promise<string> => {
  const attribute = (AttributeName: string, AttributeType: "S" | "N") => ({ AttributeName, AttributeType });
  const hash = (AttributeName: string) => ({ AttributeName, KeyType: "HASH" as const });
  const range = (AttributeName: string) => ({ AttributeName, KeyType: "RANGE" as const });
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        attribute("pk", "S"),
        attribute("sk", "S"),
        attribute("queue", "S"),
        attribute("priority", "N"),
        attribute("group", "S"),
      ],
      KeySchema: [hash("pk"), range("sk")],
      GlobalSecondaryIndexes: [
        { IndexName: "byQueue", KeySchema: [hash("queue"), range("priority")], Projection: { ProjectionType: "ALL" } },
        { IndexName: "byGroup", KeySchema: [hash("group")], Projection: { ProjectionType: "KEYS_ONLY" } },
        {
          IndexName: "bySk",
          KeySchema: [hash("sk"), range("pk")],
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["title"] },
        },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 120, minDelay: 1 }, { TableName: name });
  return name;
};

export const dropTestTable = (client: DynamoDBClient, name: string): Promise<unknown> =>
  client.send(new DeleteTableCommand({ TableName: name }));

let count = 0;
/** A name that no other test and no other run has. */
export const freshName = (what: string): string => {
  count += 1;
  return `contract-${process.pid}-${Date.now().toString(36)}-${what}-${count}`;
};

/** Indexes of AWS lag: asks until the answer satisfies, or fails with the last answer after ten seconds. */
export const eventually = async <T>(ask: () => Promise<T>, satisfies: (answer: T) => boolean): Promise<T> => {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`not within ten seconds: ${JSON.stringify(answer)}`);
    await new Promise((again) => setTimeout(again, 50));
  }
};

/** The error that a request ends in; fails when it succeeds. */
export const refusal = async (request: Promise<unknown>): Promise<Error & { readonly Item?: unknown }> => {
  const outcome = await request.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error("the request succeeded");
};
