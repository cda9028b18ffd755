import { parentPort, workerData } from "node:worker_threads";
import { fuzzOne } from "./fuzz-one.ts";
import type { FuzzPlan } from "./fuzz-report.ts";
import type { FuzzTarget } from "./fuzz-target.ts";
import { announce } from "./shared-input.ts";

/** What the guard tells the thread that runs the parsers. */
export interface ThreadTask {
  readonly plan: FuzzPlan;
  /** Inputs to begin with, by the name of the target, in the order in which targets are to be tried. */
  readonly seeds: readonly (readonly [name: string, seeds: readonly Uint8Array[]])[];
  readonly shared: SharedArrayBuffer;
}

const { plan, seeds, shared } = workerData as ThreadTask;
/** Planted ones need none of the parsers, which take a while to load. */
const targetsWith = async (name: string): Promise<readonly FuzzTarget[]> =>
  name.startsWith("planted-")
    ? (await import("./targets/planted.ts")).plantedTargets
    : (await import("./targets.ts")).parserTargets;

for (const [name, inputs] of seeds) {
  const target = (await targetsWith(name)).find((one) => one.name === name);
  if (!target) throw new Error(`no target is called ${name}`);
  parentPort?.postMessage(await fuzzOne(target, inputs, plan, (input) => announce(shared, input)));
}
