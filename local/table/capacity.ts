import { type Item, itemSizeBytes } from "./attribute-value.ts";

/** Units that a request used, on a table and on its indexes. */
export interface Use {
  readonly tableName: string;
  readonly tableUnits: number;
  readonly indexUnits: Readonly<Record<string, number>>;
}

export const writeUnits = (before: Item | undefined, after: Item | undefined): number =>
  Math.max(1, ...[before, after].map((item) => (item ? Math.ceil(itemSizeBytes(item) / 1024) : 0)));

/** Reading costs a unit for each 4 KB begun when strongly consistent, else half; a miss costs the least there is. */
export const readUnits = (sizeBytes: number, consistent: boolean | undefined): number =>
  Math.max(1, Math.ceil(sizeBytes / 4096)) * (consistent ? 1 : 0.5);

type Wanted = "TOTAL" | "INDEXES" | "NONE" | undefined;

/** `ConsumedCapacity` as AWS words it, or nothing when it was not asked for. */
export const consumed = (wanted: Wanted, use: Use): Readonly<Record<string, unknown>> | undefined => {
  if (wanted !== "TOTAL" && wanted !== "INDEXES") return undefined;
  const indexes = Object.entries(use.indexUnits);
  const total = indexes.reduce((sum, [, units]) => sum + units, use.tableUnits);
  const sum = { TableName: use.tableName, CapacityUnits: total };
  if (wanted === "TOTAL") return sum;
  const byIndex = Object.fromEntries(indexes.map(([name, units]) => [name, { CapacityUnits: units }]));
  return {
    ...sum,
    Table: { CapacityUnits: use.tableUnits },
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: byIndex }),
  };
};

/** One entry for each table, in the order first met; for batches and transactions. */
export const consumedByTable = (wanted: Wanted, uses: readonly Use[]): readonly unknown[] | undefined => {
  if (wanted !== "TOTAL" && wanted !== "INDEXES") return undefined;
  return [...Map.groupBy(uses, (use) => use.tableName)].map(([tableName, ofTable]) =>
    consumed(wanted, {
      tableName,
      tableUnits: ofTable.reduce((sum, use) => sum + use.tableUnits, 0),
      indexUnits: ofTable.map((use) => use.indexUnits).reduce(addUnits, {}),
    }),
  );
};

const addUnits = (
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => [
      name,
      (one[name] ?? 0) + (other[name] ?? 0),
    ]),
  );
