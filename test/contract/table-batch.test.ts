import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  BatchWriteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestTable, dropTestTable, freshName, openWorld, refusal } from "./support/table-world.ts";

let client: DynamoDBClient;
let closeWorld: () => Promise<void>;
let TableName: string;

beforeAll(async () => {
  const world = await openWorld();
  client = world.client;
  closeWorld = world.close;
  TableName = await createTestTable(client, freshName("batch"));
});
afterAll(async () => {
  await dropTestTable(client, TableName);
  await closeWorld();
});

type Item = NonNullable<PutItemCommandInput["Item"]>;
const key = (pk: string): Item => ({ pk: { S: pk }, sk: { S: "a" } });
const put = (pk: string, attributes: Item = {}) =>
  client.send(new PutItemCommand({ TableName, Item: { ...key(pk), ...attributes } }));
const get = async (pk: string) =>
  (await client.send(new GetItemCommand({ TableName, Key: key(pk), ConsistentRead: true }))).Item;

describe("a batch of writes", () => {
  const write = (requests: object[]) =>
    client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));

  it("puts and deletes 25 items", async () => {
    await put("batch-gone");
    const puts = Array.from({ length: 24 }, (_, n) => ({ PutRequest: { Item: key(`batch-${n}`) } }));
    const { UnprocessedItems } = await write([...puts, { DeleteRequest: { Key: key("batch-gone") } }]);
    expect(UnprocessedItems).toEqual({});
    expect(await get("batch-23")).toEqual(key("batch-23"));
    expect(await get("batch-gone")).toBeUndefined();
  });

  it("may have no more than 25, and none twice", async () => {
    const puts = Array.from({ length: 26 }, (_, n) => ({ PutRequest: { Item: key(`many-${n}`) } }));
    expect((await refusal(write(puts))).name).toBe("ValidationException");
    const twice = [{ PutRequest: { Item: key("twice") } }, { DeleteRequest: { Key: key("twice") } }];
    expect((await refusal(write(twice))).message).toMatch(/duplicates/);
  });
});

describe("a batch of reads", () => {
  it("finds those of 100 keys that are there", async () => {
    await put("read-1");
    await put("read-2");
    const Keys = Array.from({ length: 100 }, (_, n) => key(`read-${n}`));
    const answer = await client.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
    );
    expect(answer.Responses?.[TableName]?.map((item) => item["pk"]?.S).sort()).toEqual(["read-1", "read-2"]);
    expect(answer.UnprocessedKeys).toEqual({});
  });

  it("may have no more than 100 keys, and none twice", async () => {
    const ask = (Keys: Item[]) => client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
    const many = Array.from({ length: 101 }, (_, n) => key(`k${n}`));
    expect((await refusal(ask(many))).name).toBe("ValidationException");
    expect((await refusal(ask([key("a"), key("a")]))).message).toMatch(/duplicates/);
  });

  it("leaves what is more than 16 MB for another request", async () => {
    const names = Array.from({ length: 45 }, (_, n) => `heavy-${n}`);
    for (const name of names) await put(name, { body: { S: "x".repeat(390 * 1024) } });
    let Keys: Item[] | undefined = names.map(key);
    const found = new Set<string | undefined>();
    let rounds = 0;
    while (Keys && Keys.length > 0) {
      const answer: BatchGetItemCommandOutput = await client.send(
        new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }),
      );
      for (const item of answer.Responses?.[TableName] ?? []) found.add(item["pk"]?.S);
      Keys = answer.UnprocessedKeys?.[TableName]?.Keys;
      rounds += 1;
    }
    expect(found.size).toBe(names.length);
    expect(rounds).toBeGreaterThan(1);
  });
});

