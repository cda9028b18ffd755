import type { Form } from "dynalite/validations/index.js";
import { forms } from "./dynalite.ts";

/**
 * What the embedded table imitates, and with which parameters. Anything else is refused by name: the legacy
 * parameters (`Expected`, `AttributeUpdates`, `KeyConditions`, ...), local indexes, streams, provisioned capacity.
 * The limits in the forms are AWS's, in dynalite's notation.
 */
const only = (form: Form, names: readonly string[], more: Form["types"] = {}): Form => ({
  types: { ...Object.fromEntries(names.map((name) => [name, form.types[name]])), ...more },
  ...(form.custom && { custom: form.custom }),
});

const tableName = forms.GetItem.types["TableName"];
const capacity = forms.GetItem.types["ReturnConsumedCapacity"];
const oldItem = { ReturnValuesOnConditionCheckFailure: { type: "String", enum: ["ALL_OLD", "NONE"] } };
const condition = ["ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"];
const write = ["TableName", ...condition, "ReturnConsumedCapacity", "ReturnValues"];
const projection = ["ProjectionExpression", "ExpressionAttributeNames", "ReturnConsumedCapacity"];
const search = ["TableName", "IndexName", "Select", "Limit", "ExclusiveStartKey", ...projection];
/** dynalite knows it for Query only. */
const consistent = { ConsistentRead: "Boolean" };
const filter = ["FilterExpression", "ExpressionAttributeValues"];

const putItem = only(forms.PutItem, [...write, "Item"], oldItem);
const updateItem = only(forms.UpdateItem, [...write, "Key", "UpdateExpression"], oldItem);
const deleteItem = only(forms.DeleteItem, [...write, "Key"], oldItem);
const conditionCheck = only(forms.DeleteItem, ["TableName", "Key", ...condition], oldItem);
const getItem = only(forms.GetItem, ["TableName", "Key", "ConsistentRead", ...projection]);

/** Operations within a transaction are checked as those of their own, less what only the whole may say. */
const within = ({ types }: Form) => {
  const { ReturnConsumedCapacity: _capacity, ReturnValues: _values, ConsistentRead: _consistent, ...children } = types;
  return { type: "FieldStruct<TransactItem>", children };
};

const list = (children: Record<string, unknown>) => ({
  type: "List",
  notNull: true,
  lengthGreaterThanOrEqual: 1,
  lengthLessThanOrEqual: 100,
  children: { type: "ValueStruct<TransactItem>", children },
});

const named = (more: Form["types"] = {}): Form => ({ types: { TableName: tableName, ...more } });

export const operations = {
  CreateTable: only(
    forms.CreateTable,
    ["TableName", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode"],
    { DeletionProtectionEnabled: "Boolean" },
  ),
  DescribeTable: named(),
  DeleteTable: named(),
  ListTables: {
    types: {
      ExclusiveStartTableName: { type: "String", lengthGreaterThanOrEqual: 3, lengthLessThanOrEqual: 255 },
      Limit: { type: "Integer", greaterThanOrEqual: 1, lessThanOrEqual: 100 },
    },
  },
  PutItem: putItem,
  GetItem: getItem,
  UpdateItem: updateItem,
  DeleteItem: deleteItem,
  Query: only(forms.Query, [...search, ...filter, "KeyConditionExpression", "ScanIndexForward"], consistent),
  Scan: only(forms.Scan, [...search, ...filter, "Segment", "TotalSegments"], consistent),
  BatchGetItem: only(forms.BatchGetItem, ["RequestItems", "ReturnConsumedCapacity"]),
  BatchWriteItem: only(forms.BatchWriteItem, ["RequestItems", "ReturnConsumedCapacity"]),
  TransactWriteItems: {
    types: {
      TransactItems: list({
        Put: within(putItem),
        Update: within(updateItem),
        Delete: within(deleteItem),
        ConditionCheck: within(conditionCheck),
      }),
      ClientRequestToken: { type: "String", lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 36 },
      ReturnConsumedCapacity: capacity,
    },
  },
  TransactGetItems: {
    types: { TransactItems: list({ Get: within(getItem) }), ReturnConsumedCapacity: capacity },
  },
  DescribeTimeToLive: named(),
  UpdateTimeToLive: named({
    TimeToLiveSpecification: {
      type: "FieldStruct<TimeToLiveSpecification>",
      notNull: true,
      children: {
        Enabled: { type: "Boolean", notNull: true },
        AttributeName: {
          type: "String",
          notNull: true,
          lengthGreaterThanOrEqual: 1,
          lengthLessThanOrEqual: 255,
        },
      },
    },
  }),
  DescribeContinuousBackups: named(),
  UpdateContinuousBackups: named({
    PointInTimeRecoverySpecification: {
      type: "FieldStruct<PointInTimeRecoverySpecification>",
      notNull: true,
      children: { PointInTimeRecoveryEnabled: { type: "Boolean", notNull: true } },
    },
  }),
} as const satisfies Record<string, Form>;

export type Operation = keyof typeof operations;

export const transactParts = {
  Put: putItem,
  Update: updateItem,
  Delete: deleteItem,
  ConditionCheck: conditionCheck,
  Get: getItem,
};

export const isOperation = (name: string): name is Operation => Object.hasOwn(operations, name);
