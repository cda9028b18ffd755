import { invalid, TableError, tableNotFound } from "./refusal.ts";
import { clearRows, droppedKey, LAST_TABLE_ID, rowsOfTable, startingWith, tableKey } from "./rows.ts";
import type { Table } from "./schema.ts";
import type { Storage } from "./storage.ts";

/** The tables there are. All of them are held in memory: one process owns the folder. */
export interface Catalog {
  /** Undefined for a table that does not exist. */
  find(name: string): Table | undefined;
  get(name: string): Table;
  names(): readonly string[];
  create(table: Omit<Table, "TableId">): Promise<Table>;
  /** Stores new settings of a table that exists. */
  change(table: Table): Promise<void>;
  drop(table: Table): Promise<void>;
}

export const openCatalog = async (storage: Storage): Promise<Catalog> => {
  const tables = new Map<string, Table>();
  for await (const [, stored] of storage.entries(startingWith(tableKey("")))) {
    const table = stored as Table;
    tables.set(table.TableName, table);
  }
  await finishDrops(storage);
  let lastId = Number((await storage.get(LAST_TABLE_ID)) ?? 0);

  return {
    find: (name) => tables.get(name),
    get: (name) => {
      const table = tables.get(name);
      if (!table) throw new TableError("ResourceNotFoundException", "Requested resource not found");
      return table;
    },
    names: () => [...tables.keys()].sort(),

    create: async (draft) => {
      if (tables.has(draft.TableName))
        throw new TableError("ResourceInUseException", `Table already exists: ${draft.TableName}`);
      lastId += 1;
      const table = { ...draft, TableId: idOf(lastId) };
      tables.set(table.TableName, table);
      await storage.commit([
        { type: "put", key: LAST_TABLE_ID, value: lastId },
        { type: "put", key: tableKey(table.TableName), value: table },
      ]);
      return table;
    },

    change: async (table) => {
      if (tables.get(table.TableName)?.TableId !== table.TableId) throw tableNotFound(table.TableName);
      tables.set(table.TableName, table);
      await storage.commit([{ type: "put", key: tableKey(table.TableName), value: table }]);
    },

    drop: async (table) => {
      if (table.DeletionProtectionEnabled)
        throw invalid(
          `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first: ${table.TableName}`,
        );
      tables.delete(table.TableName);
      await storage.commit([
        { type: "del", key: tableKey(table.TableName) },
        { type: "put", key: droppedKey(table.TableId), value: table.TableId },
      ]);
      await finishDrops(storage);
    },
  };
};

/** DynamoDB gives UUIDs; these count up, so that a simulation repeats exactly. */
const idOf = (count: number): string => `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;

/** The rows of a dropped table go after the table itself, and after a crash on the next start. */
const finishDrops = async (storage: Storage): Promise<void> => {
  for await (const [key, tableId] of storage.entries(startingWith(droppedKey("")))) {
    await clearRows(storage, rowsOfTable(String(tableId)));
    await storage.commit([{ type: "del", key }]);
  }
};
