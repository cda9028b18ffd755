import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  callerWho,
  clientOf,
  createTestTable,
  freshName,
  type LocalTable,
  refusal,
  startLocalTable,
} from "../../contract/support/table-world.ts";

type Asked = readonly [action: string, resource: string, leadingKeys: readonly string[] | undefined];

let asked: Asked[] = [];
let allowed: (action: string, resource: string) => boolean = () => true;
const submit = callerWho((action, resource, context) => {
  asked.push([action, resource, context?.["dynamodb:LeadingKeys"]]);
  return allowed(action, resource);
}, "AKIDSUBMIT");

let table: LocalTable;
let TableName: string;
beforeAll(async () => {
  table = await startLocalTable({}, [submit]);
  TableName = await createTestTable(table.client, freshName("permissions"));
});
afterAll(() => table.close());
beforeEach(() => {
  asked = [];
  allowed = () => true;
});

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: "a" } });
const arn = () => `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`;
const client = () => clientOf(table.url, submit);

describe("a function's permissions on the table", () => {
  it("are asked for each call, with the partition key that it names", async () => {
    await client().send(new PutItemCommand({ TableName, Item: key("p1") }));
    await client().send(new GetItemCommand({ TableName, Key: key("p2") }));
    expect(asked).toEqual([
      ["dynamodb:PutItem", arn(), ["p1"]],
      ["dynamodb:GetItem", arn(), ["p2"]],
    ]);
  });

  it("refuse in AWS's words, and before anything is done", async () => {
    allowed = () => false;
    const error = await refusal(client().send(new PutItemCommand({ TableName, Item: key("refused") })));
    expect(error.name).toBe("AccessDeniedException");
    expect(error.message).toContain(
      `User: function AKIDSUBMIT is not authorized to perform: dynamodb:PutItem on resource: ${arn()}`,
    );
    const { Item } = await table.client.send(new GetItemCommand({ TableName, Key: key("refused") }));
    expect(Item).toBeUndefined();
  });

  it("do not say whether a table exists to who may not see it", async () => {
    allowed = () => false;
    const error = await refusal(client().send(new GetItemCommand({ TableName: "no-such-table", Key: key("a") })));
    expect(error.name).toBe("AccessDeniedException");
  });

  it("on an index are asked for the index alone, with its partition key", async () => {
    await client().send(
      new QueryCommand({
        TableName,
        IndexName: "byQueue",
        KeyConditionExpression: "queue = :q",
        ExpressionAttributeValues: { ":q": { S: "q" } },
      }),
    );
    await client().send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :p",
        ExpressionAttributeValues: { ":p": { S: "p3" } },
      }),
    );
    expect(asked).toEqual([
      ["dynamodb:Query", `${arn()}/index/byQueue`, ["q"]],
      ["dynamodb:Query", arn(), ["p3"]],
    ]);
  });

  it("for a batch are asked for each table, with all keys", async () => {
    const Keys = [key("p4"), key("p5")];
    await client().send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
    const writes = [{ PutRequest: { Item: key("p6") } }, { DeleteRequest: { Key: key("p7") } }];
    await client().send(new BatchWriteItemCommand({ RequestItems: { [TableName]: writes } }));
    expect(asked).toEqual([
      ["dynamodb:BatchGetItem", arn(), ["p4", "p5"]],
      ["dynamodb:BatchWriteItem", arn(), ["p6", "p7"]],
    ]);
  });

  it("for a transaction are those of its parts", async () => {
    allowed = (action) => action !== "dynamodb:ConditionCheckItem";
    const check = { TableName, Key: key("p9"), ConditionExpression: "attribute_exists(pk)" };
    const error = await refusal(
      client().send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName, Item: key("p8") } }, { ConditionCheck: check }],
        }),
      ),
    );
    expect(error.message).toContain("dynamodb:ConditionCheckItem");
    expect(asked.map(([action]) => action)).toEqual(["dynamodb:PutItem", "dynamodb:ConditionCheckItem"]);
  });

  it("to list tables are asked for all resources, as IAM has them", async () => {
    await client().send(new ListTablesCommand({}));
    expect(asked).toEqual([["dynamodb:ListTables", "*", []]]);
  });
});
