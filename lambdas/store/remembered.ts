import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";

const KNOWN_MAX = 50;

/**
 * A memory of what is written once and never changes: a process that has read it from a table need not read it again.
 * Keeps the fifty that were read last for the first time. What is not there is asked for again each time.
 */
export const remembered = <Value extends object>(): ((
  table: DynamoDBClient,
  name: string,
  read: () => Promise<Value | undefined>,
) => Promise<Value | undefined>) => {
  const tables = new WeakMap<DynamoDBClient, Map<string, Value>>();
  return async (table, name, read) => {
    const known = tables.get(table) ?? new Map<string, Value>();
    tables.set(table, known);
    const before = known.get(name);
    if (before) return before;
    const value = await read();
    if (!value) return undefined;
    const [oldest] = known.keys();
    if (oldest !== undefined && known.size >= KNOWN_MAX) known.delete(oldest);
    known.set(name, value);
    return value;
  };
};
