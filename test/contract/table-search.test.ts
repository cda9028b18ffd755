import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestTable, dropTestTable, eventually, freshName, openWorld, refusal } from "./support/table-world.ts";

let client: DynamoDBClient;
let closeWorld: () => Promise<void>;
let TableName: string;

beforeAll(async () => {
  const world = await openWorld();
  client = world.client;
  closeWorld = world.close;
  TableName = await createTestTable(client, freshName("search"));
});
afterAll(async () => {
  await dropTestTable(client, TableName);
  await closeWorld();
});

type Item = NonNullable<PutItemCommandInput["Item"]>;
const put = (pk: string, sk: string, attributes: Item = {}) =>
  client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, sk: { S: sk }, ...attributes } }));

type Conditions = Partial<QueryCommandInput> & { readonly KeyConditionExpression?: string };
const query = (pk: string, more: Conditions = {}, values: Item = {}) =>
  client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk",
      ConsistentRead: true,
      ...more,
      ExpressionAttributeValues: { ":pk": { S: pk }, ...values },
    }),
  );
const sortKeys = (answer: { readonly Items?: readonly Item[] | undefined }) =>
  answer.Items?.map((item) => item["sk"]?.S);

describe("a query", () => {
  const five = ["a", "ab", "b", "ba", "é"];
  beforeAll(async () => {
    for (const sk of five) await put("five", sk, { length: { N: `${sk.length}` } });
    await put("fives", "another");
  });

  const ranges: readonly (readonly [condition: string, values: Item, expected: readonly string[]])[] = [
    ["", {}, five],
    ["sk = :a", { ":a": { S: "b" } }, ["b"]],
    ["sk < :a", { ":a": { S: "b" } }, ["a", "ab"]],
    ["sk <= :a", { ":a": { S: "b" } }, ["a", "ab", "b"]],
    ["sk > :a", { ":a": { S: "a" } }, ["ab", "b", "ba", "é"]],
    ["sk >= :a", { ":a": { S: "ba" } }, ["ba", "é"]],
    ["sk BETWEEN :a AND :b", { ":a": { S: "ab" }, ":b": { S: "b" } }, ["ab", "b"]],
    ["begins_with(sk, :a)", { ":a": { S: "a" } }, ["a", "ab"]],
  ];
  const range = ([condition, values, expected]: (typeof ranges)[number]) => ({ condition, values, expected });
  it.each(ranges.map(range))("with '$condition' finds $expected, in order of bytes", async (row) => {
    const KeyConditionExpression = row.condition === "" ? "pk = :pk" : `pk = :pk AND ${row.condition}`;
    expect(sortKeys(await query("five", { KeyConditionExpression }, row.values))).toEqual(row.expected);
  });

  it("goes backwards", async () => {
    expect(sortKeys(await query("five", { ScanIndexForward: false }))).toEqual(five.toReversed());
  });

  it.each([true, false])("goes on where a page ended, forward: %s", async (ScanIndexForward) => {
    const seen: (string | undefined)[] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await query("five", { Limit: 2, ScanIndexForward, ...(ExclusiveStartKey && { ExclusiveStartKey }) });
      seen.push(...(sortKeys(page) ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    expect(seen).toEqual(ScanIndexForward ? five : five.toReversed());
  });

  it("filters after it has counted towards the limit", async () => {
    const page = await query(
      "five",
      { Limit: 3, FilterExpression: "#l > :one", ExpressionAttributeNames: { "#l": "length" } },
      { ":one": { N: "1" } },
    );
    expect(page).toMatchObject({ Count: 1, ScannedCount: 3, LastEvaluatedKey: { sk: { S: "b" } } });
    expect(sortKeys(page)).toEqual(["ab"]);
  });

  it("may not filter by a key", async () => {
    const error = await refusal(query("five", { FilterExpression: "sk = :a" }, { ":a": { S: "a" } }));
    expect(error.name).toBe("ValidationException");
  });

  it("counts without items", async () => {
    const answer = await query("five", { Select: "COUNT" });
    expect(answer.Items).toBeUndefined();
    expect(answer.Count).toBe(5);
  });

  it("shows only what is asked for", async () => {
    const { Items } = await query("five", { ProjectionExpression: "sk", Limit: 1 });
    expect(Items).toEqual([{ sk: { S: "a" } }]);
  });

  it("finds nothing under a key that nobody has", async () => {
    expect(await query("nobody")).toMatchObject({ Count: 0, ScannedCount: 0, Items: [] });
  });

  it("needs the partition key to be equal to something", async () => {
    expect((await refusal(query("five", { KeyConditionExpression: "pk > :pk" }))).name).toBe("ValidationException");
    const error = await refusal(query("five", { KeyConditionExpression: "sk = :pk" }));
    expect(error.message).toMatch(/missed key schema element: pk/);
  });

  it("ends a page at one megabyte, whatever the filter leaves", async () => {
    const body = { S: "x".repeat(300 * 1024) };
    for (const sk of ["1", "2", "3", "4", "5"]) await put("pages", sk, { body });
    const page = await query("pages", { FilterExpression: "attribute_not_exists(body)" });
    expect(page).toMatchObject({ Count: 0, LastEvaluatedKey: { pk: { S: "pages" }, sk: { S: "4" } } });
  });
});

describe("an index", () => {
  const byQueue = (name: string, more: Partial<QueryCommandInput> = {}) =>
    client.send(
      new QueryCommand({
        TableName,
        IndexName: "byQueue",
        KeyConditionExpression: "queue = :q",
        ExpressionAttributeValues: { ":q": { S: name } },
        ...more,
      }),
    );
  const settled = async (name: string, keys: readonly string[]) =>
    eventually(
      () => byQueue(name),
      (answer) => JSON.stringify(sortKeys(answer)) === JSON.stringify(keys),
    );

  it("holds the items that have its keys, in the order of a number, negative ones first", async () => {
    for (const [sk, priority] of [
      ["ten", 10],
      ["nine", 9],
      ["minus", -3],
      ["less", -3.5],
    ] as const)
      await put("numbers", sk, { queue: { S: "numbers" }, priority: { N: `${priority}` } });
    await put("numbers", "out", { queue: { S: "numbers" } });
    await settled("numbers", ["less", "minus", "nine", "ten"]);
  });

  it("follows an item that enters, moves and leaves", async () => {
    await put("moving", "m", { title: { S: "x" } });
    const set = (expression: string, values?: Item) =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: { pk: { S: "moving" }, sk: { S: "m" } },
          UpdateExpression: expression,
          ...(values && { ExpressionAttributeValues: values }),
        }),
      );
    await set("SET queue = :q, priority = :p", { ":q": { S: "here" }, ":p": { N: "1" } });
    await settled("here", ["m"]);
    await set("SET queue = :q", { ":q": { S: "there" } });
    await settled("there", ["m"]);
    await settled("here", []);
    await set("REMOVE queue");
    await settled("there", []);
    await set("SET queue = :q", { ":q": { S: "back" } });
    await settled("back", ["m"]);
    await client.send(new DeleteItemCommand({ TableName, Key: { pk: { S: "moving" }, sk: { S: "m" } } }));
    await settled("back", []);
  });

  it("keeps every item apart that shares its keys, two thousand of them", async () => {
    const items = Array.from({ length: 2000 }, (_, n) => ({
      pk: { S: "crowd" },
      sk: { S: `member-${n}` },
      group: { S: "crowd" },
    }));
    for (let from = 0; from < items.length; from += 25) {
      const RequestItems = { [TableName]: items.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } })) };
      await client.send(new BatchWriteItemCommand({ RequestItems }));
    }
    const all = async () => {
      const seen = new Set<string | undefined>();
      let ExclusiveStartKey: Item | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName,
            IndexName: "byGroup",
            KeyConditionExpression: "#g = :g",
            ExpressionAttributeNames: { "#g": "group" },
            ExpressionAttributeValues: { ":g": { S: "crowd" } },
            Limit: 300,
            ...(ExclusiveStartKey && { ExclusiveStartKey }),
          }),
        );
        for (const item of page.Items ?? []) seen.add(item["sk"]?.S);
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return seen.size;
    };
    expect(await eventually(all, (size) => size === items.length)).toBe(items.length);
  });

  it("names both keys where a page ended, and goes on from there", async () => {
    for (const sk of ["1", "2", "3"]) await put(`paged-${sk}`, sk, { queue: { S: "paged" }, priority: { N: "5" } });
    await eventually(
      () => byQueue("paged"),
      ({ Count }) => Count === 3,
    );
    const first = await byQueue("paged", { Limit: 2 });
    expect(Object.keys(first.LastEvaluatedKey ?? {}).sort()).toEqual(["pk", "priority", "queue", "sk"]);
    const rest = await byQueue("paged", { ExclusiveStartKey: first.LastEvaluatedKey });
    expect(new Set([...(sortKeys(first) ?? []), ...(sortKeys(rest) ?? [])])).toEqual(new Set(["1", "2", "3"]));
    expect(rest.Count).toBe(1);
    expect(rest.LastEvaluatedKey).toBeUndefined();
  });

  it("holds only what it projects, and refuses to be asked for more", async () => {
    await put("projected", "p", { group: { S: "projected" }, title: { S: "t" }, body: { S: "b" } });
    const by = (IndexName: string, name: string, value: string, more: Partial<QueryCommandInput> = {}) =>
      client.send(
        new QueryCommand({
          TableName,
          IndexName,
          KeyConditionExpression: "#k = :k",
          ExpressionAttributeNames: { "#k": name },
          ExpressionAttributeValues: { ":k": { S: value } },
          ...more,
        }),
      );
    const keysOnly = await eventually(
      () => by("byGroup", "group", "projected"),
      ({ Count }) => Count === 1,
    );
    expect(Object.keys(keysOnly.Items?.[0] ?? {}).sort()).toEqual(["group", "pk", "sk"]);
    const included = await eventually(
      () => by("bySk", "sk", "p"),
      ({ Count }) => Count === 1,
    );
    expect(included.Items?.[0]).toEqual({ pk: { S: "projected" }, sk: { S: "p" }, title: { S: "t" } });
    const tooMuch = await refusal(by("bySk", "sk", "p", { ProjectionExpression: "body" }));
    expect(tooMuch).toMatchObject({ name: "ValidationException", message: /does not project/ });
    const all = await refusal(by("bySk", "sk", "p", { Select: "ALL_ATTRIBUTES" }));
    expect(all.name).toBe("ValidationException");
  });

  it("cannot be read consistently, and has to exist", async () => {
    expect((await refusal(byQueue("a", { ConsistentRead: true }))).name).toBe("ValidationException");
    expect((await refusal(byQueue("a", { IndexName: "byNothing" }))).name).toBe("ValidationException");
  });
});

describe("a scan", () => {
  it("finds every item once, in any number of segments, by pages", async () => {
    const name = await createTestTable(client, freshName("scan"));
    const expected = Array.from({ length: 60 }, (_, n) => `item-${n}`);
    for (const pk of expected)
      await client.send(new PutItemCommand({ TableName: name, Item: { pk: { S: pk }, sk: { S: "s" } } }));
    for (const TotalSegments of [1, 4]) {
      const seen: (string | undefined)[] = [];
      for (let Segment = 0; Segment < TotalSegments; Segment += 1) {
        let ExclusiveStartKey: Item | undefined;
        do {
          const page = await client.send(
            new ScanCommand({
              TableName: name,
              Limit: 7,
              Segment,
              TotalSegments,
              ConsistentRead: true,
              ...(ExclusiveStartKey && { ExclusiveStartKey }),
            }),
          );
          seen.push(...(page.Items ?? []).map((item) => item["pk"]?.S));
          ExclusiveStartKey = page.LastEvaluatedKey;
        } while (ExclusiveStartKey);
      }
      expect(seen.toSorted()).toEqual(expected.toSorted());
    }
    await dropTestTable(client, name);
  });
});
