import { ACCOUNT_ID, REGION } from "../access/caller.ts";
import type { Catalog } from "./catalog.ts";
import { invalid, tableNotFound } from "./refusal.ts";
import type { Request } from "./request.ts";
import { keyNames, type Table } from "./schema.ts";

/** Requests about tables rather than items. */
export type SettingsRequest = Extract<
  Request,
  {
    operation:
      | "CreateTable"
      | "DescribeTable"
      | "DeleteTable"
      | "ListTables"
      | "DescribeTimeToLive"
      | "UpdateTimeToLive"
      | "DescribeContinuousBackups"
      | "UpdateContinuousBackups";
  }
>;

export const tableArn = (name: string): string => `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${name}`;

export const answerSettings = async (
  { operation, input }: SettingsRequest,
  catalog: Catalog,
  now: () => number,
): Promise<unknown> => {
  if (operation === "ListTables") return listTables(catalog, input);
  if (operation === "CreateTable") {
    const { DeletionProtectionEnabled = false, ...draft } = input;
    checkDraft(draft);
    const table = await catalog.create({ ...draft, DeletionProtectionEnabled, createdAtMs: now() });
    return { TableDescription: describe(table, "CREATING") };
  }
  const table = catalog.find(input.TableName);
  if (!table) throw tableNotFound(input.TableName);
  switch (operation) {
    case "DescribeTable":
      return { Table: describe(table, "ACTIVE") };
    case "DeleteTable":
      await catalog.drop(table);
      return { TableDescription: describe(table, "DELETING") };
    case "DescribeTimeToLive":
      return { TimeToLiveDescription: timeToLive(table) };
    case "UpdateTimeToLive":
      await catalog.change(withTimeToLive(table, input.TimeToLiveSpecification));
      return { TimeToLiveSpecification: input.TimeToLiveSpecification };
    case "DescribeContinuousBackups":
      return { ContinuousBackupsDescription: continuousBackups(table) };
    case "UpdateContinuousBackups": {
      const { PointInTimeRecoveryEnabled } = input.PointInTimeRecoverySpecification;
      const { pointInTimeSinceMs = now(), ...rest } = table;
      const changed = PointInTimeRecoveryEnabled ? { ...rest, pointInTimeSinceMs } : rest;
      await catalog.change(changed);
      return { ContinuousBackupsDescription: continuousBackups(changed) };
    }
  }
};

/** Two mistakes that dynalite lets pass and AWS does not. */
const checkDraft = ({ KeySchema, AttributeDefinitions, GlobalSecondaryIndexes = [] }: Draft): void => {
  const used = [KeySchema, ...GlobalSecondaryIndexes.map((index) => index.KeySchema)].flatMap(keyNames);
  const unused = AttributeDefinitions.filter(({ AttributeName }) => !used.includes(AttributeName));
  if (unused.length > 0)
    throw invalid(
      `One or more parameter values were invalid: Some AttributeDefinitions are not used: ${unused.map((one) => one.AttributeName).join(", ")}`,
    );
  for (const { Projection } of GlobalSecondaryIndexes)
    if (Projection.ProjectionType === "INCLUDE" && !Projection.NonKeyAttributes)
      throw invalid(
        "One or more parameter values were invalid: ProjectionType is INCLUDE, but NonKeyAttributes is not specified",
      );
};

type Draft = Pick<Table, "KeySchema" | "AttributeDefinitions" | "GlobalSecondaryIndexes">;

/** AWS takes seconds over creating and deleting and says so in the answer; here both are done when it answers. */
const describe = (table: Table, status: "CREATING" | "ACTIVE" | "DELETING") => ({
  TableName: table.TableName,
  TableId: table.TableId,
  TableArn: tableArn(table.TableName),
  TableStatus: status,
  CreationDateTime: table.createdAtMs / 1000,
  AttributeDefinitions: table.AttributeDefinitions,
  KeySchema: table.KeySchema,
  BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
  DeletionProtectionEnabled: table.DeletionProtectionEnabled,
  ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
  ...(table.GlobalSecondaryIndexes && {
    GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map((index) => ({
      ...index,
      IndexArn: `${tableArn(table.TableName)}/index/${index.IndexName}`,
      IndexStatus: status,
    })),
  }),
});

const listTables = (
  catalog: Catalog,
  { ExclusiveStartTableName: start = "", Limit = 100 }: { ExclusiveStartTableName?: string; Limit?: number },
) => {
  const names = catalog.names().filter((name) => name > start);
  const page = names.slice(0, Limit);
  return { TableNames: page, ...(names.length > Limit && { LastEvaluatedTableName: page.at(-1) }) };
};

const timeToLive = ({ timeToLive: attribute }: Table) =>
  attribute === undefined
    ? { TimeToLiveStatus: "DISABLED" }
    : { TimeToLiveStatus: "ENABLED", AttributeName: attribute };

const withTimeToLive = (table: Table, wanted: { AttributeName: string; Enabled: boolean }): Table => {
  const { timeToLive: current, ...rest } = table;
  if (wanted.Enabled && current === wanted.AttributeName) throw invalid("TimeToLive is already enabled");
  if (wanted.Enabled && current !== undefined)
    throw invalid(`TimeToLive is active on a different AttributeName: current AttributeName is ${current}`);
  if (wanted.Enabled) return { ...rest, timeToLive: wanted.AttributeName };
  if (current === undefined) throw invalid("TimeToLive is already disabled");
  if (current !== wanted.AttributeName)
    throw invalid(`TimeToLive is active on a different AttributeName: current AttributeName is ${current}`);
  return rest;
};

/** Only the switch is kept: there is nothing to restore from, so no restorable times are claimed. */
const continuousBackups = ({ pointInTimeSinceMs }: Table) => ({
  ContinuousBackupsStatus: "ENABLED",
  PointInTimeRecoveryDescription: {
    PointInTimeRecoveryStatus: pointInTimeSinceMs === undefined ? "DISABLED" : "ENABLED",
  },
});
