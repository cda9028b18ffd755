import {
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

describe("an update", () => {
  const changed = async (before: Values, expression: string, values?: Values): Promise<Values> => {
    await put("changed", before);
    const { Attributes } = await update("changed", expression, values, { ReturnValues: "ALL_NEW" });
    const { pk: _pk, sk: _sk, ...rest } = Attributes ?? {};
    return rest;
  };
  const n = (value: number) => ({ N: String(value) });
  const list = (...members: number[]) => ({ L: members.map(n) });

  type Example = readonly [expression: string, before: Values, values: Values | undefined, expected: Values];
  const examples: readonly Example[] = [
    ["SET a = :v", { a: n(1), b: n(2) }, { ":v": n(3) }, { a: n(3), b: n(2) }],
    ["SET a = b, b = a", { a: n(1), b: n(2) }, undefined, { a: n(2), b: n(1) }],
    ["SET a = a + :v", { a: n(1) }, { ":v": n(2.5) }, { a: n(3.5) }],
    ["SET a = :v - a", { a: n(1) }, { ":v": n(0.1) }, { a: n(-0.9) }],
    ["SET a = if_not_exists(a, :v)", { a: n(1) }, { ":v": n(9) }, { a: n(1) }],
    ["SET a = if_not_exists(a, :v) + :v", {}, { ":v": n(9) }, { a: n(18) }],
    ["SET l = list_append(l, :v)", { l: list(1) }, { ":v": list(2, 3) }, { l: list(1, 2, 3) }],
    ["SET l = list_append(:v, l)", { l: list(1) }, { ":v": list(2) }, { l: list(2, 1) }],
    ["SET l[1] = :v", { l: list(1, 2) }, { ":v": n(9) }, { l: list(1, 9) }],
    ["SET l[7] = :v", { l: list(1, 2) }, { ":v": n(9) }, { l: list(1, 2, 9) }],
    ["SET m.x.y = :v", { m: { M: { x: { M: {} } } } }, { ":v": n(9) }, { m: { M: { x: { M: { y: n(9) } } } } }],
    ["REMOVE a, absent", { a: n(1), b: n(2) }, undefined, { b: n(2) }],
    ["REMOVE l[0], l[1]", { l: list(1, 2, 3) }, undefined, { l: list(3) }],
    ["REMOVE m.x", { m: { M: { x: n(1), y: n(2) } } }, undefined, { m: { M: { y: n(2) } } }],
    ["ADD a :v", { a: n(1) }, { ":v": n(-3) }, { a: n(-2) }],
    ["ADD a :v", {}, { ":v": n(5) }, { a: n(5) }],
    ["ADD s :v", { s: { NS: ["1"] } }, { ":v": { NS: ["1", "2"] } }, { s: { NS: ["1", "2"] } }],
    ["DELETE s :v", { s: { NS: ["1", "2"] } }, { ":v": { NS: ["1", "7"] } }, { s: { NS: ["2"] } }],
    ["DELETE s :v", { s: { NS: ["1"] } }, { ":v": { NS: ["1"] } }, {}],
  ];
  const example = ([expression, before, values, expected]: Example) => ({ expression, before, values, expected });
  it.each(examples.map(example))("$expression changes $before to $expected", async (row) => {
    const { expression, before, values, expected } = row;
    expect(await changed(before, expression, values)).toEqual(expected);
  });

  type Refused = readonly [expression: string, before: Values, values?: Values];
  const refused: readonly Refused[] = [
    ["SET a = absent", {}],
    ["SET a = a + :v", { a: { S: "text" } }, { ":v": n(1) }],
    ["ADD a :v", { a: { S: "text" } }, { ":v": n(1) }],
    ["SET m.x = :v", {}, { ":v": n(1) }],
    ["SET pk = :v", {}, { ":v": { S: "another" } }],
    ["SET a = :v, a.b = :v", {}, { ":v": n(1) }],
    ["SET a = a + :v", { a: { N: "9".repeat(38) } }, { ":v": n(0.1) }],
  ];
  const attempt = ([expression, before, values]: Refused) => ({ expression, before, values });
  it.each(refused.map(attempt))("$expression is refused on $before and changes nothing", async (row) => {
    const { expression, before, values } = row;
    expect((await refusal(changed(before, expression, values))).name).toBe("ValidationException");
    expect(await get("changed")).toEqual({ ...key("changed"), ...before });
  });

  it("makes an item that was not there", async () => {
    await update("fresh", "SET a = :v", { ":v": n(1) });
    expect(await get("fresh")).toEqual({ ...key("fresh"), a: n(1) });
  });

  it("returns what it changed, before or after", async () => {
    await put("returned", { a: n(1), b: n(2) });
    const old = await update("returned", "SET a = :v", { ":v": n(5) }, { ReturnValues: "UPDATED_OLD" });
    expect(old.Attributes).toEqual({ a: n(1) });
    const next = await update("returned", "SET a = :v", { ":v": n(6) }, { ReturnValues: "UPDATED_NEW" });
    expect(next.Attributes).toEqual({ a: n(6) });
  });

  it("may not let an item grow above 400 KB", async () => {
    await put("growing", { body: { S: "x".repeat(300 * 1024) } });
    const error = await refusal(update("growing", "SET more = :v", { ":v": { S: "y".repeat(150 * 1024) } }));
    expect(error).toMatchObject({ name: "ValidationException", message: /size to update has exceeded/ });
  });

  it("counts every one of two hundred at once", async () => {
    await Promise.all(Array.from({ length: 200 }, () => update("counter", "ADD hits :one", { ":one": n(1) })));
    expect((await get("counter"))?.["hits"]).toEqual(n(200));
  });
});
