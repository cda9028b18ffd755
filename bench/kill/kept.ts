import { join } from "node:path";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { AnnotatorId, ProjectId } from "../../core/ids.ts";
import { bucketNames } from "../../core/item.ts";
import { type LedgerLine, monthOf } from "../../core/pay.ts";
import { type ItemWithAnnotations, items } from "../../lambdas/store/items.ts";
import { ledger } from "../../lambdas/store/ledger.ts";
import { openTableEngine } from "../../local/table/engine.ts";
import { openLevelStorage } from "../../local/table/level-storage.ts";
import { quickClientOf } from "../../test/support/stores.ts";

/** What a folder holds of one project when its server is gone, read by the stores themselves. */
export interface Kept {
  readonly items: readonly ItemWithAnnotations[];
  readonly ledger: readonly LedgerLine[];
}

export const readKept = async (
  folder: string,
  projectId: string,
  personIds: readonly string[],
  monthsFromMs: number,
): Promise<Kept> => {
  const now = (): number => Date.now();
  const engine = await openTableEngine(await openLevelStorage(join(folder, "table")), { now });
  try {
    const table: DynamoDBClient = quickClientOf(engine);
    const config = { MAIN_TABLE: await mainTable(engine) } as Parameters<typeof items>[0]["config"];
    const store = items({ table, config });
    const found: ItemWithAnnotations[] = [];
    for (const bucket of bucketNames()) {
      let after: Parameters<typeof store.pageOfBucket>[2] = {};
      do {
        const page = await store.pageOfBucket(projectId as ProjectId, bucket, after);
        found.push(...page.items);
        after = page.after === undefined ? undefined : { after: page.after };
      } while (after !== undefined);
    }
    const months = [...new Set([monthOf(monthsFromMs), monthOf(now())])];
    const lines = await Promise.all(
      personIds.flatMap((one) => months.map((month) => ledger({ table, config }).ofMonth(one as AnnotatorId, month))),
    );
    return { items: found, ledger: lines.flat() };
  } finally {
    await engine.close();
  }
};

const mainTable = async (engine: Parameters<typeof quickClientOf>[0]): Promise<string> => {
  const { TableNames = [] } = (await engine.call("ListTables", {})) as { TableNames?: readonly string[] };
  const main = TableNames.find((name) => name.endsWith("main"));
  if (!main) throw new Error(`none of ${TableNames.join(", ")} is the main table`);
  return main;
};
