import { fork } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { METHOD_NAMES } from "../cli/aggregate-methods.ts";
import { writeAnswers } from "./consensus/answers-csv.ts";
import type { CommandUsage } from "./consensus/measured-command.ts";
import type { Run } from "./report.ts";

const MIB = 1_048_576;
/** The machine is shared: the best of several processes is the least disturbed one. */
const RUNS = 3;
const METHODS = ["majority", ...METHOD_NAMES.filter((name) => name !== "majority")];

/**
 * `labelloop aggregate` by every method on a file of so many answers in no order, ten a task, by a thousand annotators,
 * of ten labels: a process each, from its start to its end, reading and writing included.
 */
export const consensus = async (answers: number): Promise<Run> => {
  const folder = await mkdtemp(join(tmpdir(), "labelloop-bench-"));
  const csv = join(folder, "answers.csv");
  try {
    const { sizeBytes, truth } = await writeAnswers(csv, answers);
    const figures: [string, number][] = [
      ["answers", answers],
      ["file, MiB", sizeBytes / MIB],
    ];
    let ofMajority = 0;
    for (const method of METHODS) {
      const out = join(folder, `${method}.csv`);
      const { wallSeconds, cpuSeconds, peakBytes } = await bestOf(["aggregate", csv, "--method", method, "--out", out]);
      if (method === "majority") ofMajority = cpuSeconds;
      figures.push(
        [`${method}, s`, wallSeconds],
        [`${method}, CPU s`, cpuSeconds],
        [`${method}, CPU ÷ majority`, cpuSeconds / ofMajority],
        [`${method}, peak MiB`, peakBytes / MIB],
        [`${method}, accuracy`, accuracyOf(await readFile(out, "utf8"), truth)],
      );
    }
    return Object.fromEntries(figures);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

interface Measured extends CommandUsage {
  readonly wallSeconds: number;
}

const bestOf = async (args: readonly string[]): Promise<Measured> => {
  let best: Measured | undefined;
  for (let run = 0; run < RUNS; run += 1) {
    const one = await measured(args);
    if (!best || one.wallSeconds < best.wallSeconds) best = one;
  }
  if (!best) throw new Error("nothing was run");
  return best;
};

/** A process of its own: wall time from before its start until it has ended. */
const measured = (args: readonly string[]): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const startMs = performance.now();
    let usage: CommandUsage | undefined;
    const child = fork(join(import.meta.dirname, "consensus", "measured-command.ts"), [...args], { silent: true });
    child.once("message", (message) => {
      usage = message as CommandUsage;
    });
    child.once("exit", (code, signal) => {
      const wallSeconds = (performance.now() - startMs) / 1000;
      if (code === 0 && usage) resolve({ ...usage, wallSeconds });
      else reject(new Error(`labelloop ${args.join(" ")} ended with ${code ?? signal}`));
    });
  });

/** Share of the tasks that have the label they were made with. */
const accuracyOf = (csv: string, truth: ReadonlyMap<string, string>): number => {
  const lines = csv.trimEnd().split("\n").slice(1);
  const right = lines.filter((line) => {
    const [task = "", label] = line.split(",");
    return truth.get(task) === label;
  });
  return right.length / truth.size;
};
