import { parseArgs } from "node:util";
import { agreement } from "./agreement.ts";
import { consensus } from "./consensus.ts";
import { consensusClasses } from "./consensus-classes.ts";
import { consensusOnline } from "./consensus-online.ts";
import { consensusTime } from "./consensus-time.ts";
import { cost } from "./cost.ts";
import { hostile } from "./hostile.ts";
import { hotKeysTold } from "./hot-keys.ts";
import { KILL_HELP, killCommand } from "./kill/command.ts";
import { LOAD_HELP, loadCommand } from "./load/command.ts";
import { manifest } from "./manifest.ts";
import { type Run, tableOf } from "./report.ts";
import { scale } from "./scale.ts";
import { timeAccuracy } from "./time-accuracy.ts";

interface Bench {
  readonly what: string;
  readonly sizes: readonly number[];
  run(size: number): Promise<Run>;
}

/** A bench whose answer is no table of figures by size. */
interface Account {
  readonly what: string;
  readonly size: number;
  told(size: number): Promise<string>;
}

const ACCOUNTS: Readonly<Record<string, Account>> = {
  cost: {
    what: "dollars for a million annotations, a million items and an idle month, counted over N items",
    size: 1_000,
    told: cost,
  },
  "hot-keys": {
    what: "units a second by key for ten thousand people in one project, counted over N items",
    size: 400,
    told: hotKeysTold,
  },
};

/** What can be measured, by name: one run for each of the sizes that are asked for, the smallest first. */
const BENCHES: Readonly<Record<string, Bench>> = {
  manifest: {
    what: "a manifest of N texts becomes N items, by the real handlers on the embedded table, bucket and queues",
    sizes: [10_000, 100_000],
    run: manifest,
  },
  hostile: {
    what: "a manifest that is one line of N MiB: its memory, by the real handlers on the embedded parts",
    sizes: [16, 1_000],
    run: hostile,
  },
  scale: {
    what: "requests, capacity and time of an assign and of a submit with N items in the backlog",
    sizes: [1_000, 100_000, 1_000_000],
    run: scale,
  },
  consensus: {
    what: "labelloop aggregate on a CSV of N answers, a process for each method, reading and writing included",
    sizes: [1_000_000],
    run: consensus,
  },
  "consensus-classes": {
    what: "the class engine alone on N answers: majority, the default, and items decided one by one",
    sizes: [1_000_000],
    run: consensusClasses,
  },
  "consensus-online": {
    what: "N items of five answers and ten classes, decided one by one under a snapshot, and streamed",
    sizes: [100_000],
    run: async (size) => consensusOnline(size),
  },
  "consensus-time": {
    what: "N tracks of a thousand key frames by five annotators, and twice as many segments",
    sizes: [100, 1000],
    run: consensusTime,
  },
  "time-accuracy": {
    what: "segments and tracks by N simulated annotators: what is fused beside the best of them",
    sizes: [2, 3, 5, 9],
    run: timeAccuracy,
  },
  agreement: { what: "the figures of agreement on N answers", sizes: [1_000_000], run: agreement },
};

/** Benches that run the whole server: each has options of its own. */
const OFFICE_BENCHES: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  kill: killCommand,
  load: loadCommand,
};

const HELP = `Usage: npm run bench NAME -- [--lines N[,N...]] [--json]

${[
  ...Object.entries(BENCHES).map(([name, { what, sizes }]) => [name, what, sizes.join(",")]),
  ...Object.entries(ACCOUNTS).map(([name, { what, size }]) => [name, what, size]),
]
  .map(([name, what, size]) => `  ${name}\n      ${what} (default: ${size})`)
  .join("\n")}

  ${KILL_HELP}
  ${LOAD_HELP}

  --lines N[,N...]  one run for each size, each in processes of its own
  --json            one JSON line for each run instead of the table
`;

const sizesIn = (text: string): readonly number[] => {
  const sizes = text.split(",").map(Number);
  const wrong = sizes.find((size) => !Number.isSafeInteger(size) || size < 1);
  if (wrong !== undefined) throw new Error(`--lines ${text}: expected whole numbers from 1`);
  return sizes.toSorted((a, b) => a - b);
};

const main = async (): Promise<void> => {
  const [name = "", ...rest] = process.argv.slice(2);
  const officeBench = Object.hasOwn(OFFICE_BENCHES, name) ? OFFICE_BENCHES[name] : undefined;
  if (officeBench) return officeBench(rest);
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { lines: { type: "string" }, json: { type: "boolean", default: false } },
  });
  const account = ACCOUNTS[positionals[0] ?? ""];
  if (account) {
    const sizes = values.lines === undefined ? [account.size] : sizesIn(values.lines);
    for (const size of sizes) console.log(await account.told(size));
    return;
  }
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
