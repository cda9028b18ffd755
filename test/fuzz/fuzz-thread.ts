import { parentPort, workerData } from "node:worker_threads";
import { fuzzOne } from "./fuzz-one.ts";
import type { FuzzPlan } from "./fuzz-report.ts";
import { announce } from "./shared-input.ts";
import { targets } from "./targets.ts";

/** What the guard tells the thread that runs the parsers. */
export interface ThreadTask {
  readonly plan: FuzzPlan;
  /** Inputs to begin with, by the name of the target, in the order in which targets are to be tried. */
  readonly seeds: readonly (readonly [name: string, seeds: readonly Uint8Array[]])[];
  readonly shared: SharedArrayBuffer;
}

const { plan, seeds, shared } = workerData as ThreadTask;
for (const [name, inputs] of seeds) {
  const target = targets.find((one) => one.name === name);
  if (!target) throw new Error(`no target is called ${name}`);
  parentPort?.postMessage(await fuzzOne(target, inputs, plan, (input) => announce(shared, input)));
}
