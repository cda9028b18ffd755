import { type Item, itemSizeBytes } from "./attribute-value.ts";
import { readUnits, type Use } from "./capacity.ts";
import { mapPaths, validateKeyPaths } from "./dynalite.ts";
import { checkKey } from "./item-rules.ts";
import { refuseIf } from "./refusal.ts";
import type { GetItem } from "./request.ts";
import { itemKey, readItem } from "./rows.ts";
import type { Table } from "./schema.ts";
import type { View } from "./storage.ts";

export interface Found {
  /** As projected; undefined when there is none. */
  readonly item: Item | undefined;
  readonly sizeBytes: number;
  readonly use: Use;
}

export const checkGet = (table: Table, { Key, _projection }: GetItem): void => {
  checkKey(table, Key);
  refuseIf(validateKeyPaths(_projection?.nestedPaths, table));
};

export const getItem = async (view: View, table: Table, input: GetItem): Promise<Found> => {
  checkGet(table, input);
  const stored = await readItem(view, itemKey(table, input.Key));
  const sizeBytes = stored ? itemSizeBytes(stored) : 0;
  const use = {
    tableName: table.TableName,
    tableUnits: readUnits(sizeBytes, input.ConsistentRead),
    indexUnits: {},
  };
  return { item: stored && input._projection ? mapPaths(input._projection.paths, stored) : stored, sizeBytes, use };
};
