import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableNotExists,
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
  TableName = await createTestTable(client, freshName("settings"));
});
afterAll(async () => {
  await dropTestTable(client, TableName);
  await closeWorld();
});

describe("a table", () => {
  it("is described as it was made, and billed on demand", async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableName,
      TableStatus: "ACTIVE",
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    });
    expect(Table?.TableArn).toMatch(/^arn:aws:dynamodb:[\w-]+:\d{12}:table\//);
    expect(Table?.CreationDateTime).toBeInstanceOf(Date);
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName, IndexStatus }) => [IndexName, IndexStatus]).sort()).toEqual(
      [
        ["byGroup", "ACTIVE"],
        ["byQueue", "ACTIVE"],
        ["bySk", "ACTIVE"],
      ],
    );
  });

  it("is listed, by pages", async () => {
    const names: string[] = [];
    let ExclusiveStartTableName: string | undefined;
    do {
      const page = await client.send(
        new ListTablesCommand({ Limit: 1, ...(ExclusiveStartTableName && { ExclusiveStartTableName }) }),
      );
      names.push(...(page.TableNames ?? []));
      ExclusiveStartTableName = page.LastEvaluatedTableName;
    } while (ExclusiveStartTableName);
    expect(names).toContain(TableName);
  });

  it("cannot be made twice", async () => {
    const again = new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    });
    expect((await refusal(client.send(again))).name).toBe("ResourceInUseException");
  });

  it("is gone after its deletion, and empty when made again", async () => {
    const name = await createTestTable(client, freshName("again"));
    const Key = { pk: { S: "a" }, sk: { S: "a" } };
    await client.send(new PutItemCommand({ TableName: name, Item: Key }));
    await client.send(new DeleteTableCommand({ TableName: name }));
    await waitUntilTableNotExists({ client, maxWaitTime: 120, minDelay: 1 }, { TableName: name });
    const error = await refusal(client.send(new GetItemCommand({ TableName: name, Key })));
    expect(error.name).toBe("ResourceNotFoundException");
    await createTestTable(client, name);
    expect((await client.send(new GetItemCommand({ TableName: name, Key }))).Item).toBeUndefined();
    await dropTestTable(client, name);
  });

  it("that does not exist can be neither described nor deleted", async () => {
    const absent = { TableName: freshName("absent") };
    expect((await refusal(client.send(new DescribeTableCommand(absent)))).name).toBe("ResourceNotFoundException");
    expect((await refusal(client.send(new DeleteTableCommand(absent)))).name).toBe("ResourceNotFoundException");
  });

  it("remembers its time to live, of one attribute", async () => {
    const set = (AttributeName: string) =>
      client.send(
        new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName, Enabled: true } }),
      );
    const describeIt = () => client.send(new DescribeTimeToLiveCommand({ TableName }));
    expect((await describeIt()).TimeToLiveDescription?.TimeToLiveStatus).toBe("DISABLED");
    await set("expires");
    const { TimeToLiveDescription } = await describeIt();
    expect(TimeToLiveDescription?.AttributeName).toBe("expires");
    expect(["ENABLED", "ENABLING"]).toContain(TimeToLiveDescription?.TimeToLiveStatus);
    expect((await refusal(set("another"))).name).toBe("ValidationException");
  });

  it("remembers whether it is backed up continuously", async () => {
    const status = async () => {
      const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
      return ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    };
    const set = (PointInTimeRecoveryEnabled: boolean) =>
      client.send(
        new UpdateContinuousBackupsCommand({
          TableName,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled },
        }),
      );
    expect(await status()).toBe("DISABLED");
    await set(true);
    expect(await status()).toBe("ENABLED");
    await set(false);
    expect(await status()).toBe("DISABLED");
  });

  it("defines the attributes of its keys, and no others", async () => {
    const create = (keyName: string, ...defined: string[]) =>
      client.send(
        new CreateTableCommand({
          TableName: freshName("refused"),
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: defined.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
          KeySchema: [{ AttributeName: keyName, KeyType: "HASH" }],
        }),
      );
    expect((await refusal(create("other", "pk"))).name).toBe("ValidationException");
    expect((await refusal(create("pk", "pk", "other"))).name).toBe("ValidationException");
  });
});