describe("a transaction", () => {
  const transact = (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
    client.send(new TransactWriteItemsCommand({ TransactItems, ...(ClientRequestToken && { ClientRequestToken }) }));
  const increment = (pk: string): TransactWriteItem => ({
    Update: {
      TableName,
      Key: key(pk),
      UpdateExpression: "ADD hits :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    },
  });

  it("does all of its writes", async () => {
    await put("t-delete");
    await put("t-check", { state: { S: "open" } });
    await transact([
      { Put: { TableName, Item: { ...key("t-put"), queue: { S: "t" }, priority: { N: "1" } } } },
      increment("t-update"),
      { Delete: { TableName, Key: key("t-delete") } },
      { ConditionCheck: { TableName, Key: key("t-check"), ConditionExpression: "attribute_exists(pk)" } },
    ]);
    expect(await get("t-put")).toBeDefined();
    expect(await get("t-update")).toMatchObject({ hits: { N: "1" } });
    expect(await get("t-delete")).toBeUndefined();
    const { Items } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :p",
        ExpressionAttributeValues: { ":p": { S: "t-put" } },
      }),
    );
    expect(Items).toHaveLength(1);
  });

  it("does none of them when one condition fails, and says which, with the item if asked", async () => {
    await put("t-owned", { holder: { S: "nehma" } });
    const error = await refusal(
      transact([
        { Put: { TableName, Item: key("t-never") } },
        {
          Put: {
            TableName,
            Item: key("t-owned"),
            ConditionExpression: "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          },
        },
      ]),
    );
    expect(error.name).toBe("TransactionCanceledException");
    expect(error).toMatchObject({
      CancellationReasons: [
        { Code: "None" },
        { Code: "ConditionalCheckFailed", Item: { ...key("t-owned"), holder: { S: "nehma" } } },
      ],
    });
    expect(await get("t-never")).toBeUndefined();
  });

  it("may not touch an item twice", async () => {
    const error = await refusal(transact([increment("t-same"), { Delete: { TableName, Key: key("t-same") } }]));
    expect(error).toMatchObject({ name: "ValidationException", message: /multiple operations on one item/ });
  });

  it("is done once, however often its token comes, and refuses the token for another", async () => {
    const token = freshName("token").slice(-36);
    await transact([increment("t-once")], token);
    await transact([increment("t-once")], token);
    expect(await get("t-once")).toMatchObject({ hits: { N: "1" } });
    const error = await refusal(transact([increment("t-other")], token));
    expect(error.name).toBe("IdempotentParameterMismatchException");
  });

  it("keeps two counters equal under thirty at once", async () => {
    const attempts = Array.from({ length: 30 }, async (_, n) => {
      const pair = n % 2 === 0 ? ["t-left", "t-right"] : ["t-right", "t-left"];
      for (;;) {
        const outcome = await transact(pair.map(increment)).catch((error: Error) => error);
        if (!(outcome instanceof Error)) return;
        // AWS refuses a transaction that meets another one; the embedded table lets them wait.
        expect(outcome).toMatchObject({ name: "TransactionCanceledException", message: /TransactionConflict/ });
      }
    });
    await Promise.all(attempts);
    expect([await get("t-left"), await get("t-right")]).toMatchObject([{ hits: { N: "30" } }, { hits: { N: "30" } }]);
  });

  it("of reads sees items as they are between transactions", async () => {
    await put("t-read", { state: { S: "x" } });
    const Get = (pk: string) => ({ Get: { TableName, Key: key(pk) } });
    const { Responses } = await client.send(
      new TransactGetItemsCommand({ TransactItems: [Get("t-read"), Get("t-nobody")] }),
    );
    expect(Responses?.[0]?.Item).toMatchObject({ state: { S: "x" } });
    expect(Responses?.[1]?.Item).toBeUndefined();
  });
});

describe("capacity", () => {
  const item = (body: number): Item => ({
    ...key("capacity"),
    queue: { S: "c" },
    priority: { N: "1" },
    body: { S: "x".repeat(body) },
  });

  it("of a write counts kilobytes of the table and of each index", async () => {
    const written = await client.send(
      new PutItemCommand({ TableName, Item: item(2500), ReturnConsumedCapacity: "INDEXES" }),
    );
    expect(written.ConsumedCapacity).toMatchObject({
      CapacityUnits: 7,
      Table: { CapacityUnits: 3 },
      GlobalSecondaryIndexes: { byQueue: { CapacityUnits: 3 }, bySk: { CapacityUnits: 1 } },
    });
  });

  it("of a changed index key counts a removal and an insertion, of an unchanged projection nothing", async () => {
    await put("capacity-2", { queue: { S: "c" }, priority: { N: "1" }, title: { S: "t" } });
    const set = (name: string, value: Item[string]) =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: key("capacity-2"),
          UpdateExpression: "SET #n = :v",
          ExpressionAttributeNames: { "#n": name },
          ExpressionAttributeValues: { ":v": value },
          ReturnConsumedCapacity: "TOTAL",
        }),
      );
    expect((await set("priority", { N: "2" })).ConsumedCapacity?.CapacityUnits).toBe(3);
    expect((await set("body", { S: "b" })).ConsumedCapacity?.CapacityUnits).toBe(2);
  });

  it("of a read counts four kilobytes, half unless consistent", async () => {
    await client.send(new PutItemCommand({ TableName, Item: item(5000) }));
    const read = async (ConsistentRead: boolean) =>
      (
        await client.send(
          new GetItemCommand({ TableName, Key: key("capacity"), ConsistentRead, ReturnConsumedCapacity: "TOTAL" }),
        )
      ).ConsumedCapacity?.CapacityUnits;
    expect([await read(true), await read(false)]).toEqual([2, 1]);
  });
});
