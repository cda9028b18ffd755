import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { OperatedServer } from "../operator-deps.ts";
import type { TableEngine } from "../table/engine.ts";
import { folderLedger } from "./erasure-ledger.ts";
import { writeDurably } from "./write-durably.ts";

export interface ReplayOptions extends OperatedServer {
  readonly folder: string;
  readonly table: Pick<TableEngine, "compact">;
}

/**
 * Before a folder is served: erases again whom its ledger names and the folder still knows, which is so after a restore
 * or a crash. When somebody was erased since the last time, the bytes of what was deleted go from the disk too. Gives
 * how many were erased again.
 */
export const replayLedger = async ({ folder, table, ...server }: ReplayOptions): Promise<number> => {
  const ledger = folderLedger(folder);
  const erased = await ledger.all();
  if (erased.length === 0) return 0;
  const marker = join(folder, "erased");
  const done = existsSync(marker) ? Number(readFileSync(marker, "utf8")) : 0;
  // Loads the stores and their clients, which a start without anybody to erase does without.
  const [{ operatorDeps }, { replayErasures }] = await Promise.all([
    import("../operator-deps.ts"),
    import("../../lambdas/erasure/replay-erasures.ts"),
  ]);
  const deps = operatorDeps(server);
  try {
    const again = await replayErasures(deps, ledger);
    if (again.length > 0 || done !== erased.length) await table.compact();
    if (done !== erased.length) writeDurably(marker, `${erased.length}\n`);
    return again.length;
  } finally {
    for (const client of [deps.table, deps.bucket, deps.signIn]) client.destroy();
  }
};
