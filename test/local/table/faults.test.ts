import { GetItemCommand, PutItemCommand, QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, describe, expect, it } from "vitest";
import type { Faults } from "../../../local/table/engine.ts";
import { TableError } from "../../../local/table/refusal.ts";
import { startTable } from "../../../local/table/start-table.ts";
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

  it("does not grow the process when thousands of searches stop at their limit", async () => {
    const { table, TableName } = await start();
    for (let n = 0; n < 50; n += 1)
      await table.engine.call("PutItem", { TableName, Item: { ...Item, sk: { S: `${n}` } } });
    const search = () =>
      table.engine.call("Query", {
        TableName,
        Limit: 1,
        KeyConditionExpression: "pk = :p",
        ExpressionAttributeValues: { ":p": { S: "a" } },
      });
    for (let n = 0; n < 1000; n += 1) await search();
    const before = process.memoryUsage().rss;
    for (let n = 0; n < 8000; n += 1) await search();
    const grownMb = (process.memoryUsage().rss - before) / 2 ** 20;
    // dynalite's own reading leaks 8 to 17 KB a search: more than 60 MB here.
    expect(grownMb).toBeLessThan(40);
  });
});
