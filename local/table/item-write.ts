import type { Item } from "./attribute-value.ts";
import { consumed, type Use, writeUnits } from "./capacity.ts";
import { meets } from "./condition.ts";
import { mapPaths, validateKeyPaths, validateUpdates } from "./dynalite.ts";
import { indexChanges } from "./index-entries.ts";
import { checkItem, checkItemSize, checkKey } from "./item-rules.ts";
import { refuseIf, TableError } from "./refusal.ts";
import type { Conditioned, TransactPart } from "./request.ts";
import { itemKey } from "./rows.ts";
import type { Table } from "./schema.ts";
import type { Write } from "./storage.ts";
import { applyUpdate } from "./update.ts";

/** A checked write of one item, to be decided once the item is locked and read. */
export interface ItemWrite {
  readonly table: Table;
  readonly storageKey: string;
  readonly input: Conditioned;
  /** Throws when the condition fails or the result may not be stored. */
  decide(before: Item | undefined): Decision;
}

export interface Decision {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Item and index entries, for one commit. */
  readonly writes: readonly Write[];
  readonly use: Use;
}

export const planWrite = (table: Table, part: TransactPart): ItemWrite => {
  const { input } = part;
  const key = part.kind === "Put" ? part.input.Item : part.input.Key;
  if (part.kind === "Put") {
    checkItem(table, key);
    checkItemSize(key, "Item size has exceeded the maximum allowed size");
  } else checkKey(table, key);
  if (part.kind === "Update") refuseIf(validateUpdates(undefined, part.input._updates, table));
  refuseIf(validateKeyPaths(input._condition?.nestedPaths, table));
  const storageKey = itemKey(table, key);
  const decide = (before: Item | undefined): Decision => {
    if (input._condition && !meets(before ?? {}, input._condition.expression)) throw conditionFailed(input, before);
    if (part.kind === "ConditionCheck") return decision(table, storageKey, before, before);
    return decision(table, storageKey, before, nextItem(table, part, before));
  };
  return { table, storageKey, input, decide };
};

const nextItem = (
  table: Table,
  part: Exclude<TransactPart, { kind: "ConditionCheck" }> | { kind: "Delete" },
  before: Item | undefined,
): Item | undefined => {
  if (part.kind === "Put") return part.input.Item;
  if (part.kind !== "Update") return undefined;
  const after = applyUpdate(before ?? part.input.Key, part.input._updates?.sections ?? []);
  checkItem(table, after);
  checkItemSize(after, "Item size to update has exceeded the maximum allowed size");
  return after;
};

const decision = (table: Table, storageKey: string, before: Item | undefined, after: Item | undefined): Decision => {
  const entries = before === after ? [] : indexChanges(table, before, after);
  const use: Use = {
    tableName: table.TableName,
    tableUnits: writeUnits(before, after),
    indexUnits: Object.fromEntries(entries.map((entry) => [entry.indexName, entry.units])),
  };
  return {
    before,
    after,
    use,
    writes: [...itemWrites(storageKey, before, after), ...entries.flatMap((e) => e.writes)],
  };
};

const itemWrites = (key: string, before: Item | undefined, after: Item | undefined): readonly Write[] => {
  if (before === after) return [];
  return after ? [{ type: "put", key, value: after }] : [{ type: "del", key }];
};

const conditionFailed = (input: Conditioned, before: Item | undefined): TableError =>
  new TableError(
    "ConditionalCheckFailedException",
    "The conditional request failed",
    before && input.ReturnValuesOnConditionCheckFailure === "ALL_OLD" ? { Item: before } : {},
  );

/** The answer to a single PutItem, UpdateItem or DeleteItem. */
export const writeAnswer = (
  part: TransactPart,
  { before, after, use }: Decision,
): Readonly<Record<string, unknown>> => {
  const attributes = returned(part, before, after);
  const capacity = consumed(part.input.ReturnConsumedCapacity, use);
  return {
    ...(attributes && Object.keys(attributes).length > 0 && { Attributes: attributes }),
    ...(capacity && { ConsumedCapacity: capacity }),
  };
};

const returned = (part: TransactPart, before: Item | undefined, after: Item | undefined): Item | undefined => {
  const paths = part.kind === "Update" ? (part.input._updates?.paths ?? []) : [];
  switch (part.input.ReturnValues) {
    case "ALL_OLD":
      return before;
    case "ALL_NEW":
      return after;
    case "UPDATED_OLD":
      return before && mapPaths(paths, before);
    case "UPDATED_NEW":
      return after && mapPaths(paths, after);
    default:
      return undefined;
  }
};
