import { Worker } from "node:worker_threads";
import type { FuzzPlan, FuzzReport } from "./fuzz-report.ts";
import type { FuzzTarget } from "./fuzz-target.ts";
import type { ThreadTask } from "./fuzz-thread.ts";
import { INPUT_BYTES_MAX } from "./mutate-bytes.ts";
import { announce, begunIn, inputIn, sharedInput } from "./shared-input.ts";

export interface Guards {
  /** One input may take so long on a busy machine; the slowest real one takes some milliseconds. */
  readonly hangMs: number;
  /** Of objects and texts, as --max-old-space-size bounds them. */
  readonly heapMb: number;
  /** By which the process may grow, buffers outside the heap included. */
  readonly growthMb: number;
}

export const USUAL_GUARDS: Guards = { hangMs: 15_000, heapMb: 256, growthMb: 1_024 };
const LOOK_MS = 50;
/** Until the parsers are loaded and the first input is begun. */
const START_MS = 120_000;

/**
 * Tries inputs on targets in a thread of their own, and watches it from this one: an input that does not come back, eats
 * all memory or ends the thread is a finding of the target that had it, and the others are tried after it.
 */
export const fuzzGuarded = async (
  targets: readonly FuzzTarget[],
  plan: FuzzPlan,
  guards: Guards = USUAL_GUARDS,
): Promise<readonly FuzzReport[]> => {
  const seeded = await Promise.all(targets.map(async (one) => [one.name, await one.seeds()] as const));
  const reports: FuzzReport[] = [];
  while (reports.length < targets.length) {
    const seeds = seeded.slice(reports.length);
    const shared = sharedInput(INPUT_BYTES_MAX);
    const ended = await threadOf({ plan, seeds, shared }, guards, (report) => reports.push(report));
    if (ended === "done") continue;
    const [name = ""] = seeded[reports.length] ?? [];
    const findings = [{ what: ended, input: inputIn(shared) }];
    reports.push({ name, inputs: begunIn(shared), kept: 0, outcomes: { FOUND: 1 }, findings });
  }
  return reports;
};

/** `done`, or why the thread was ended before it was. */
const threadOf = async (
  task: ThreadTask,
  { hangMs, heapMb, growthMb }: Guards,
  onReport: (report: FuzzReport) => void,
): Promise<string> => {
  announce(task.shared, new Uint8Array(0));
  const thread = new Worker(new URL("./fuzz-thread.ts", import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    execArgv: [],
  });
  const grownMb = () => process.memoryUsage.rss() / 1_048_576;
  const startMb = grownMb();
  const atStart = begunIn(task.shared);
  let begun = atStart;
  let sinceMs = performance.now();
  const { promise, resolve } = Promise.withResolvers<string>();
  const guard = setInterval(() => {
    const now = begunIn(task.shared);
    if (now !== begun) [begun, sinceMs] = [now, performance.now()];
    if (performance.now() - sinceMs > (now === atStart ? START_MS : hangMs))
      resolve(`did not come back within ${hangMs} ms`);
    else if (grownMb() - startMb > growthMb + heapMb) resolve(`took more than ${growthMb} MB`);
  }, LOOK_MS);
  thread.on("message", onReport);
  thread.on("error", (error) => resolve(`ended the thread: ${error instanceof Error ? error.stack : String(error)}`));
  thread.on("exit", (code) => resolve(code === 0 ? "done" : `ended the thread with ${code}`));
  try {
    return await promise;
  } finally {
    clearInterval(guard);
    await thread.terminate();
  }
};
