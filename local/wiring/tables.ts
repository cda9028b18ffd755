import { isDeepStrictEqual } from "node:util";
import type { TableEngine } from "../table/engine.ts";
import type { Resource } from "../template/assembly.ts";
import type { Resolver } from "../template/intrinsics.ts";
import { isRecord, type Json, onlyKeys, recordAt, recordsAt } from "../template/json.ts";

export interface TableParts {
  readonly engine: TableEngine;
  readonly resolver: Resolver;
  readonly nameOf: (resource: Resource) => string;
}

const KEYS = [
  "AttributeDefinitions",
  "BillingMode",
  "GlobalSecondaryIndexes",
  "KeySchema",
  "Replicas",
  "TableName",
  "TimeToLiveSpecification",
  "PointInTimeRecoverySpecification",
  "DeletionProtectionEnabled",
  "SSESpecification",
  "Tags",
];
const REPLICA_KEYS = [
  "Region",
  "DeletionProtectionEnabled",
  "GlobalSecondaryIndexes",
  "PointInTimeRecoverySpecification",
  "Tags",
  "SSESpecification",
];

/** Makes a table of the template, or checks that the folder's is the same. */
export const makeTable = async (resource: Resource, { engine, resolver, nameOf }: TableParts): Promise<void> => {
  const path = `${resource.stack.name}.${resource.id}`;
  const properties = resolver.properties(resource);
  onlyKeys(properties, KEYS, path);
  const settings = settingsOf(properties, path);
  const TableName = nameOf(resource);
  const existing = await describe(engine, TableName);
  if (existing) checkSame(existing, properties, path);
  else
    await engine.call("CreateTable", {
      TableName,
      AttributeDefinitions: properties["AttributeDefinitions"],
      KeySchema: properties["KeySchema"],
      BillingMode: "PAY_PER_REQUEST",
      ...(properties["GlobalSecondaryIndexes"] !== undefined && {
        GlobalSecondaryIndexes: properties["GlobalSecondaryIndexes"],
      }),
      DeletionProtectionEnabled: settings["DeletionProtectionEnabled"] === true,
    });
  const TimeToLiveSpecification = properties["TimeToLiveSpecification"];
  if (TimeToLiveSpecification !== undefined && !(await hasTimeToLive(engine, TableName)))
    await engine.call("UpdateTimeToLive", { TableName, TimeToLiveSpecification });
  const recovery = settings["PointInTimeRecoverySpecification"];
  if (isRecord(recovery) && recovery["PointInTimeRecoveryEnabled"] === true)
    await engine.call("UpdateContinuousBackups", {
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
};

/** To enable it twice is refused, by AWS too. */
const hasTimeToLive = async (engine: TableEngine, TableName: string): Promise<boolean> => {
  const described = await engine.call("DescribeTimeToLive", { TableName });
  return (
    isRecord(described) && recordAt(described, "TimeToLiveDescription", TableName)["TimeToLiveStatus"] === "ENABLED"
  );
};

/** A global table says per replica what a plain one says itself; here there is one region, so one replica. */
const settingsOf = (properties: Json, path: string): Json => {
  if (properties["Replicas"] === undefined) return properties;
  const [replica, ...others] = recordsAt(properties, "Replicas", path);
  if (!replica || others.length > 0) throw new Error(`${path}: the embedded table has one replica`);
  onlyKeys(replica, REPLICA_KEYS, `${path}.Replicas`);
  return replica;
};

const describe = async (engine: TableEngine, TableName: string): Promise<Json | undefined> => {
  const listed = await engine.call("ListTables", {});
  const names = isRecord(listed) && Array.isArray(listed["TableNames"]) ? listed["TableNames"] : [];
  if (!names.includes(TableName)) return undefined;
  const described = await engine.call("DescribeTable", { TableName });
  if (!isRecord(described)) throw new Error(`the table ${TableName} has no description`);
  return recordAt(described, "Table", TableName);
};

/** AWS adds indexes to a table that is in use; the embedded one cannot, and must not pretend. */
const checkSame = (existing: Json, properties: Json, path: string): void => {
  const indexes = (table: Json): Json =>
    Object.fromEntries(
      recordsAt(table, "GlobalSecondaryIndexes", path).map((index) => [
        String(index["IndexName"]),
        [index["KeySchema"], recordAt(index, "Projection", path)["ProjectionType"]],
      ]),
    );
  if (!isDeepStrictEqual(existing["KeySchema"], properties["KeySchema"]))
    throw new Error(`${path}: the folder's table has other keys than the template's; choose another folder`);
  if (!isDeepStrictEqual(indexes(existing), indexes(properties)))
    throw new Error(`${path}: the folder's table has other indexes than the template's; choose another folder`);
};
