import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callerWho, clientOf, createTestTable } from "../../contract/support/table-world.ts";

const caller = callerWho(() => true, "AKIDDURABILITY");
const TableName = "durability";
let folder: string;
let running: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "table-kill-"));
});
afterAll(async () => {
  await kill();
  await rm(folder, { recursive: true, force: true });
});

const start = async (): Promise<DynamoDBClient> => {
  const script = new URL("./table-process.ts", import.meta.url).pathname;
  running = spawn(process.execPath, [script, folder, caller.accessKeyId, caller.secretAccessKey], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (!running.stdout) throw new Error("the table's process has no output");
  const [line] = await once(running.stdout, "data");
  return clientOf(String(line).trim(), caller);
};

const kill = async (): Promise<void> => {
  if (!running || running.signalCode) return;
  const gone = once(running, "exit");
  running.kill("SIGKILL");
  await gone;
};

type Row = Record<string, AttributeValue>;
const scan = async (client: DynamoDBClient, IndexName?: string): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  let ExclusiveStartKey: Row | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName, ...(IndexName && { IndexName }), ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
    );
    rows.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return rows;
};
const nameOf = (row: Row) => `${row["pk"]?.S}/${row["sk"]?.S}`;

/** Writes until the process dies; returns what was acknowledged: names of items, and increments of the counters. */
const writeUntilKilled = async (client: DynamoDBClient, round: number, afterWrites: number) => {
  const acknowledged: string[] = [];
  let increments = 0;
  const writer = async (n: number): Promise<void> => {
    for (let count = 0; ; count += 1) {
      const key = { pk: { S: `w${round}-${n}` }, sk: { S: `${count}` } };
      const entry = { queue: { S: `q${count % 7}` }, priority: { N: `${count}` }, group: { S: "all" } };
      await client.send(new PutItemCommand({ TableName, Item: { ...key, ...entry, title: { S: "t" } } }));
      acknowledged.push(`${key.pk.S}/${key.sk.S}`);
      await client.send(
        new UpdateItemCommand({
          TableName,
          Key: key,
          UpdateExpression: "SET queue = :moved",
          ExpressionAttributeValues: { ":moved": { S: "moved" } },
        }),
      );
      if (count % 5 === 0) {
        await client.send(new TransactWriteItemsCommand({ TransactItems: ["left", "right"].map(increment) }));
        increments += 1;
      }
      if (acknowledged.length >= afterWrites) void kill();
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => writer(n)));
  expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
  return { acknowledged, increments };
};

const increment = (sk: string) => ({
  Update: {
    TableName,
    Key: { pk: { S: "counter" }, sk: { S: sk } },
    UpdateExpression: "ADD hits :one",
    ExpressionAttributeValues: { ":one": { N: "1" } },
  },
});

describe("a table whose process is killed in the middle of writes", () => {
  it("has every acknowledged write, its indexes agree, and transactions are whole", async () => {
    let client = await start();
    await createTestTable(client, TableName);
    const acknowledged: string[] = [];
    let increments = 0;
    for (const [round, afterWrites] of [150, 320, 90].entries()) {
      const written = await writeUntilKilled(client, round, afterWrites);
      acknowledged.push(...written.acknowledged);
      increments += written.increments;
      client.destroy();
      client = await start();

      const items = await scan(client);
      const present = new Set(items.map(nameOf));
      expect(acknowledged.filter((name) => !present.has(name))).toEqual([]);

      const queued = items.filter((item) => item["queue"]);
      const entries = await scan(client, "byQueue");
      const textOf = (row: Row) => JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)));
      expect(entries.map(textOf).sort()).toEqual(queued.map(textOf).sort());
      expect((await scan(client, "byGroup")).map(nameOf).sort()).toEqual(queued.map(nameOf).sort());

      const hits = items.filter((item) => item["hits"]).map((item) => Number(item["hits"]?.N));
      expect(hits[0]).toBe(hits[1]);
      expect(hits[0]).toBeGreaterThanOrEqual(increments);
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(560);
    client.destroy();
  });
});
