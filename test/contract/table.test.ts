import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
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
  TableName = await createTestTable(client, freshName("items"));
});
afterAll(async () => {
  await dropTestTable(client, TableName);
  await closeWorld();
});

type Values = NonNullable<UpdateItemCommandInput["ExpressionAttributeValues"]>;
/** An expression and its values. */
type Row = readonly [expression: string, values?: Values];
const named = ([expression, values]: Row) => ({ expression, values });
const key = (pk: string, sk = "a") => ({ pk: { S: pk }, sk: { S: sk } });
const put = (pk: string, attributes: Values = {}, condition: Partial<UpdateItemCommandInput> = {}) =>
  client.send(new PutItemCommand({ TableName, Item: { ...key(pk), ...attributes }, ...(condition as object) }));
const get = async (pk: string) =>
  (await client.send(new GetItemCommand({ TableName, Key: key(pk), ConsistentRead: true }))).Item;
const update = (pk: string, UpdateExpression: string, values?: Values, more: Partial<UpdateItemCommandInput> = {}) =>
  client.send(
    new UpdateItemCommand({
      TableName,
      Key: key(pk),
      UpdateExpression,
      ...(values && { ExpressionAttributeValues: values }),
      ...more,
    }),
  );

describe("an item", () => {
  it("comes back with every type as it was put", async () => {
    const attributes: Values = {
      text: { S: "कैटरपिलर 🐛" },
      empty: { S: "" },
      number: { N: "-12.5" },
      bytes: { B: new Uint8Array([0, 255, 7]) },
      yes: { BOOL: true },
      nothing: { NULL: true },
      names: { SS: ["a", "b"] },
      numbers: { NS: ["1", "2"] },
      list: { L: [{ S: "x" }, { L: [] }] },
      map: { M: { inner: { M: { deep: { N: "1" } } } } },
    };
    await put("types", attributes);
    const item = await get("types");
    expect(item).toMatchObject({ ...key("types"), ...attributes, names: {}, numbers: {} });
    expect(new Set(item?.["names"]?.SS)).toEqual(new Set(["a", "b"]));
  });

  it("is absent from the answer when there is none", async () => {
    expect(await get("nobody")).toBeUndefined();
  });

  it("is replaced as a whole by a second put, which can return the first", async () => {
    await put("twice", { one: { S: "1" } });
    const { Attributes } = await put("twice", { two: { S: "2" } }, { ReturnValues: "ALL_OLD" });
    expect(Attributes).toEqual({ ...key("twice"), one: { S: "1" } });
    expect(await get("twice")).toEqual({ ...key("twice"), two: { S: "2" } });
  });

  it("keeps 38 digits of a number, and refuses 39", async () => {
    const digits = "12345678901234567890123456789012345678";
    await put("digits", { number: { N: digits } });
    expect((await get("digits"))?.["number"]?.N).toBe(digits);
    expect((await refusal(put("digits", { number: { N: `${digits}9` } }))).name).toBe("ValidationException");
  });

  it("writes numbers in plain notation", async () => {
    await put("plain", { big: { N: "1e20" }, little: { N: "0.00100" }, zero: { N: "-0" } });
    expect(await get("plain")).toMatchObject({
      big: { N: "100000000000000000000" },
      little: { N: "0.001" },
      zero: { N: "0" },
    });
  });

  it("can be 395 KB but not more than 400 KB", async () => {
    await put("large", { body: { S: "x".repeat(395 * 1024) } });
    const error = await refusal(put("large", { body: { S: "x".repeat(400 * 1024) } }));
    expect(error).toMatchObject({ name: "ValidationException", message: /size has exceeded/i });
  });

  it("is measured in UTF-8 bytes: 150,000 Devanagari letters are too many", async () => {
    expect((await refusal(put("hindi", { body: { S: "क".repeat(150_000) } }))).message).toMatch(/size has exceeded/i);
  });

  it("needs both parts of its key", async () => {
    const error = await refusal(client.send(new PutItemCommand({ TableName, Item: { pk: { S: "half" } } })));
    expect(error).toMatchObject({ name: "ValidationException", message: /Missing the key sk in the item/ });
  });

  it("may not have an empty key", async () => {
    expect((await refusal(put(""))).message).toMatch(/empty string value. Key: pk/);
  });

  it("may not have an empty key of an index", async () => {
    expect((await refusal(put("gsi", { group: { S: "" } }))).message).toMatch(/empty string value.*byGroup/);
    await put("gsi");
    const error = await refusal(
      update("gsi", "SET #g = :g", { ":g": { S: "" } }, { ExpressionAttributeNames: { "#g": "group" } }),
    );
    expect(error).toMatchObject({ name: "ValidationException", message: /empty string value.*byGroup/ });
  });

  it("may not have another type in the key of an index", async () => {
    expect((await refusal(put("gsi", { priority: { S: "high" } }))).message).toMatch(/Type mismatch for Index Key/);
  });

  it("may not have a sort key above 1024 bytes", async () => {
    const Item = { pk: { S: "long" }, sk: { S: "क".repeat(342) } };
    expect((await refusal(client.send(new PutItemCommand({ TableName, Item })))).name).toBe("ValidationException");
  });

  it("shows only the projected paths when asked", async () => {
    await put("projected", { a: { M: { b: { S: "1" }, c: { S: "2" } } }, l: { L: [{ N: "0" }, { N: "1" }] } });
    const { Item } = await client.send(
      new GetItemCommand({ TableName, Key: key("projected"), ProjectionExpression: "a.b, l[1], absent" }),
    );
    expect(Item).toEqual({ a: { M: { b: { S: "1" } } }, l: { L: [{ N: "1" }] } });
  });

  it("is gone after a delete, which can return it and does not mind repetition", async () => {
    await put("gone", { one: { S: "1" } });
    const drop = () => client.send(new DeleteItemCommand({ TableName, Key: key("gone"), ReturnValues: "ALL_OLD" }));
    expect((await drop()).Attributes).toMatchObject({ one: { S: "1" } });
    expect((await drop()).Attributes).toBeUndefined();
    expect(await get("gone")).toBeUndefined();
  });

  it("of an unknown table is not found", async () => {
    const error = await refusal(client.send(new GetItemCommand({ TableName: freshName("no"), Key: key("a") })));
    expect(error.name).toBe("ResourceNotFoundException");
  });
});

