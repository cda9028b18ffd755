import { parseRequest } from "../../../local/queue/request.ts";
import { SqsRefusal } from "../../../local/queue/sqs-refusal.ts";
import { openTableEngine, type TableEngine } from "../../../local/table/engine.ts";
import { openMemoryStorage } from "../../../local/table/memory-storage.ts";
import { TableError } from "../../../local/table/refusal.ts";
import { type FuzzTarget, mustHold, orRefusal, seedsOf, textOf } from "../fuzz-target.ts";

const isRefusal = (error: unknown): error is TableError =>
  error instanceof TableError && error.type !== "InternalServerError";

/** A table of two rows, anew for each input: what an input leaves must not change what the next one gives. */
const openTable = async (): Promise<TableEngine> => {
  const engine = await openTableEngine(openMemoryStorage(), { now: () => 0 });
  await engine.call("CreateTable", {
    TableName: "items",
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
  });
  for (const sk of ["1", "2"])
    await engine.call("PutItem", {
      TableName: "items",
      Item: {
        pk: { S: "a" },
        sk: { S: sk },
        n: { N: sk },
        l: { L: [{ S: "x" }] },
        m: { M: { k: { N: "7" } } },
        s: { SS: ["p", "q"] },
      },
    });
  return engine;
};

const Key = { pk: { S: "a" }, sk: { S: "1" } };
const named = {
  ExpressionAttributeNames: { "#n": "n", "#m": "m" },
  ExpressionAttributeValues: { ":v": { N: "1" }, ":s": { SS: ["p"] } },
};
const CALLS: readonly (readonly [string, object])[] = [
  [
    "GetItem",
    { TableName: "items", Key, ProjectionExpression: "#n, m.k, l[0]", ExpressionAttributeNames: { "#n": "n" } },
  ],
  [
    "PutItem",
    {
      TableName: "items",
      Item: { ...Key, n: { N: "1.5e3" } },
      ConditionExpression: "attribute_not_exists(pk) OR #n < :v",
      ExpressionAttributeNames: { "#n": "n" },
      ExpressionAttributeValues: { ":v": { N: "5" } },
    },
  ],
  [
    "UpdateItem",
    {
      TableName: "items",
      Key,
      UpdateExpression:
        "SET #n = if_not_exists(#n, :v) + :v, #m.j = list_append(l, l) REMOVE l[0] DELETE s :s ADD q :v",
      ConditionExpression: "size(l) > :v AND NOT contains(s, :s) OR #n BETWEEN :v AND :v",
      ReturnValues: "ALL_NEW",
      ...named,
    },
  ],
  [
    "DeleteItem",
    {
      TableName: "items",
      Key,
      ConditionExpression: "begins_with(sk, :p) AND sk IN (:p, :p)",
      ExpressionAttributeValues: { ":p": { S: "1" } },
      ReturnValues: "ALL_OLD",
    },
  ],
  [
    "Query",
    {
      TableName: "items",
      KeyConditionExpression: "pk = :p AND sk > :p",
      FilterExpression: "n >= :n",
      ExpressionAttributeValues: { ":p": { S: "a" }, ":n": { N: "0" } },
      Limit: 1,
      ScanIndexForward: false,
    },
  ],
  [
    "Scan",
    { TableName: "items", FilterExpression: "attribute_type(l, :t)", ExpressionAttributeValues: { ":t": { S: "L" } } },
  ],
  ["BatchGetItem", { RequestItems: { items: { Keys: [Key, { ...Key, sk: { S: "2" } }], ConsistentRead: true } } }],
  [
    "BatchWriteItem",
    {
      RequestItems: {
        items: [
          { PutRequest: { Item: { ...Key, b: { B: "AAE=" } } } },
          { DeleteRequest: { Key: { ...Key, sk: { S: "2" } } } },
        ],
      },
    },
  ],
  [
    "TransactWriteItems",
    {
      TransactItems: [
        { Put: { TableName: "items", Item: { ...Key, x: { NULL: true } } } },
        {
          ConditionCheck: {
            TableName: "items",
            Key: { ...Key, sk: { S: "2" } },
            ConditionExpression: "n = :v",
            ExpressionAttributeValues: { ":v": { N: "2" } },
          },
        },
      ],
    },
  ],
  ["TransactGetItems", { TransactItems: [{ Get: { TableName: "items", Key } }] }],
];

export const tableTargets: readonly FuzzTarget[] = [
  {
    name: "table-request",
    form: "json",
    share: 2,
    covers: ["/local/table/", "/node_modules/dynalite/"],
    words: [
      "SET ",
      "REMOVE ",
      "ADD ",
      "DELETE ",
      " AND ",
      " OR ",
      "NOT ",
      "(",
      ")",
      "#n",
      ":v",
      "l[0]",
      "m.k",
      " = ",
      "size(",
      "if_not_exists(",
    ].concat(["attribute_exists(", "BETWEEN ", "IN (", ":missing", "#missing", "l[99999999999]", "list_append("]),
    seeds: async () => seedsOf(...CALLS.map(([operation, input]) => ({ operation, input }))),
    run: async (input) => {
      const given = callIn(input);
      if (!given) return { kind: "no-call" };
      const engine = await openTable();
      const said = await orRefusal(() => engine.call(given.operation, given.input), isRefusal);
      const rows = await engine.call("Scan", { TableName: "items" }).catch((error) => {
        if (isRefusal(error)) return { gone: error.message };
        throw error;
      });
      await engine.close();
      return { ...said, said: [said.said, rows] };
    },
  },
  {
    name: "queue-request",
    form: "json",
    covers: ["/local/queue/request.ts"],
    words: ["QueueUrl", "MessageBody", "DelaySeconds", "Attributes", "Entries"],
    seeds: async () =>
      seedsOf(
        { QueueUrl: "http://127.0.0.1:1/000000000000/tasks", MessageBody: "x", DelaySeconds: 3, MessageAttributes: {} },
        {
          QueueUrl: "/000000000000/tasks",
          Entries: [{ Id: "1", MessageBody: "y" }],
          AttributeNames: ["All"],
          Attributes: { a: "1" },
        },
      ),
    run: (input) =>
      orRefusal(
        () => {
          const request = parseRequest(Buffer.from(input));
          const read = [
            ...[
              request.queueName(),
              request.optionalText("MessageBody"),
              request.optionalInteger("DelaySeconds", 0, 900),
            ],
            ...[request.texts("AttributeNames"), request.textMap("Attributes"), request.map("MessageAttributes")],
            request.entries("Entries").map((entry) => [entry.text("Id"), entry.optionalText("MessageBody")]),
          ];
          request.end();
          mustHold(typeof read[0] === "string", "a queue is named");
          return read;
        },
        (error): error is SqsRefusal => error instanceof SqsRefusal,
      ),
  },
];

const callIn = (input: Uint8Array): { readonly operation: string; readonly input: unknown } | undefined => {
  try {
    const given: unknown = JSON.parse(textOf(input));
    if (typeof given !== "object" || given === null || !("operation" in given)) return undefined;
    return { operation: String(given.operation), input: "input" in given ? given.input : undefined };
  } catch {
    return undefined;
  }
};
