import { parseArgs } from "node:util";
import { manifest } from "./manifest.ts";
import { type Run, tableOf } from "./report.ts";

/** What can be measured, by name: one run for each of the sizes that are asked for, the smallest first. */
const BENCHES: Readonly<Record<string, { readonly sizes: readonly number[]; run(size: number): Promise<Run> }>> = {
  manifest: { sizes: [10_000, 100_000], run: manifest },
};

const HELP = `Usage: npm run bench NAME -- [--lines N[,N...]] [--json]

  manifest   a manifest of N texts becomes N items, by the real handlers on the embedded table, bucket and queues

  --lines N[,N...]  one run for each size, each in processes of its own (default: 10000,100000)
  --json            one JSON line for each run instead of the table
`;

const sizesIn = (text: string): readonly number[] => {
  const sizes = text.split(",").map(Number);
  const wrong = sizes.find((size) => !Number.isSafeInteger(size) || size < 1);
  if (wrong !== undefined) throw new Error(`--lines ${text}: expected whole numbers from 1`);
  return sizes.toSorted((a, b) => a - b);
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { lines: { type: "string" }, json: { type: "boolean", default: false } },
  });
  const bench = BENCHES[positionals[0] ?? ""];
  if (!bench) {
    process.exitCode = 1;
    return console.error(HELP);
  }
  const runs: Run[] = [];
  for (const size of values.lines === undefined ? bench.sizes : sizesIn(values.lines)) {
    const run = await bench.run(size);
    runs.push(run);
    if (values.json) console.log(JSON.stringify({ size, ...run }));
    else console.error(`${positionals[0]} with ${size}: done`);
  }
  if (!values.json) console.log(tableOf(runs));
};

await main();
