import type { ConsumedCapacity, DynamoDBClient } from "@aws-sdk/client-dynamodb";

const WRITES = /^(?:Put|Update|Delete|BatchWrite|TransactWrite)/;

/** Counts the write units that a client's requests cost, those of indexes included, as the table itself states them. */
export const countWriteUnits = (table: DynamoDBClient): (() => number) => {
  let units = 0;
  table.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        if (!WRITES.test(commandName)) return next(args);
        const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: "TOTAL" } });
        const { ConsumedCapacity: stated } = result.output as {
          ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
        };
        for (const { CapacityUnits = 0 } of stated === undefined ? [] : [stated].flat()) units += CapacityUnits;
        return result;
      },
    { step: "initialize", name: "countWriteUnits" },
  );
  return () => units;
};