describe("a condition", () => {
  const attributes: Values = {
    words: { S: "caterpillar" },
    amount: { N: "10" },
    tags: { SS: ["leaf", "pest"] },
    members: { L: [{ S: "x" }, { N: "1" }] },
    tree: { M: { a: { N: "1" }, b: { L: [{ BOOL: true }] } } },
    longer: { S: "longer than caterpillar" },
    bytes: { B: new Uint8Array([1, 200, 3]) },
  };
  const touch = (ConditionExpression: string, values: Values = {}) =>
    update("judged", "SET touched = :touched", { ":touched": { BOOL: true }, ...values }, { ConditionExpression });

  beforeAll(() => put("judged", attributes));

  const holds: readonly Row[] = [
    ["attribute_exists(pk)"],
    ["attribute_not_exists(absent)"],
    ["attribute_not_exists(tree.c)"],
    ["attribute_exists(members[1])"],
    ["attribute_type(tags, :v)", { ":v": { S: "SS" } }],
    ["begins_with(words, :v)", { ":v": { S: "cater" } }],
    ["begins_with(bytes, :v)", { ":v": { B: new Uint8Array([1, 200]) } }],
    ["contains(words, :v)", { ":v": { S: "pill" } }],
    ["contains(tags, :v)", { ":v": { S: "leaf" } }],
    ["contains(members, :v)", { ":v": { N: "1" } }],
    ["amount BETWEEN :v AND :w", { ":v": { N: "9.5" }, ":w": { N: "10" } }],
    ["amount IN (:v, :w)", { ":v": { N: "1" }, ":w": { N: "10.0" } }],
    ["amount = :v AND NOT words = :w", { ":v": { N: "1e1" }, ":w": { S: "leaf" } }],
    ["amount > :v OR attribute_exists(absent)", { ":v": { N: "-9" } }],
    ["size(words) = :v", { ":v": { N: "11" } }],
    ["size(tags) = :v AND size(bytes) = :w", { ":v": { N: "2" }, ":w": { N: "3" } }],
    ["size(longer) > size(words)"],
    ["absent <> :v", { ":v": { S: "x" } }],
    ["tree.a = :v", { ":v": { N: "1" } }],
    ["tree = :v", { ":v": { M: { b: { L: [{ BOOL: true }] }, a: { N: "1" } } } }],
    ["members = :v", { ":v": { L: [{ S: "x" }, { N: "1" }] } }],
    ["tags = :v", { ":v": { SS: ["pest", "leaf"] } }],
  ];
  it.each(holds.map(named))("$expression lets the write through", async ({ expression, values }) => {
    await expect(touch(expression, values)).resolves.toBeDefined();
  });

  const fails: readonly Row[] = [
    ["attribute_not_exists(pk)"],
    ["absent = :v", { ":v": { S: "x" } }],
    ["absent < :v", { ":v": { N: "1" } }],
    ["amount = :v", { ":v": { S: "10" } }],
    ["contains(tags, :v)", { ":v": { S: "lea" } }],
    ["members = :v", { ":v": { L: [{ N: "1" }, { S: "x" }] } }],
    ["tree <> :v", { ":v": { M: { a: { N: "1" }, b: { L: [{ BOOL: true }] } } } }],
  ];
  it.each(fails.map(named))("$expression holds the write back", async ({ expression, values }) => {
    expect((await refusal(touch(expression, values))).name).toBe("ConditionalCheckFailedException");
  });

  const malformed: readonly Row[] = [
    ["status = :v", { ":v": { S: "a reserved word" } }],
    ["amount = :v", { ":v": { N: "1" }, ":unused": { N: "1" } }],
    ["amount = :missing", { ":v": { N: "1" } }],
    ["amount >", {}],
    ["begins_with(words, :v)", { ":v": { N: "1" } }],
  ];
  it.each(malformed.map(named))("$expression is refused as malformed", async ({ expression, values }) => {
    expect((await refusal(touch(expression, values))).name).toBe("ValidationException");
  });

  it("takes 100 choices and no more", async () => {
    const values = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`:c${index}`, { N: `${index}` }]));
    await expect(touch(`amount IN (${Object.keys(values).join(", ")})`, values)).resolves.toBeDefined();
    const error = await refusal(touch(`amount IN (${Object.keys(values).join(", ")}, :c1)`, values));
    expect(error.name).toBe("ValidationException");
  });

  it("that fails returns the item when ALL_OLD was asked for, on put, update and delete alike", async () => {
    await put("contested", { holder: { S: "nehma" } });
    const condition = {
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    };
    const attempts = [
      () => put("contested", {}, condition),
      () => update("contested", "SET holder = :o", { ":o": { S: "x" } }, condition),
      () => client.send(new DeleteItemCommand({ TableName, Key: key("contested"), ...condition })),
    ];
    for (const attempt of attempts) {
      const error = await refusal(attempt());
      expect(error.name).toBe("ConditionalCheckFailedException");
      expect(error.Item).toEqual({ ...key("contested"), holder: { S: "nehma" } });
    }
  });

  it("that fails returns no item unless asked", async () => {
    const error = await refusal(put("judged", {}, { ConditionExpression: "attribute_not_exists(pk)" }));
    expect(error.Item).toBeUndefined();
  });

  it("admits one of a hundred racers", async () => {
    const racers = Array.from({ length: 100 }, (_, index) =>
      put("race", { winner: { N: `${index}` } }, { ConditionExpression: "attribute_not_exists(pk)" }).then(
        () => true,
        (error: Error) => {
          expect(error.name).toBe("ConditionalCheckFailedException");
          return false;
        },
      ),
    );
    expect((await Promise.all(racers)).filter(Boolean)).toHaveLength(1);
  });
});
