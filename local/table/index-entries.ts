import { type Item, itemSizeBytes, sameValue } from "./attribute-value.ts";
import { entryKey } from "./rows.ts";
import { type Index, keyNames, type Table } from "./schema.ts";
import type { Write } from "./storage.ts";

/** What one write of an item does to one index. */
interface EntryChange {
  readonly indexName: string;
  readonly writes: readonly Write[];
  /** Write units that AWS charges to the index. */
  readonly units: number;
}

/**
 * Index changes for an item that goes from `before` to `after` (undefined: not there). An entry whose projected part
 * stays the same is not written; one whose index key moves is a removal and an insertion, and costs both.
 */
export const indexChanges = (table: Table, before: Item | undefined, after: Item | undefined): readonly EntryChange[] =>
  (table.GlobalSecondaryIndexes ?? []).flatMap((index) => {
    const [old, next] = [entryOf(table, index, before), entryOf(table, index, after)];
    if (!old && !next) return [];
    if (old && next && old.key === next.key) {
      if (sameValue({ M: old.entry }, { M: next.entry })) return [];
      return [changeOf(index, [put(next)], Math.max(unitsOf(old), unitsOf(next)))];
    }
    const writes = [...(old ? [{ type: "del", key: old.key } as const] : []), ...(next ? [put(next)] : [])];
    return [changeOf(index, writes, unitsOf(old) + unitsOf(next))];
  });

interface Entry {
  readonly key: string;
  readonly entry: Item;
}

const changeOf = (index: Index, writes: readonly Write[], units: number): EntryChange => ({
  indexName: index.IndexName,
  writes,
  units,
});

const put = ({ key, entry }: Entry): Write => ({ type: "put", key, value: entry });

const unitsOf = (entry: Entry | undefined): number =>
  entry ? Math.max(1, Math.ceil(itemSizeBytes(entry.entry) / 1024)) : 0;

const entryOf = (table: Table, index: Index, item: Item | undefined): Entry | undefined => {
  if (!item || !keyNames(index.KeySchema).every((name) => item[name] !== undefined)) return undefined;
  return { key: entryKey(table, index, item), entry: project(item, projectedNames(table, index)) };
};

const project = (item: Item, names: readonly string[] | undefined): Item =>
  names ? Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name))) : item;

/** Attributes that an index holds; undefined when it holds all. */
export const projectedNames = (table: Table, index: Index): readonly string[] | undefined => {
  if (index.Projection.ProjectionType === "ALL") return undefined;
  return [...keyNames(table.KeySchema), ...keyNames(index.KeySchema), ...(index.Projection.NonKeyAttributes ?? [])];
};
