import { fork } from "node:child_process";
import { join } from "node:path";
import type { Measured } from "./consensus-classes/measuring.ts";
import type { Run } from "./report.ts";

const MIB = 1_048_576;
/** The machine is shared: the best of several processes is the least disturbed one. */
const RUNS = 3;

/**
 * Consensus on so many answers, ten an item, by a thousand annotators, of ten labels: CPU seconds of majority and of the
 * default in a process of its own each, cold start of the engine included, and what one answer costs online.
 */
export const consensusClasses = async (answers: number): Promise<Run> => {
  const majority = await bestOf("majority", answers);
  const shrinkage = await bestOf("default", answers);
  const online = await bestOf("online", answers);
  return {
    answers,
    "ordering, CPU s": shrinkage.ordering,
    "majority, CPU s": majority.method,
    "default, CPU s": shrinkage.method,
    "default ÷ majority": shrinkage.method / majority.method,
    "online, µs per answer": (online.method / answers) * 1e6,
    "majority, peak MiB": majority.peakBytes / MIB,
    "default, peak MiB": shrinkage.peakBytes / MIB,
    "majority, accuracy": majority.accuracy,
    "default, accuracy": shrinkage.accuracy,
  };
};

const bestOf = async (method: string, answers: number): Promise<Measured> => {
  const runs: Measured[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await measured(method, answers));
  return runs.reduce((best, run) => (run.method < best.method ? run : best));
};

const measured = (method: string, answers: number): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, "consensus-classes", "measuring.ts"), [method, String(answers)]);
    child.once("message", (message) => resolve(message as Measured));
    child.once("exit", (code, signal) => reject(new Error(`measuring ${method} ended with ${code ?? signal}`)));
  });
