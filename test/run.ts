import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";

/**
 * `npm test`: type check, lint and format, and the projects of test/vitest.config.ts, in three lanes side by side. What a
 * step prints comes when it has ended.
 * The last line is `N passed, N failed`, counted over all of them; any failure makes the exit code non-zero.
 * `npm test -- --only unit --only infra` runs a part.
 */
const root = join(import.meta.dirname, "..");
/** Longest first: whichever lane is free takes the next. The first two wait as long as they work, for exports to begin. */
const LANES = 3;

/** A project of test/vitest.config.ts, and how many of its files run at a time: lanes share the processors. */
interface Project {
  readonly name: string;
  readonly workers: number;
}

interface Count {
  readonly passed: number;
  readonly failed: number;
}

interface Result {
  readonly count: Count;
  readonly said: string;
}

interface Ended {
  readonly code: number;
  readonly said: string;
}

const run = (command: string, args: readonly string[]): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(join(root, "node_modules", ".bin", command), args, { cwd: root });
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => parts.push(part));
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ code: signal === null ? (code ?? 1) : 1, said: Buffer.concat(parts).toString("utf8") }),
    );
  });

/** A check that passes or fails as a whole. */
const check = async (command: string, args: readonly string[]): Promise<Result> => {
  const { code, said } = await run(command, args);
  return { count: code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }, said };
};

interface VitestReport {
  readonly numPassedTests: number;
  readonly numTotalTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly { readonly name: string; readonly startTime: number; readonly endTime: number }[];
}

const SLOWEST = 12;
/** Where to look when all of it takes too long. */
const slowestFiles = ({ testResults }: VitestReport): string =>
  testResults
    .map(({ name, startTime, endTime }) => ({ name: relative(root, name), seconds: (endTime - startTime) / 1000 }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST)
    .map(({ name, seconds }) => `${seconds.toFixed(0).padStart(5)} s  ${name}`)
    .join("\n");

/** Counts tests from the runner's report. A run that dies, or that fails without a failed test, counts as a failure. */
const vitest = async ({ name, workers }: Project, folder: string): Promise<Result> => {
  const outputFile = join(folder, `${name}.json`);
  const { code, said } = await run("vitest", [
    "run",
    "--config=test/vitest.config.ts",
    `--project=${name}`,
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${outputFile}`,
    `--maxWorkers=${workers}`,
  ]);
  const report = JSON.parse(await readFile(outputFile, "utf8").catch(() => "null")) as VitestReport | null;
  if (report === null) return { count: { passed: 0, failed: 1 }, said };
  const passed = report.numPassedTests;
  const failed = report.numTotalTests - passed;
  const broken = code !== 0 && failed === 0 ? Math.max(1, report.numFailedTestSuites) : failed;
  return { count: { passed, failed: broken }, said: `${said}\nslowest:\n${slowestFiles(report)}` };
};

const folder = await mkdtemp(join(tmpdir(), "labelloop-test-"));
const counts: { readonly name: string; readonly count: Count }[] = [];
const STEPS: readonly { readonly name: string; readonly work: () => Promise<Result> }[] = [
  ...["browser", "journey"].map((name) => ({ name, work: () => vitest({ name, workers: 1 }, folder) })),
  { name: "types", work: () => check("tsc", ["-p", "tsconfig.json"]) },
  { name: "lint", work: () => check("biome", ["check", "."]) },
  ...["unit", "contract"].map((name) => ({ name, work: () => vitest({ name, workers: 1 }, folder) })),
  ...["simulation", "infra"].map((name) => ({ name, work: () => vitest({ name, workers: 2 }, folder) })),
];
const { values } = parseArgs({ options: { only: { type: "string", multiple: true } } });
const waiting = STEPS.filter(({ name }) => values.only?.includes(name) ?? true);
const lane = async (): Promise<void> => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { name, work } = next;
    console.log(`… ${name}`);
    const startedMs = performance.now();
    const { count, said } = await work();
    console.log(`\n== ${name} (${Math.round((performance.now() - startedMs) / 1000)} s)\n${said}`);
    counts.push({ name, count });
  }
};
try {
  await Promise.all(Array.from({ length: LANES }, lane));
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
