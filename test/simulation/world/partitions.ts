import type { Call } from "./sites.ts";

/**
 * Knows into which partitions, of the table and of its indexes, anything was ever written. A query of another one is
 * empty whatever the engine would do, so it need not be asked: walks over 256 buckets of a small world are mostly those.
 */
export interface Partitions {
  note(call: Pick<Call, "operation" | "input">): void;
  isSurelyEmpty(call: Pick<Call, "operation" | "input">): boolean;
}

const fields = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];

const textIn = (value: unknown): string | undefined => {
  const [[type, text] = []] = fields(value);
  return type === "S" && typeof text === "string" ? text : undefined;
};

export const knowPartitions = (): Partitions => {
  const written = new Set<string>();
  const noteAll = (row: unknown): void => {
    for (const [, value] of fields(row)) {
      const text = textIn(value);
      if (text !== undefined) written.add(text);
    }
  };
  return {
    note({ operation, input }) {
      if (operation === "PutItem") noteAll(input["Item"]);
      if (operation === "UpdateItem") {
        noteAll(input["Key"]);
        noteAll(input["ExpressionAttributeValues"]);
      }
      if (operation !== "BatchWriteItem") return;
      for (const [, puts] of fields(input["RequestItems"]))
        for (const [, put] of fields(puts))
          for (const [, request] of fields(put)) for (const [, row] of fields(request)) noteAll(row);
    },
    isSurelyEmpty({ operation, input }) {
      if (operation !== "Query") return false;
      const [, name = ""] = /^[a-z]k = (:\w+)/.exec(String(input["KeyConditionExpression"])) ?? [];
      const values = Object.fromEntries(fields(input["ExpressionAttributeValues"]));
      const partition = textIn(values[name]);
      return partition !== undefined && !written.has(partition);
    },
  };
};
