import type { Item } from "./attribute-value.ts";
import { createKey } from "./dynalite.ts";
import type { Index, Table } from "./schema.ts";
import type { KeyRange, Storage, View } from "./storage.ts";

/** Keys in storage. Names of tables and indexes hold no `~`, and what follows them is dynalite's ordered key text. */
const END = "\x7f";

export const tableKey = (name: string): string => `table~${name}`;
export const droppedKey = (tableId: string): string => `dropped~${tableId}`;
export const tokenKey = (token: string): string => `token~${token}`;
export const LAST_TABLE_ID = "last-table-id";

const itemsPrefix = (tableId: string): string => `item~${tableId}~`;
const indexesPrefix = (tableId: string): string => `index~${tableId}~`;
const indexPrefix = (table: Table, index: Index): string => `${indexesPrefix(table.TableId)}${index.IndexName}~`;

export const itemKey = (table: Table, keyOrItem: Item): string =>
  itemsPrefix(table.TableId) + createKey(keyOrItem, table);

/** An index entry is found by the index key, then told from its equals by the whole key of its item. */
export const entryKey = (table: Table, index: Index, item: Item): string =>
  indexPrefix(table, index) + createKey(item, table, index.KeySchema) + createKey(item, table);

export const startingWith = (prefix: string): KeyRange => ({ gte: prefix, lt: prefix + END });

export const rowsOfTable = (tableId: string): readonly KeyRange[] => [
  startingWith(itemsPrefix(tableId)),
  startingWith(indexesPrefix(tableId)),
];

/** A range of dynalite's key text, placed in the rows of a table or of one of its indexes. */
export const placeRange = (range: KeyRange, table: Table, index: Index | undefined): KeyRange => {
  const prefix = index ? indexPrefix(table, index) : itemsPrefix(table.TableId);
  const { gt, gte, lt, lte } = range;
  return {
    reverse: range.reverse ?? false,
    ...(gt !== undefined ? { gt: prefix + gt } : { gte: prefix + (gte ?? "") }),
    ...(lte !== undefined ? { lte: prefix + lte } : { lt: prefix + (lt ?? END) }),
  };
};

/** Only this part writes these rows, so what is under an item's key is an item. */
export const readItem = async (view: View, key: string): Promise<Item | undefined> =>
  (await view.get(key)) as Item | undefined;

/** Removes whole ranges in steps, so that a big table does not become one huge commit. */
export const clearRows = async (storage: Storage, ranges: readonly KeyRange[]): Promise<void> => {
  const step = 1000;
  for (const range of ranges) {
    let keys: string[] = [];
    const flush = async () => {
      await storage.commit(keys.map((key) => ({ type: "del", key })));
      keys = [];
    };
    for await (const [key] of storage.entries(range)) {
      keys.push(key);
      if (keys.length === step) await flush();
    }
    if (keys.length > 0) await flush();
  }
};
