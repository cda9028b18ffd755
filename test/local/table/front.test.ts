import { request as httpRequest, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import {
  CreateTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTableEngine } from "../../../local/table/engine.ts";
import { openMemoryStorage } from "../../../local/table/memory-storage.ts";
import {
  callerWho,
  clientOf,
  createTestTable,
  freshName,
  type LocalTable,
  refusal,
  startLocalTable,
} from "../../contract/support/table-world.ts";

let table: LocalTable;
let client: DynamoDBClient;
let TableName: string;
const faults: unknown[] = [];

beforeAll(async () => {
  table = await startLocalTable({ onFault: (error) => faults.push(error) });
  client = table.client;
  TableName = await createTestTable(client, freshName("front"));
});
afterAll(() => table.close());

/** Changes the body after it was signed. */
const tampered = (change: (body: string) => string) => {
  const changing = clientOf(table.url);
  changing.middlewareStack.add(
    (next) => async (args) => {
      const request = args.request as { body: string | Uint8Array };
      const { body } = request;
      request.body = change(typeof body === "string" ? body : new TextDecoder().decode(body));
      return next(args);
    },
    { step: "deserialize", priority: "low" },
  );
  return changing;
};

const stillServes = async () => {
  await expect(client.send(new ListTablesCommand({}))).resolves.toMatchObject({ TableNames: [TableName] });
  expect(faults).toEqual([]);
};

const send = (headers: Record<string, string>, body: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = httpRequest(table.url, { method: "POST", headers }, (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    sent.on("error", reject);
    sent.end(body);
  });

describe("the table's front", () => {
  it("goes on when a client leaves in the middle of a body", async () => {
    const { port, hostname } = new URL(table.url);
    for (let n = 0; n < 5; n += 1) {
      const socket = connect(Number(port), hostname);
      socket.write("POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 1000\r\n\r\n{");
      await new Promise((flushed) => socket.write("", flushed));
      socket.resetAndDestroy();
    }
    await stillServes();
  });

  it.each(["null", "[]", "7", '"text"', "{", ""])("refuses the body %s and goes on", async (body) => {
    const raw = clientOf(table.url);
    raw.middlewareStack.add(
      (next) => async (args) => {
        const request = args.request as { body: string; headers: Record<string, string> };
        request.body = body;
        request.headers["content-length"] = String(body.length);
        return next(args);
      },
      { step: "build", priority: "low" },
    );
    expect((await refusal(raw.send(new ListTablesCommand({})))).name).toBe("SerializationException");
    await stillServes();
  });

  it("refuses null in a list of keys or in an item, in words", async () => {
    const engine = await openTableEngine(openMemoryStorage(), { now: () => 0 });
    const inputs = [
      ["BatchGetItem", { RequestItems: { [TableName]: { Keys: [null] } } }],
      ["PutItem", { TableName, Item: { pk: { S: "a" }, n: null } }],
      ["PutItem", { TableName, Item: { pk: { S: "a" }, n: { SS: null } } }],
    ] as const;
    for (const [operation, input] of inputs)
      await expect(async () => engine.call(operation, input)).rejects.toMatchObject({
        type: "ValidationException",
        message: expect.stringContaining("takes no null"),
      });
    await engine.close();
  });

  it("refuses a body that is nested without end", async () => {
    const deep = { M: {} as Record<string, unknown> };
    let inner = deep;
    for (let n = 0; n < 100; n += 1) {
      const next = { M: {} as Record<string, unknown> };
      inner.M["x"] = next;
      inner = next;
    }
    const Item = { pk: { S: "deep" }, sk: { S: "a" }, deep } as PutItemCommand["input"]["Item"];
    const error = await refusal(client.send(new PutItemCommand({ TableName, Item })));
    expect(error).toMatchObject({ name: "ValidationException", message: /Nesting Levels/ });
  });

  it("refuses a body above 16 MB without reading it all", async () => {
    const answer = await send({ "content-type": "application/x-amz-json-1.0" }, "x".repeat(17 * 1024 * 1024)).catch(
      (error: Error) => error.message,
    );
    // The connection may close before the client has sent everything.
    expect(JSON.stringify(answer)).toMatch(/413|EPIPE|ECONNRESET/);
    await stillServes();
  });

  it("refuses every page, its own too, and every name but the loopback's", async () => {
    const page = await send({ origin: "http://127.0.0.1:8080" }, "{}");
    expect(page.status).toBe(403);
    const rebound = await send({ host: "evil.example:80" }, "{}");
    expect(rebound.status).toBe(403);
    const preflight = await fetch(table.url, { method: "OPTIONS", headers: { origin: "https://evil.example" } });
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("refuses who does not sign, signs with another secret, or is a stranger", async () => {
    const unsigned = await send({ "x-amz-target": "DynamoDB_20120810.ListTables" }, "{}");
    expect(unsigned).toMatchObject({ status: 400, text: expect.stringContaining("MissingAuthenticationToken") });
    const wrong = { ...callerWho(() => true, "AKIDTABLETEST"), secretAccessKey: "guessed" };
    expect((await refusal(clientOf(table.url, wrong).send(new ListTablesCommand({})))).name).toBe(
      "InvalidSignatureException",
    );
    const stranger = clientOf(
      table.url,
      callerWho(() => true, "AKIDSTRANGER"),
    );
    expect((await refusal(stranger.send(new ListTablesCommand({})))).name).toBe("UnrecognizedClientException");
  });

  it("refuses a body that was changed after it was signed", async () => {
    const changing = tampered((body) => body.replace("front", "other"));
    const error = await refusal(
      changing.send(new GetItemCommand({ TableName, Key: { pk: { S: "a" }, sk: { S: "a" } } })),
    );
    expect(error.name).toBe("InvalidSignatureException");
  });
});

describe("what the table does not imitate", () => {
  const call = (operation: string, input: object) => refusal(table.engine.call(operation, input));

  it.each(["ExecuteStatement", "UpdateTable", "TagResource", "RestoreTableToPointInTime", "constructor"])(
    "%s is refused by name",
    async (operation) => {
      const error = await call(operation, {});
      expect(error).toMatchObject({ name: "UnknownOperationException", message: expect.stringContaining(operation) });
    },
  );

  const key = { pk: { S: "a" }, sk: { S: "a" } };
  const refused: readonly (readonly [operation: string, input: object, parameter: string])[] = [
    ["PutItem", { Item: key, Expected: { pk: { Exists: false } } }, "Expected"],
    ["PutItem", { Item: key, ReturnItemCollectionMetrics: "SIZE" }, "ReturnItemCollectionMetrics"],
    ["UpdateItem", { Key: key, AttributeUpdates: {} }, "AttributeUpdates"],
    ["GetItem", { Key: key, AttributesToGet: ["pk"] }, "AttributesToGet"],
    ["Query", { KeyConditions: {} }, "KeyConditions"],
    ["Scan", { ScanFilter: {} }, "ScanFilter"],
    ["CreateTable", { StreamSpecification: { StreamEnabled: true } }, "StreamSpecification"],
    ["CreateTable", { LocalSecondaryIndexes: [] }, "LocalSecondaryIndexes"],
    [
      "UpdateContinuousBackups",
      { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 3 } },
      "RecoveryPeriodInDays",
    ],
  ];
  it.each(refused.map(([operation, input, parameter]) => ({ operation, input, parameter })))(
    "$parameter of $operation is refused by name",
    async ({ operation, input, parameter }) => {
      const error = await call(operation, { TableName, ...input });
      expect(error).toMatchObject({ name: "ValidationException", message: expect.stringContaining(parameter) });
    },
  );

  it("refuses a parameter deep inside of a batch", async () => {
    const error = await call("BatchWriteItem", {
      RequestItems: { [TableName]: [{ PutRequest: { Item: key, ConditionExpression: "attribute_exists(pk)" } }] },
    });
    expect(error.message).toContain("ConditionExpression of BatchWriteItem.RequestItems");
  });

  it("refuses provisioned capacity", async () => {
    const command = new CreateTableCommand({
      TableName: freshName("provisioned"),
      BillingMode: "PROVISIONED",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    });
    expect((await refusal(client.send(command))).message).toMatch(/PAY_PER_REQUEST/);
  });

  it("refuses an attribute of the name __proto__ instead of losing it", async () => {
    for (const extra of [
      '"__proto__":{"S":"x"}',
      '"m":{"M":{"__proto__":{"S":"x"}}}',
      '"m":{"M":{"\\u005f_proto__":{"S":"x"}}}',
    ]) {
      const input: unknown = JSON.parse(`{"TableName":"${TableName}","Item":{"pk":{"S":"p"},"sk":{"S":"p"},${extra}}}`);
      const error = await refusal((async () => table.engine.run(table.engine.parse("PutItem", input)))());
      expect(error).toMatchObject({ name: "ValidationException", message: expect.stringContaining("__proto__") });
    }
    const named = new UpdateItemCommand({
      TableName,
      Key: key,
      UpdateExpression: "SET #p = :v",
      ExpressionAttributeNames: { "#p": "__proto__" },
      ExpressionAttributeValues: { ":v": { S: "x" } },
    });
    expect((await refusal(client.send(named))).message).toContain("__proto__");
    expect(({} as Record<string, unknown>)["S"]).toBeUndefined();
    expect((await client.send(new ScanCommand({ TableName }))).Count).toBe(0);
  });
});
