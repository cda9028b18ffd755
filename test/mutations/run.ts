import { join } from "node:path";
import { parseArgs } from "node:util";
import { MUTATIONS } from "./all.ts";
import type { Catcher, Mutation } from "./mutation.ts";
import { type PrivateTree, privateTree } from "./private-tree.ts";
import { runIn, type Verdict, verdictOf } from "./verdict.ts";

/**
 * `npm run mutations [-- --only NAME ... --list --untyped --worlds N]`: puts each fault of the list into a copy of the tree, and demands
 * that the tests which are named for it fail by an assertion. The copy without a fault must pass the same tests, and with
 * the faults in it must still satisfy the compiler (`--untyped` leaves that out). Ends with 1 if a fault is not caught.
 * `--worlds N` tries the faults on N worlds of the simulation instead: what it would catch alone.
 */
const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true },
      list: { type: "boolean" },
      untyped: { type: "boolean" },
      worlds: { type: "string" },
    },
  });
  const names = values.only ?? MUTATIONS.map(({ name }) => name);
  const unknown = names.filter((name) => !MUTATIONS.some((one) => one.name === name));
  if (unknown.length > 0) throw new Error(`no mutation is called ${unknown.join(", ")}: --list shows them`);
  const seeds = values.worlds === undefined ? undefined : Number(values.worlds);
  const wanted = MUTATIONS.filter(({ name }) => names.includes(name)).map((mutation) =>
    seeds === undefined ? mutation : { ...mutation, caughtBy: { by: "simulation", seeds } as const },
  );
  if (values.list) {
    for (const { name, wrong, caughtBy } of wanted) console.log(`${name}\n  ${wrong}\n  ${inWords(caughtBy)}`);
    return;
  }
  const tree = await privateTree();
  try {
    const unsound = values.untyped ? [] : await unsoundTypes(tree, wanted);
    const survived = await tryAll(tree, wanted);
    for (const line of unsound) console.log(line);
    const caught = wanted.length - survived.length;
    console.log(`\n${caught} of ${wanted.length} caught${survived.length > 0 ? `, not ${survived.join(", ")}` : ""}`);
    process.exitCode = survived.length + unsound.length > 0 ? 1 : 0;
  } finally {
    await tree.remove();
  }
};

const inWords = (catcher: Catcher): string =>
  catcher.by === "tests"
    ? `${catcher.project}: ${catcher.files.join(" ")}${catcher.named === undefined ? "" : ` "${catcher.named}"`}`
    : `npm run simulate -- --seeds ${catcher.seeds}`;

/** The names of those that were not caught. Each command is run once without a fault before. */
const tryAll = async (tree: PrivateTree, wanted: readonly Mutation[]): Promise<readonly string[]> => {
  const sound = new Map<string, Verdict>();
  const survived: string[] = [];
  for (const mutation of wanted) {
    const command = inWords(mutation.caughtBy);
    const before = sound.get(command) ?? (await verdictOf(tree.folder, mutation.caughtBy));
    sound.set(command, before);
    if (before.state !== "passed") {
      console.log(row(mutation.name, "FAILS WITHOUT IT", 0));
      console.log(before.state === "failed" ? before.by : before.why);
      survived.push(mutation.name);
      continue;
    }
    const startedMs = performance.now();
    const after = await tree.with([mutation], () => verdictOf(tree.folder, mutation.caughtBy));
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    if (after.state === "failed") console.log(row(mutation.name, after.by, seconds));
    else {
      survived.push(mutation.name);
      console.log(row(mutation.name, after.state === "passed" ? "SURVIVED" : "ENDED BADLY", seconds));
      console.log(`  ${mutation.wrong}\n  ${command}`);
      if (after.state === "broken") console.log(after.why);
    }
  }
  return survived;
};

const row = (name: string, by: string, seconds: number): string =>
  `${name.padEnd(34)} ${`${seconds} s`.padStart(6)}  ${by}`;

/** Faults that the compiler sees are not for tests. As many at a time as do not touch the same texts. */
const unsoundTypes = async (tree: PrivateTree, wanted: readonly Mutation[]): Promise<readonly string[]> => {
  const groups: Mutation[][] = [];
  for (const mutation of wanted) {
    const group = groups.find((some) => tree.applies([...some, mutation]));
    if (group) group.push(mutation);
    else groups.push([mutation]);
  }
  const errorsNow = async (): Promise<readonly string[]> => {
    const tsc = join(tree.folder, "node_modules", ".bin", "tsc");
    const { said } = await runIn(tree.folder, tsc, ["-p", "tsconfig.json", "--pretty", "false"]);
    return said.split("\n").filter((line) => /: error TS\d+:/.test(line));
  };
  const before = await errorsNow();
  const found: string[] = [];
  for (const group of groups) {
    const errors = (await tree.with(group, errorsNow)).filter((line) => !before.includes(line));
    found.push(...errors.map((line) => `the compiler sees a fault: ${line}`));
  }
  return found;
};

await main();
