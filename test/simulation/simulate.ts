import { parseArgs } from "node:util";
import { playIngest } from "./ingest/ingest-world.ts";
import { playLabelling } from "./labelling/labelling.ts";
import { FAULTS, type Fault } from "./world/faults.ts";
import type { PlayOptions, PlayWorld } from "./world/played.ts";
import { type Failure, orBroken, replayOf, runSeeds } from "./world/run-seeds.ts";
import { shrink } from "./world/shrink.ts";

/*
 * Many simulated worlds, each a function of its seed, and what was hit in them. Exit code 0 if every promise held in all
 * of them and every cell of the matrix was hit; 1 if not. The quick form, for mutations: `npm run simulate -- --seeds 60
 * --quiet`, which stops at the first world that breaks a promise, and neither shrinks it nor aims at cells.
 */

const HELP = `npm run simulate -- [options]

  --seeds N        worlds of each kind                                   (200)
  --first N        the first seed                                        (1)
  --minutes N      plays seeds for so long, four fifths of it labelling; then
                   aims at the cells that none has hit, a world for each
  --world NAME     labelling, ingest or all                              (all)
  --quiet          stops at the first failure, does not shrink, prints no matrix
  --replay SEED    plays one world again, prints its trace; with
    --people N --items N --sim-minutes N   of this size
    --aim FAULT --without FAULT            with and without these faults, as printed
    --shrink                               and makes it smaller while it fails
  --help
`;

const WORLDS: Readonly<Record<string, PlayWorld>> = { labelling: playLabelling, ingest: playIngest };
/** Of the minutes that are given; a world of ingest takes a twentieth of the other's time. */
const SHARES: Readonly<Record<string, number>> = { labelling: 4, ingest: 1 };
const TRACE_LINES_MAX = 250;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "200" },
    first: { type: "string", default: "1" },
    minutes: { type: "string" },
    world: { type: "string", default: "all" },
    quiet: { type: "boolean", default: false },
    replay: { type: "string" },
    people: { type: "string" },
    items: { type: "string" },
    "sim-minutes": { type: "string" },
    aim: { type: "string", multiple: true, default: [] },
    without: { type: "string", multiple: true, default: [] },
    shrink: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const wholeNumber = (name: string, text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Error(`--${name} is ${text}; allowed: a whole number`);
};

const faultFrom = (text: string): Fault => {
  const [, site = "", nth = "", named = ""] = /^(.*) @(\d+) ([a-z-]+)$/.exec(text) ?? [];
  const kind = FAULTS.find((one) => one === named);
  if (!kind) throw new Error(`${text} is no fault; allowed: as this command prints them`);
  return { site, nth: Number(nth), kind };
};

const chosen = Object.keys(WORLDS).filter((name) => values.world === "all" || values.world === name);

const replay = async (seed: number): Promise<number> => {
  const size = Object.entries({ people: values.people, items: values.items, minutes: values["sim-minutes"] });
  const options: PlayOptions = {
    seed,
    ...Object.fromEntries(
      size.flatMap(([name, text]) => (text === undefined ? [] : [[name, wholeNumber(name, text)]])),
    ),
    aims: values.aim.map(faultFrom),
    without: new Set(values.without),
    keepTrace: true,
  };
  const [world = "labelling"] = chosen;
  const play = WORLDS[world] ?? playLabelling;
  const played = await orBroken(play, options);
  if (values.shrink && played.broken.length > 0) return await tellSmaller(world, play, options);
  say(played.trace.join("\n"));
  say(`${played.trace.length} calls, sha256 of their sequence ${played.traceSha256}\n${JSON.stringify(played.counts)}`);
  for (const one of played.broken) say(`BROKEN ${one}`);
  return played.broken.length > 0 ? 1 : 0;
};

/** Calls without their time, runs of one site as one line, of a long trace the end. */
const inShort = (trace: readonly string[]): string => {
  const runs: { readonly line: string; count: number }[] = [];
  for (const line of trace.map((one) => one.slice(13))) {
    const last = runs.at(-1);
    if (last?.line === line) last.count += 1;
    else runs.push({ line, count: 1 });
  }
  return runs
    .slice(-TRACE_LINES_MAX)
    .map(({ line, count }) => (count > 1 ? `${line}  (${count} times)` : line))
    .join("\n");
};

/** A failing world, its smaller brother, and the commands that play both. */
const tellSmaller = async (world: string, play: PlayWorld, options: PlayOptions): Promise<number> => {
  say("making it smaller ...");
  const small = await shrink(play, options);
  say(inShort(small.played.trace));
  for (const one of small.played.broken) say(`BROKEN ${one}`);
  say(
    `${small.played.faults.length} faults and ${small.played.trace.length} calls are left. Again:\n${replayOf(world, small.options)}`,
  );
  return 1;
};

const tell = async (world: string, play: PlayWorld, { options, broken }: Failure): Promise<void> => {
  say(`\nFAILED: ${world}, seed ${options.seed}`);
  for (const one of broken.slice(0, 20)) say(`  ${one}`);
  say(`again: ${replayOf(world, options)}`);
  if (!values.quiet) await tellSmaller(world, play, options);
};

const many = async (): Promise<number> => {
  const first = wholeNumber("first", values.first);
  const seeds = Array.from({ length: wholeNumber("seeds", values.seeds) }, (_, at) => first + at);
  const givenMs =
    values.minutes === undefined ? Number.POSITIVE_INFINITY : 60_000 * wholeNumber("minutes", values.minutes);
  const shares = chosen.reduce((sum, world) => sum + (SHARES[world] ?? 1), 0);
  let exitCode = 0;
  for (const world of chosen) {
    const play = WORLDS[world] ?? playLabelling;
    let worlds = 0;
    const startedMs = performance.now();
    const ran = await runSeeds({
      play,
      seeds,
      aiming: !values.quiet,
      isOver: () => performance.now() - startedMs > (givenMs * (SHARES[world] ?? 1)) / shares,
      onWorld: () => {
        worlds += 1;
        if (worlds % 50 === 0 && !values.quiet)
          say(`${world}: ${worlds} worlds in ${Math.round((performance.now() - startedMs) / 1000)} s`);
      },
    });
    const missing = values.quiet || ran.failures.length > 0 ? [] : ran.matrix.missing();
    if (!values.quiet) say(`\n${ran.matrix.table()}`);
    say(`\n${world}: ${JSON.stringify(ran.sums)}\n${ran.matrix.summary()}`);
    for (const cell of missing) say(`NEVER HIT ${cell}`);
    for (const failure of ran.failures) await tell(world, play, failure);
    if (missing.length > 0 || ran.failures.length > 0) exitCode = 1;
    if (exitCode > 0 && values.quiet) break;
  }
  return exitCode;
};

if (values.help) say(HELP);
else if (chosen.length === 0)
  throw new Error(`--world is ${values.world}; allowed: ${Object.keys(WORLDS).join(", ")}, all`);
else process.exitCode = values.replay === undefined ? await many() : await replay(wholeNumber("replay", values.replay));
