import { GetItemCommand, PutItemCommand, QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, describe, expect, it } from "vitest";
import { type Faults, openTableEngine } from "../../../local/table/engine.ts";
import { openMemoryStorage } from "../../../local/table/memory-storage.ts";
import { TableError } from "../../../local/table/refusal.ts";
import { startTable } from "../../../local/table/start-table.ts";
import type { Storage } from "../../../local/table/storage.ts";
import {
  createTestTable,
  freshName,
  type LocalTable,
  refusal,
  startLocalTable,
} from "../../contract/support/table-world.ts";

let table: LocalTable | undefined;
afterEach(() => table?.close());

const start = async (faults: Faults = {}) => {
  table = await startLocalTable({ faults });
  return { table, client: table.client, TableName: await createTestTable(table.client, freshName("faults")) };
};

const Item = { pk: { S: "a" }, sk: { S: "a" }, queue: { S: "q" }, priority: { N: "1" } };
const Key = { pk: { S: "a" }, sk: { S: "a" } };

describe("a test that comes between", () => {
  it("can throttle one operation", async () => {
    const { client, TableName } = await start({
      before: (operation) => {
        if (operation === "Query") throw new TableError("ThrottlingException", "slow down");
      },
    });
    await client.send(new PutItemCommand({ TableName, Item }));
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": { S: "a" } },
    });
    expect((await refusal(client.send(query))).name).toBe("ThrottlingException");
  });

  it("can lose the answer of a write that is done", async () => {
    const { client, TableName } = await start({
      after: (operation) => {
        if (operation === "PutItem") throw new TableError("InternalServerError", "lost");
      },
    });
    expect((await refusal(client.send(new PutItemCommand({ TableName, Item })))).name).toBe("InternalServerError");
    expect((await client.send(new GetItemCommand({ TableName, Key }))).Item).toEqual(Item);
  });

  it("can hold back what indexes show, while the table shows everything", async () => {
    const { table, client, TableName } = await start();
    const held = table.engine.freezeIndexes();
    await client.send(new PutItemCommand({ TableName, Item }));
    const count = async (IndexName?: string) =>
      (await client.send(new ScanCommand({ TableName, ...(IndexName && { IndexName }) }))).Count;
    expect([await count(), await count("byQueue")]).toEqual([1, 0]);
    await held.release();
    expect([await count(), await count("byQueue")]).toEqual([1, 1]);
  });
});

describe("a folder", () => {
  it("that another process has open is refused with a reason", async () => {
    const { table } = await start();
    const second = startTable({ folder: table.folder, port: 0, findCaller: () => undefined, now: Date.now });
    await expect(second).rejects.toThrow(/another process has it open/);
  });
});

it("a search that stops at its limit or fails leaves no reading open, which would grow the process", async () => {
  const memory = openMemoryStorage();
  let open = 0;
  const counted: Storage = {
    ...memory,
    async *entries(range) {
      open += 1;
      try {
        yield* memory.entries(range);
      } finally {
        open -= 1;
      }
    },
  };
  const engine = await openTableEngine(counted, { now: () => 1_700_000_000_000 });
  await engine.call("CreateTable", {
    TableName: "read",
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
  });
  for (let n = 0; n < 50; n += 1) {
    await engine.call("PutItem", { TableName: "read", Item: { pk: { S: "a" }, sk: { S: String(n) } } });
  }
  const search = (Limit: number, value: object) =>
    engine.call("Query", {
      TableName: "read",
      Limit,
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": value },
    });
  expect(await search(1, { S: "a" })).toMatchObject({ Count: 1 });
  expect(await engine.call("Scan", { TableName: "read", Limit: 3 })).toMatchObject({ Count: 3 });
  await expect(search(1, { N: "1" })).rejects.toThrow(TableError);
  expect(open).toBe(0);
});
