import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Catcher } from "./mutation.ts";

/** What a run of the tests says of the tree that it ran in. */
export type Verdict =
  | { readonly state: "passed" }
  /** `by`: the first test that failed, or the first seed. */
  | { readonly state: "failed"; readonly by: string }
  /** It ended badly without anything having been tested: that tells nothing of the fault. */
  | { readonly state: "broken"; readonly why: string };

/** Longer than any of the runs should take: one that hangs has caught nothing. */
const RUN_MS_MAX = 20 * 60_000;

export interface Ended {
  /** `undefined` when it was stopped. */
  readonly code: number | undefined;
  readonly said: string;
}

/** Runs a program in a tree and gathers what it prints. */
export const runIn = (folder: string, command: string, args: readonly string[]): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, timeout: RUN_MS_MAX, env: { ...process.env, FORCE_COLOR: "0" } });
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => parts.push(part));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? undefined, said: Buffer.concat(parts).toString("utf8") }));
  });

/** Runs what is to catch a fault; the first failure is enough. */
export const verdictOf = (folder: string, catcher: Catcher): Promise<Verdict> =>
  catcher.by === "tests" ? ofTests(folder, catcher) : ofSimulation(folder, catcher.seeds);

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

/** What a program says that cannot run, rather than that something else came out than was expected. */
const CANNOT_RUN = /^(?:SyntaxError|ReferenceError|RolldownError|TransformError)|Cannot find (?:module|package)/m;

const ofTests = async (folder: string, { project, files, named }: Catcher & { by: "tests" }): Promise<Verdict> => {
  const outputFile = join(folder, "node_modules", "verdict.json");
  await rm(outputFile, { force: true });
  const options = ["--config=test/vitest.config.ts", `--project=${project}`, "--bail=1"];
  const some = named === undefined ? [] : ["--testNamePattern", named];
  const reporters = ["--reporter=json", `--outputFile.json=${outputFile}`];
  const vitest = join(folder, "node_modules", ".bin", "vitest");
  const { code, said } = await runIn(folder, vitest, ["run", ...options, ...reporters, ...some, ...files]);
  const text = await readFile(outputFile, "utf8").catch(() => undefined);
  if (text === undefined) return { state: "broken", why: said.slice(-2000) };
  return judge(report.parse(JSON.parse(text)), { code, said });
};

const judge = ({ testResults }: z.output<typeof report>, { code, said }: Ended): Verdict => {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.find(({ status }) => status === "failed");
  if (failed) {
    const why = (failed.failureMessages ?? []).join("\n");
    return CANNOT_RUN.test(why) ? { state: "broken", why } : { state: "failed", by: failed.fullName };
  }
  // Only where no test has failed: files that the first failure kept from running have none either.
  const unloaded = testResults.find(({ status }) => status === "failed");
  if (unloaded) return { state: "broken", why: `${unloaded.name} did not load: ${unloaded.message ?? ""}` };
  if (code === 0 && tests.some(({ status }) => status === "passed")) return { state: "passed" };
  return { state: "broken", why: said.slice(-2000) };
};

/** A world whose promises are broken is named by its seed, with what was broken under it. */
const ofSimulation = async (folder: string, seeds: number): Promise<Verdict> => {
  const args = ["test/simulation/simulate.ts", "--quiet", "--seeds", String(seeds)];
  const { code, said } = await runIn(folder, process.execPath, args);
  if (code === 0) return { state: "passed" };
  const [, world, seed, broken] = /^FAILED: (\w+), seed (\d+)\n\s*([^\n]*)/m.exec(said) ?? [];
  if (code === 1 && seed && !CANNOT_RUN.test(said)) return { state: "failed", by: `${world} seed ${seed}: ${broken}` };
  return { state: "broken", why: said.slice(-2000) };
};
