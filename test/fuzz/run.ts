import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fuzzGuarded } from "./fuzz-guarded.ts";
import { fuzzHttp } from "./fuzz-http.ts";
import { type Finding, type FuzzReport, shownInput } from "./fuzz-report.ts";
import { fuzzRoutes, ROUTE_RUNS } from "./fuzz-routes.ts";
import { parserTargets } from "./targets.ts";

/** `npm run fuzz`: parsers and routes under drawn inputs, for some minutes. 1 where anything was found. */
const HELP = `Usage: npm run fuzz -- [--minutes 5] [--seed N] [--only parsers|routes|http|NAME] [--input FILE|base64:…] [--path P]

  --minutes N   all together: half for the parsers, half for the routes
  --seed N      of the draws; another by default, which is printed
  --only NAME   parsers, routes, http, or the name of one; may be given again
  --input …     with --only NAME: this one input of a parser again, from a file or as it was printed
  --path P      with --only NAME and --seed: these requests to routes again, as it was printed

Routes: ${ROUTE_RUNS.join(", ")} in this process, http over the wire.
Parsers: ${parserTargets.map(({ name }) => name).join(", ")}
`;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string" },
    only: { type: "string", multiple: true },
    input: { type: "string" },
    path: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const minutes = Number(values.minutes);
if (!Number.isInteger(seed) || !(minutes > 0)) throw new Error("--seed is a whole number, --minutes a number above 0");

const isWanted = (group: string, name: string): boolean =>
  !values.only || values.only.includes(group) || values.only.includes(name);
const parsers = parserTargets.filter(({ name }) => isWanted("parsers", name));
const routes = ROUTE_RUNS.filter((name) => isWanted("routes", name));
const isHttpWanted = isWanted("http", "http");

const show = async ({ name, inputs, kept, outcomes, findings }: FuzzReport): Promise<void> => {
  const kinds = Object.entries(outcomes).sort(([, a], [, b]) => b - a);
  const counted = kinds.map(([kind, count]) => `${kind} ${count}`).join(", ");
  console.log(`${name.padEnd(20)} ${String(inputs).padStart(9)} inputs ${String(kept).padStart(5)} kept   ${counted}`);
  for (const finding of findings) {
    const how = finding.input.length > 0 ? `\n  again: ${await again(name, finding)}` : "";
    console.log(`  FOUND ${finding.what}${how}\n`);
  }
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
  const once = parserTargets
    .filter((one) => values.only?.includes(one.name))
    .map((one) => ({ ...one, seeds: async () => [input] }));
  return fuzzGuarded(once, { seed, inputs: 0 });
};

/** How long the parsers, the routes and the wire have: an equal part each of those that are wanted, the wire half a one. */
const timesOf = (): { readonly parserMs: number; readonly routesMs: number; readonly httpMs: number } => {
  const parts = (parsers.length > 0 ? 1 : 0) + (routes.length > 0 ? 1 : 0) + (isHttpWanted ? 0.5 : 0);
  const partMs = (minutes * 60_000) / Math.max(0.5, parts);
  return { parserMs: partMs / Math.max(1, parsers.length), routesMs: partMs, httpMs: partMs / 2 };
};

const run = async (): Promise<readonly FuzzReport[]> => {
  if (values.input !== undefined) return replay(values.input);
  const { parserMs, routesMs, httpMs } = timesOf();
  const reports: FuzzReport[] = [];
  const note = async (more: readonly FuzzReport[]): Promise<void> => {
    for (const report of more) await show(report);
    reports.push(...more);
  };
  for (const target of parsers) await note(await fuzzGuarded([target], { seed, forMs: parserMs }));
  if (routes.length > 0) await note(await fuzzRoutes(routes, { seed, forMs: routesMs, path: values.path }));
  if (isHttpWanted) await note([await fuzzHttp({ seed, forMs: httpMs })]);
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
