import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

/**
 * `npm test`: type check, lint and format, then each project of test/vitest.config.ts in turn (they share two cores).
 * The last line is `N passed, N failed`, counted over all of them; any failure makes the exit code non-zero.
 * `npm test -- --only unit --only infra` runs a part.
 */
const root = join(import.meta.dirname, "..");
const PROJECTS = ["unit", "contract", "infra", "journey", "simulation", "browser"] as const;

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const run = (command: string, args: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(join(root, "node_modules", ".bin", command), args, { cwd: root, stdio: "inherit" });
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });

/** A check that passes or fails as a whole. */
const check = async (command: string, args: readonly string[]): Promise<Count> =>
  (await run(command, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };

interface VitestReport {
  readonly numPassedTests: number;
  readonly numTotalTests: number;
  readonly numFailedTestSuites: number;
}

/** Counts tests from the runner's report. A run that dies, or that fails without a failed test, counts as a failure. */
const vitest = async (project: string, folder: string): Promise<Count> => {
  const outputFile = join(folder, `${project}.json`);
  const code = await run("vitest", [
    "run",
    "--config=test/vitest.config.ts",
    `--project=${project}`,
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${outputFile}`,
  ]);
  const report = JSON.parse(await readFile(outputFile, "utf8").catch(() => "null")) as VitestReport | null;
  if (report === null) return { passed: 0, failed: 1 };
  const passed = report.numPassedTests;
  const failed = report.numTotalTests - passed;
  return { passed, failed: code !== 0 && failed === 0 ? Math.max(1, report.numFailedTestSuites) : failed };
};

const { values } = parseArgs({ options: { only: { type: "string", multiple: true } } });
const only = values.only ?? ["types", "lint", ...PROJECTS];
const folder = await mkdtemp(join(tmpdir(), "labelloop-test-"));
const counts: { readonly name: string; readonly count: Count }[] = [];
const step = async (name: string, work: () => Promise<Count>): Promise<void> => {
  if (!only.includes(name)) return;
  console.log(`\n== ${name}`);
  counts.push({ name, count: await work() });
};
try {
  await step("types", () => check("tsc", ["-p", "tsconfig.json"]));
  await step("lint", () => check("biome", ["check", "."]));
  for (const project of PROJECTS) await step(project, () => vitest(project, folder));
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log("");
for (const { name, count } of counts) console.log(`${name.padEnd(12)} ${count.passed} passed, ${count.failed} failed`);
const total = counts.reduce(
  (sum, { count }) => ({ passed: sum.passed + count.passed, failed: sum.failed + count.failed }),
  {
    passed: 0,
    failed: 0,
  },
);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
