import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningCloud } from "../../local/cloud.ts";
import { type Observed, startLabelloop } from "../../local/main.ts";
import { parseOptions } from "../../local/options.ts";
import type { Addresses } from "./server.ts";

export interface OwnServer {
  readonly addresses: Addresses;
  readonly cloud: RunningCloud;
  /** As its schedule does it, without the wait. */
  tick(functionName: string): Promise<void>;
  /** Ends it and removes its folder. */
  close(): Promise<void>;
}

/** Passwords are hashed with next to no work: nobody guesses here. */
const passwordCost = { cost: 2 ** 4, blockSize: 8, parallel: 1 };

/** The embedded cloud as `npm start` runs it, in this process: a test can hold its clock and hear what it asks. */
export const startOwnServer = async (observed: Observed, ...args: readonly string[]): Promise<OwnServer> => {
  const folder = await mkdtemp(join(tmpdir(), "labelloop-own-"));
  const options = parseOptions(["--port", "0", "--folder", folder, ...args]);
  if (options === "help") throw new Error("a server was wanted, not help");
  const running = new AsyncDisposableStack();
  running.defer(() => rm(folder, { recursive: true, force: true }));
  try {
    const { cloud, demo } = await startLabelloop(options, running, { passwordCost, ...observed });
    return {
      addresses: { ...cloud.addresses, folder, operatorKeysFile: cloud.operatorKeysFile, demo },
      cloud,
      tick: async (functionName) => {
        const made = [...cloud.made.functions.values()].find(({ run }) => run.name === functionName);
        if (!made) throw new Error(`there is no function ${functionName}`);
        const outcome = await made.run.invoke({});
        if (outcome.state === "failed") throw new Error(`${functionName} failed: ${JSON.stringify(outcome)}`);
      },
      close: () => running.disposeAsync(),
    };
  } catch (error) {
    await running.disposeAsync();
    throw error;
  }
};
