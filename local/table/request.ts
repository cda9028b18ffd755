import type { Item } from "./attribute-value.ts";
import type { ParsedCondition, ParsedProjection, ParsedUpdate } from "./expression.ts";
import type { Index, KeySchema, Table } from "./schema.ts";

type Capacity = "TOTAL" | "INDEXES" | "NONE";

/** Members with an underscore are expressions that dynalite has parsed, names and values put in. */
export interface Conditioned {
  readonly TableName: string;
  readonly _condition?: ParsedCondition;
  readonly ReturnConsumedCapacity?: Capacity;
  readonly ReturnValues?: "NONE" | "ALL_OLD" | "UPDATED_OLD" | "ALL_NEW" | "UPDATED_NEW";
  readonly ReturnValuesOnConditionCheckFailure?: "ALL_OLD" | "NONE";
}
export type PutItem = Conditioned & { readonly Item: Item };
export type UpdateItem = Conditioned & { readonly Key: Item; readonly _updates?: ParsedUpdate };
export type DeleteItem = Conditioned & { readonly Key: Item };

export interface Projected {
  readonly _projection?: ParsedProjection;
}
export interface GetItem extends Projected {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
  readonly ReturnConsumedCapacity?: Capacity;
}
export interface Search extends Projected {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly Select?: "ALL_ATTRIBUTES" | "ALL_PROJECTED_ATTRIBUTES" | "SPECIFIC_ATTRIBUTES" | "COUNT";
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
  readonly ConsistentRead?: boolean;
  readonly ScanIndexForward?: boolean;
  readonly ReturnConsumedCapacity?: Capacity;
  readonly _filter?: ParsedCondition;
  /** Put there by dynalite from the key condition of a Query; absent in a Scan. */
  readonly KeyConditions?: Readonly<Record<string, { readonly AttributeValueList: readonly Item[string][] }>>;
}
export interface BatchGetItem {
  readonly RequestItems: Readonly<
    Record<string, Projected & { readonly Keys: readonly Item[]; readonly ConsistentRead?: boolean }>
  >;
  readonly ReturnConsumedCapacity?: Capacity;
}
export interface BatchWriteItem {
  readonly RequestItems: Readonly<
    Record<string, readonly { readonly PutRequest?: { Item: Item }; readonly DeleteRequest?: { Key: Item } }[]>
  >;
  readonly ReturnConsumedCapacity?: Capacity;
}
export type TransactPart =
  | { readonly kind: "Put"; readonly input: PutItem }
  | { readonly kind: "Update"; readonly input: UpdateItem }
  | { readonly kind: "Delete" | "ConditionCheck"; readonly input: DeleteItem };
export interface TransactWriteItems {
  readonly parts: readonly TransactPart[];
  readonly TransactItems: unknown;
  readonly ClientRequestToken?: string;
  readonly ReturnConsumedCapacity?: Capacity;
}
export interface TransactGetItems {
  readonly parts: readonly GetItem[];
  readonly ReturnConsumedCapacity?: Capacity;
}
type Named = { readonly TableName: string };

export type Request =
  | {
      readonly operation: "CreateTable";
      readonly input: Pick<Table, "TableName" | "AttributeDefinitions"> & {
        readonly KeySchema: KeySchema;
        readonly GlobalSecondaryIndexes?: readonly Index[];
        readonly DeletionProtectionEnabled?: boolean;
      };
    }
  | { readonly operation: "DescribeTable" | "DeleteTable"; readonly input: Named }
  | { readonly operation: "DescribeTimeToLive" | "DescribeContinuousBackups"; readonly input: Named }
  | { readonly operation: "ListTables"; readonly input: { ExclusiveStartTableName?: string; Limit?: number } }
  | { readonly operation: "PutItem"; readonly input: PutItem }
  | { readonly operation: "UpdateItem"; readonly input: UpdateItem }
  | { readonly operation: "DeleteItem"; readonly input: DeleteItem }
  | { readonly operation: "GetItem"; readonly input: GetItem }
  | { readonly operation: "Query" | "Scan"; readonly input: Search }
  | { readonly operation: "BatchGetItem"; readonly input: BatchGetItem }
  | { readonly operation: "BatchWriteItem"; readonly input: BatchWriteItem }
  | { readonly operation: "TransactWriteItems"; readonly input: TransactWriteItems }
  | { readonly operation: "TransactGetItems"; readonly input: TransactGetItems }
  | {
      readonly operation: "UpdateTimeToLive";
      readonly input: Named & { readonly TimeToLiveSpecification: { AttributeName: string; Enabled: boolean } };
    }
  | {
      readonly operation: "UpdateContinuousBackups";
      readonly input: Named & {
        readonly PointInTimeRecoverySpecification: { readonly PointInTimeRecoveryEnabled: boolean };
      };
    };
