import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import type { Row } from "./row.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH_MAX = 25;
const BATCHES_AT_ONCE = 8;
const ATTEMPTS_MAX = 10;

/**
 * Puts many rows, whatever is there: for rows that are the same whoever writes them. No two of them may have one key.
 * What the table has no capacity for at once is put again.
 */
export const putRows = async (
  { table, pause }: Pick<Deps, "table" | "pause">,
  TableName: string,
  rows: readonly Row[],
): Promise<void> => {
  const batches = Array.from({ length: Math.ceil(rows.length / BATCH_MAX) }, (_, at) =>
    rows.slice(at * BATCH_MAX, (at + 1) * BATCH_MAX),
  );
  await inParallel(batches, BATCHES_AT_ONCE, async (batch) => {
    let waiting = batch.map((Item) => ({ PutRequest: { Item } }));
    for (let attempt = 0; waiting.length > 0; attempt++) {
      if (attempt === ATTEMPTS_MAX) throw new Error(`${TableName} did not take ${waiting.length} rows`);
      const { UnprocessedItems = {} } = await table.send(
        new BatchWriteItemCommand({ RequestItems: { [TableName]: waiting } }),
      );
      waiting = (UnprocessedItems[TableName] ?? []).flatMap(({ PutRequest }) =>
        PutRequest?.Item ? [{ PutRequest: { Item: PutRequest.Item } }] : [],
      );
      if (waiting.length > 0) await pause(50 * 2 ** attempt);
    }
  });
};
