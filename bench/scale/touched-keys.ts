import { INDEX } from "../../lambdas/store/table.ts";
import type { Item } from "../../local/table/attribute-value.ts";
import type { MeteredCall } from "./metered-table.ts";

/** Units that one partition key of the table, or of one of its indexes, was asked for. */
export interface Touched {
  readonly reads: number;
  readonly writes: number;
}

/** Sums what calls ask of each key. Keys are named `table PR#forest` or, of an index, `backlog B#forest#0`. */
export const keyLedger = () => {
  const keys = new Map<string, Touched>();
  const add = (key: string, { reads = 0, writes = 0 }: Partial<Touched>): void => {
    const before = keys.get(key) ?? { reads: 0, writes: 0 };
    keys.set(key, { reads: before.reads + reads, writes: before.writes + writes });
  };
  return {
    onCall: (call: MeteredCall): void => {
      for (const pk of partitionsOf(call)) add(`table ${pk.key}`, pk);
      const { before, after, indexWriteUnits, input, readUnits } = call;
      if (input.IndexName) add(`${input.IndexName} ${queriedKey(call)}`, { reads: readUnits });
      for (const [name, units] of Object.entries(indexWriteUnits)) {
        const attribute = Object.values(INDEX).find((index) => index.name === name)?.partition ?? "";
        const held = [...new Set([textAt(before, attribute), textAt(after, attribute)].flatMap((key) => key ?? []))];
        for (const key of held) add(`${name} ${key}`, { writes: units / held.length });
      }
    },
    /** What was touched since it was last asked. */
    take: (): ReadonlyMap<string, Touched> => {
      const taken = new Map(keys);
      keys.clear();
      return taken;
    },
  };
};

interface Partition extends Touched {
  readonly key: string;
}

const partitionsOf = (call: MeteredCall): readonly Partition[] => {
  const { input, readUnits: reads, tableWriteUnits: writes } = call;
  if (input.IndexName) return [];
  const single = textAt(input.Item ?? input.Key, "pk");
  if (single !== undefined) return [{ key: single, reads, writes }];
  const many = Object.values(input.RequestItems ?? {}).flatMap((asked) =>
    "Keys" in asked
      ? (asked.Keys ?? []).map((key) => textAt(key, "pk") ?? "")
      : (asked as readonly { readonly PutRequest?: { readonly Item: Item } }[]).map(
          ({ PutRequest }) => textAt(PutRequest?.Item, "pk") ?? "",
        ),
  );
  if (many.length > 0) return many.map((key) => ({ key, reads: reads / many.length, writes: writes / many.length }));
  return [{ key: queriedKey(call), reads, writes }];
};

/** The partition that a Query is about: the first thing that its condition compares for being equal. */
const queriedKey = ({ operation, input }: MeteredCall): string => {
  const [, name = ""] = /^\w+ = (:\w+)/.exec(input.KeyConditionExpression ?? "") ?? [];
  const key = textAt(input.ExpressionAttributeValues, name);
  if (key === undefined) throw new Error(`${operation} of no single key: ${input.KeyConditionExpression}`);
  return key;
};

const textAt = (item: Item | undefined, name: string): string | undefined => {
  const value = item?.[name];
  return value && "S" in value ? value.S : undefined;
};
