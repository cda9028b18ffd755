import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fuzzGuarded } from "./fuzz-guarded.ts";
import { type Finding, type FuzzReport, shownInput } from "./fuzz-report.ts";
import type { FuzzTarget } from "./fuzz-target.ts";
import { parserTargets, targets } from "./targets.ts";

/** `npm run fuzz`: parsers under inputs that grow by what they reach, for some minutes. 1 where anything was found. */
const HELP = `Usage: npm run fuzz -- [--minutes 5] [--seed N] [--only parsers|NAME] [--input FILE|base64:…]

  --minutes N   all targets together
  --seed N      of the draws; another by default, which is printed
  --only NAME   parsers, or the name of one target
  --input …     with --only NAME: this one input again, from a file or as it was printed

Targets: ${parserTargets.map(({ name }) => name).join(", ")}
`;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string" },
    only: { type: "string", multiple: true },
    input: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const minutes = Number(values.minutes);
if (!Number.isInteger(seed) || !(minutes > 0)) throw new Error("--seed is a whole number, --minutes a number above 0");

const isWanted = ({ name }: FuzzTarget): boolean => !values.only || values.only.includes(name);
const chosen = values.only?.includes("parsers") ? parserTargets : parserTargets.filter(isWanted);

const show = async ({ name, inputs, kept, outcomes, findings }: FuzzReport): Promise<void> => {
  const kinds = Object.entries(outcomes).sort(([, a], [, b]) => b - a);
  const counted = kinds.map(([kind, count]) => `${kind} ${count}`).join(", ");
  console.log(`${name.padEnd(20)} ${String(inputs).padStart(9)} inputs ${String(kept).padStart(5)} kept   ${counted}`);
  for (const finding of findings) console.log(`  FOUND ${finding.what}\n  again: ${await again(name, finding)}\n`);
};

const again = async (name: string, finding: Finding): Promise<string> => {
  const shown = shownInput(finding);
  if (shown !== undefined) return `npm run fuzz -- --only ${name} --input ${shown}`;
  const path = join(await mkdtemp(join(tmpdir(), "labelloop-fuzz-")), "input");
  await writeFile(path, finding.input);
  return `npm run fuzz -- --only ${name} --input ${path}`;
};

const oneInput = async (given: string): Promise<Uint8Array> =>
  given.startsWith("base64:") ? Buffer.from(given.slice("base64:".length), "base64") : readFile(given);

/** The target with this input for its only seed, and nothing drawn. */
const replay = async (given: string): Promise<readonly FuzzReport[]> => {
  const input = await oneInput(given);
  const once = targets
    .filter((one) => values.only?.includes(one.name))
    .map((one) => ({ ...one, seeds: async () => [input] }));
  return fuzzGuarded(once, { seed, inputs: 0 });
};

const run = async (): Promise<readonly FuzzReport[]> => {
  if (values.input !== undefined) return replay(values.input);
  const forMs = (minutes * 60_000) / Math.max(1, chosen.length);
  const reports: FuzzReport[] = [];
  for (const target of chosen) {
    const [report] = await fuzzGuarded([target], { seed, forMs });
    if (report) reports.push(report);
    if (report) await show(report);
  }
  return reports;
};

if (values.help) console.log(HELP);
else {
  console.log(`seed ${seed}: npm run fuzz -- --seed ${seed} --minutes ${minutes}`);
  const reports = await run();
  if (values.input !== undefined) for (const report of reports) await show(report);
  const found = reports.reduce((sum, { findings }) => sum + findings.length, 0);
  const inputs = reports.reduce((sum, one) => sum + one.inputs, 0);
  console.log(`${reports.length} targets, ${inputs} inputs, ${found} findings`);
  process.exitCode = found > 0 || reports.length === 0 ? 1 : 0;
}
