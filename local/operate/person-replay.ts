import { parseArgs } from "node:util";
import type { Command } from "../../cli/command.ts";
import { replayErasures } from "../../lambdas/erasure/replay-erasures.ts";
import { installationAt, WHERE } from "./installation.ts";

/** After tables were restored in AWS. The embedded cloud does it by itself at each start. */
export const personReplay: Command = {
  words: ["person", "replay"],
  usage: "person replay [--folder FOLDER | --aws [--stage STAGE] [--outputs FILE]]",
  summary: "erase again whoever was erased before: after a restore, or when an erasure was cut off",
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options: WHERE });
    const { deps, ledger } = installationAt(values);
    const again = await replayErasures(deps, ledger);
    for (const personId of again) console.log(`${personId} erased again`);
    console.log(`${again.length} erased again; ${(await ledger.all()).length} in the ledger`);
  },
};
