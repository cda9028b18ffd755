import type { ConsumedCapacity, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type Item, itemSizeBytes } from "../../local/table/attribute-value.ts";
import type { TableEngine } from "../../local/table/engine.ts";
import { quickClientOf } from "../../test/support/stores.ts";
import type { Rounds } from "./rounds.ts";

/** What calls to the tables used, as AWS would bill it. */
export interface TableUse {
  readonly calls: Readonly<Record<string, number>>;
  readonly readUnits: number;
  /** Of tables and indexes together, refused conditional writes included: those are billed too. */
  readonly writeUnits: number;
  /** Those of them that went into indexes. */
  readonly indexWriteUnits: number;
}

export interface MeteredTable {
  readonly table: DynamoDBClient;
  /** What was used since it was last asked. */
  take(): TableUse;
}

/** One call with what it was given and what it used: for who wants to know which keys it touched. */
export interface MeteredCall {
  readonly operation: string;
  readonly input: CallInput;
  readonly readUnits: number;
  /** Of the table and, by name, of its indexes. */
  readonly tableWriteUnits: number;
  readonly indexWriteUnits: Readonly<Record<string, number>>;
  /** The row of a single write as it was and as it is; only when calls are told of. */
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly isRefused: boolean;
}

/** As much of a request as is looked at. */
export interface CallInput {
  readonly TableName?: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly IndexName?: string;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeValues?: Item;
  readonly RequestItems?: Readonly<
    Record<string, { readonly Keys?: readonly Item[] } | readonly { readonly PutRequest?: { readonly Item: Item } }[]>
  >;
}

export interface MeterOptions {
  readonly rounds?: Rounds;
  /** Told of each call, once it is through. */
  readonly onCall?: (call: MeteredCall) => void;
}

const WRITES = /^(?:Put|Update|Delete|BatchWrite|TransactWrite)/;
const NOTHING_USED: TableUse = { calls: {}, readUnits: 0, writeUnits: 0, indexWriteUnits: 0 };
const NO_UNITS = { readUnits: 0, tableWriteUnits: 0, indexWriteUnits: {} };

/** A client of the engine that counts what it is asked and what that costs, as the table itself states it. */
export const meteredTable = (engine: TableEngine, { rounds, onCall }: MeterOptions = {}): MeteredTable => {
  let use = NOTHING_USED;
  const count = (call: MeteredCall): void => {
    use = added(use, call);
    onCall?.(call);
  };
  const call = async (operation: string, given: unknown): Promise<unknown> => {
    await rounds?.wait();
    const input = given as CallInput;
    // Only whoever asks which keys were touched needs to know what lay there.
    const before = onCall && (await rowAt(engine, operation, input));
    try {
      const output = (await engine.call(operation, { ...input, ReturnConsumedCapacity: "INDEXES" })) as Stated;
      const { ConsumedCapacity: stated = [], ...answer } = output;
      const after = onCall && (await rowAt(engine, operation, input));
      count({ operation, input, ...unitsOf(operation, [stated].flat()), before, after, isRefused: false });
      return answer;
    } catch (error) {
      const there = await rowAt(engine, operation, input);
      const tableWriteUnits = WRITES.test(operation) ? refusedUnits(there) : 0;
      count({ operation, input, ...NO_UNITS, tableWriteUnits, before: there, after: there, isRefused: true });
      throw error;
    }
  };
  return {
    table: quickClientOf({ call }),
    take: () => {
      const taken = use;
      use = NOTHING_USED;
      return taken;
    },
  };
};

type Stated = Readonly<Record<string, unknown>> & { readonly ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] };

const sum = (units: Readonly<Record<string, number>>): number =>
  Object.values(units).reduce((total, one) => total + one, 0);

const added = (use: TableUse, { operation, ...one }: MeteredCall): TableUse => ({
  calls: { ...use.calls, [operation]: (use.calls[operation] ?? 0) + 1 },
  readUnits: use.readUnits + one.readUnits,
  writeUnits: use.writeUnits + one.tableWriteUnits + sum(one.indexWriteUnits),
  indexWriteUnits: use.indexWriteUnits + sum(one.indexWriteUnits),
});

const unitsOf = (
  operation: string,
  stated: readonly ConsumedCapacity[],
): Pick<MeteredCall, "readUnits" | "tableWriteUnits" | "indexWriteUnits"> => {
  const table = stated.reduce((total, { Table }) => total + (Table?.CapacityUnits ?? 0), 0);
  const indexes: Record<string, number> = {};
  for (const { GlobalSecondaryIndexes = {} } of stated)
    for (const [name, { CapacityUnits = 0 }] of Object.entries(GlobalSecondaryIndexes))
      indexes[name] = (indexes[name] ?? 0) + CapacityUnits;
  return WRITES.test(operation)
    ? { readUnits: 0, tableWriteUnits: table, indexWriteUnits: indexes }
    : { readUnits: table + sum(indexes), tableWriteUnits: 0, indexWriteUnits: {} };
};

/** A write that its condition stopped is billed by the row that is there, a unit at least. */
const refusedUnits = (there: Item | undefined): number =>
  Math.max(1, Math.ceil((there ? itemSizeBytes(there) : 0) / 1024));

const SINGLE_WRITES = /^(?:Put|Update|Delete)Item$/;

const rowAt = async (
  engine: TableEngine,
  operation: string,
  { TableName, Item, Key }: CallInput,
): Promise<Item | undefined> => {
  const { pk, sk } = Item ?? Key ?? {};
  if (!SINGLE_WRITES.test(operation) || !pk || !sk) return undefined;
  const found = await engine.call("GetItem", { TableName, Key: { pk, sk }, ConsistentRead: true });
  return (found as { readonly Item?: Item }).Item;
};
