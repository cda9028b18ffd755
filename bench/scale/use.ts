import type { TableUse } from "./metered-table.ts";

/** What some requests of one kind came to, all of them together. */
export interface Use extends TableUse {
  readonly requests: number;
  /** Requests to queues, by kind. */
  readonly queueCalls: Readonly<Record<string, number>>;
  /** Requests to buckets, by kind. */
  readonly bucketCalls: Readonly<Record<string, number>>;
  /** Calls one after the other, those under way together counted once. */
  readonly rounds: number;
  /** Of log lines, as they are written. */
  readonly logBytes: number;
  readonly logLines: number;
}

export const NO_USE: Use = {
  requests: 0,
  calls: {},
  readUnits: 0,
  writeUnits: 0,
  indexWriteUnits: 0,
  queueCalls: {},
  bucketCalls: {},
  rounds: 0,
  logBytes: 0,
  logLines: 0,
};

/** Both together. */
export const addUse = (one: Use, other: Use): Use => ({
  requests: one.requests + other.requests,
  calls: addCalls(one.calls, other.calls),
  readUnits: one.readUnits + other.readUnits,
  writeUnits: one.writeUnits + other.writeUnits,
  indexWriteUnits: one.indexWriteUnits + other.indexWriteUnits,
  queueCalls: addCalls(one.queueCalls, other.queueCalls),
  bucketCalls: addCalls(one.bucketCalls, other.bucketCalls),
  rounds: one.rounds + other.rounds,
  logBytes: one.logBytes + other.logBytes,
  logLines: one.logLines + other.logLines,
});

type Calls = Readonly<Record<string, number>>;

const addCalls = (one: Calls, other: Calls): Calls =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])]
      .sort()
      .map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]),
  );

/** Calls of all kinds together. */
export const totalOf = (calls: Calls): number => Object.values(calls).reduce((sum, one) => sum + one, 0);
