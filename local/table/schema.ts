/** A table as it is stored: AWS's own words, since dynalite's checks read them, plus what our operations set. */
export interface Table {
  readonly TableName: string;
  /** Distinguishes a table from an earlier one of its name, so that leftovers of the earlier are never seen. */
  readonly TableId: string;
  readonly KeySchema: KeySchema;
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: "S" | "N" | "B" }[];
  readonly GlobalSecondaryIndexes?: readonly Index[];
  readonly DeletionProtectionEnabled: boolean;
  readonly createdAtMs: number;
  /** Attribute with the epoch second after which an item may go; absent while time to live is off. */
  readonly timeToLive?: string;
  /** Since when point-in-time recovery is "on"; the embedded table keeps the switch only. */
  readonly pointInTimeSinceMs?: number;
}

export type KeySchema = readonly { readonly AttributeName: string; readonly KeyType: "HASH" | "RANGE" }[];

export interface Index {
  readonly IndexName: string;
  readonly KeySchema: KeySchema;
  readonly Projection: {
    readonly ProjectionType: "ALL" | "KEYS_ONLY" | "INCLUDE";
    readonly NonKeyAttributes?: readonly string[];
  };
}

export const keyNames = (schema: KeySchema): readonly string[] => schema.map((part) => part.AttributeName);

export const typeOfKey = (table: Table, name: string): "S" | "N" | "B" | undefined =>
  table.AttributeDefinitions.find((definition) => definition.AttributeName === name)?.AttributeType;
