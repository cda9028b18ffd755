import { type Item, itemSizeBytes } from "./attribute-value.ts";
import { consumed, readUnits } from "./capacity.ts";
import { meets } from "./condition.ts";
import { createKey, mapPaths, rangeOf } from "./dynalite.ts";
import { projectedNames } from "./index-entries.ts";
import { invalid, refuseIf } from "./refusal.ts";
import type { Search } from "./request.ts";
import { placeRange } from "./rows.ts";
import { type Index, keyNames, type Table } from "./schema.ts";
import type { KeyRange, View } from "./storage.ts";

/** AWS stops a page when it has read this much, before filtering. */
const PAGE_BYTES = 1024 * 1024;

/** One page of a Query or Scan. */
export const search = async (view: View, table: Table, operation: "Query" | "Scan", input: Search) => {
  const index = indexOf(table, input);
  checkSelection(table, index, input);
  const range = startAfter(keyRange(operation, table, input), table, index, input);
  const page = await readPage(view, placeRange(range, table, index), input.Limit);
  const kept = input._filter ? page.items.filter((item) => meets(item, filterOf(input))) : page.items;
  const paths = input._projection?.paths;
  const units = readUnits(page.sizeBytes, input.ConsistentRead);
  const capacity = consumed(input.ReturnConsumedCapacity, {
    tableName: table.TableName,
    tableUnits: index ? 0 : units,
    indexUnits: index ? { [index.IndexName]: units } : {},
  });
  return {
    ...(input.Select !== "COUNT" && { Items: paths ? kept.map((item) => mapPaths(paths, item)) : kept }),
    Count: kept.length,
    ScannedCount: page.items.length,
    ...(page.last && { LastEvaluatedKey: keyOf(page.last, table, index) }),
    ...(capacity && { ConsumedCapacity: capacity }),
  };
};

const filterOf = ({ _filter }: Search) => {
  if (!_filter) throw new Error("there is no filter");
  return _filter.expression;
};

const indexOf = (table: Table, { IndexName }: Search): Index | undefined => {
  if (IndexName === undefined) return undefined;
  const index = table.GlobalSecondaryIndexes?.find((candidate) => candidate.IndexName === IndexName);
  if (!index) throw invalid(`The table does not have the specified index: ${IndexName}`);
  return index;
};

/** What dynalite lets pass and AWS does not: a projection that contradicts `Select` or asks an index for too much. */
const checkSelection = (table: Table, index: Index | undefined, { Select, _projection }: Search): void => {
  if (_projection && Select !== undefined && Select !== "SPECIFIC_ATTRIBUTES")
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${wordsOf[Select]}`);
  if (!_projection && Select === "SPECIFIC_ATTRIBUTES")
    throw invalid("Must specify the ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
  if (!index && Select === "ALL_PROJECTED_ATTRIBUTES")
    throw invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  const names = index && projectedNames(table, index);
  const absent = _projection?.paths.map(([head]) => String(head)).filter((head) => names && !names.includes(head));
  if (index && absent && absent.length > 0)
    throw invalid(
      `One or more parameter values were invalid: Global secondary index ${index.IndexName} does not project [${absent.join(", ")}]`,
    );
};

const wordsOf = {
  ALL_ATTRIBUTES: "ALL_ATTRIBUTES",
  ALL_PROJECTED_ATTRIBUTES: "ALL_PROJECTED_ATTRIBUTES",
  COUNT: "only the Count",
};

/** Thrown when dynalite's action would start to read. One for all: an error of each query's own would walk the stack. */
const RANGE_FOUND = new Error("range found");

/** Lets dynalite check the conditions on keys and work out the range of key text; the reading is ours. */
const keyRange = (operation: "Query" | "Scan", table: Table, input: Search): KeyRange => {
  refuseEmptyKeys(input);
  let found: KeyRange | undefined;
  const rows = {
    createValueStream: (range: KeyRange) => {
      found = range;
      throw RANGE_FOUND;
    },
  };
  const source = {
    getTable: (_name: string, answer: (error: undefined, table: Table) => void) => answer(undefined, table),
    getItemDb: () => rows,
    getIndexDb: () => rows,
  };
  try {
    rangeOf[operation](source, input as unknown as Record<string, unknown>, (error) => refuseIf(error));
  } catch (error) {
    if (error === RANGE_FOUND && found) return found;
    throw error;
  }
  throw new Error(`dynalite found no range for a ${operation}`);
};

const refuseEmptyKeys = ({ KeyConditions = {} }: Search): void => {
  for (const [name, { AttributeValueList }] of Object.entries(KeyConditions))
    if (AttributeValueList.some((value) => ("S" in value && value.S === "") || ("B" in value && value.B === "")))
      throw invalid(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
      );
};

/** Going on after a key: our index entries end in the whole key of their item, dynalite's in a short hash of it. */
const startAfter = (range: KeyRange, table: Table, index: Index | undefined, input: Search): KeyRange => {
  const { ExclusiveStartKey: key } = input;
  if (!key) return range;
  const start = (index ? createKey(key, table, index.KeySchema) : "") + createKey(key, table);
  const { gt, gte, lt, lte, reverse } = range;
  if (reverse) return { reverse, lt: start, ...(gt !== undefined ? { gt } : gte !== undefined ? { gte } : {}) };
  return { gt: start, ...(lte !== undefined ? { lte } : lt !== undefined ? { lt } : {}) };
};

interface Page {
  readonly items: readonly Item[];
  readonly sizeBytes: number;
  /** Where to go on; absent when the range is exhausted. */
  readonly last: Item | undefined;
}

const readPage = async (view: View, range: KeyRange, limit: number | undefined): Promise<Page> => {
  const items: Item[] = [];
  let sizeBytes = 0;
  for await (const [, value] of view.entries(range, limit)) {
    const item = value as Item;
    items.push(item);
    sizeBytes += itemSizeBytes(item);
    if (items.length === limit || sizeBytes >= PAGE_BYTES) return { items, sizeBytes, last: item };
  }
  return { items, sizeBytes, last: undefined };
};

const keyOf = (item: Item, table: Table, index: Index | undefined): Item =>
  Object.fromEntries(
    [...keyNames(table.KeySchema), ...(index ? keyNames(index.KeySchema) : [])].flatMap((name) => {
      const value = item[name];
      return value ? [[name, value]] : [];
    }),
  );
