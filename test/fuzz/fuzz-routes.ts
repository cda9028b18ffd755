import fc, { type Parameters as Options, type RunDetails } from "fast-check";
import type { FuzzReport } from "./fuzz-report.ts";
import {
  answersAsDocumented,
  foreignIdsAreNone,
  type RouteCounts,
  strangersLearnNothing,
} from "./routes/route-properties.ts";
import { openRouteWorld } from "./routes/route-world.ts";

/** Names of what is asked of the routes, as `--only` takes them. */
export const ROUTE_RUNS = ["routes-documented", "routes-strangers", "routes-foreign"] as const;

type Checked = Pick<RunDetails<unknown>, "failed" | "numRuns" | "seed" | "counterexamplePath" | "errorInstance">;
type How = Pick<Options<unknown>, "seed" | "numRuns" | "path" | "interruptAfterTimeLimit">;

/** Requests drawn from the document, for so long, split between what is asked of them; one report each. */
export const fuzzRoutes = async (
  names: readonly string[],
  { seed, forMs, path }: { readonly seed: number; readonly forMs: number; readonly path?: string | undefined },
): Promise<readonly FuzzReport[]> => {
  const world = await openRouteWorld();
  const counts: RouteCounts = new Map();
  const checks: Readonly<Record<string, (how: How) => Promise<Checked>>> = {
    "routes-documented": (how) => fc.check(answersAsDocumented(world, counts), how),
    "routes-strangers": (how) => fc.check(strangersLearnNothing(world), how),
    "routes-foreign": (how) => fc.check(foreignIdsAreNone(world), how),
  };
  try {
    const reports: FuzzReport[] = [];
    for (const name of names) {
      counts.clear();
      const check = checks[name];
      if (!check) throw new Error(`nothing of routes is called ${name}`);
      const share = forMs / names.length;
      const run = await check({
        seed,
        ...(path === undefined ? { numRuns: Number.MAX_SAFE_INTEGER } : { path }),
        interruptAfterTimeLimit: share,
      });
      reports.push(reportOf(name, run, counts));
    }
    return reports;
  } finally {
    await world.close();
  }
};

const reportOf = (name: string, run: Checked, counts: RouteCounts): FuzzReport => {
  const outcomes: Record<string, number> = {};
  for (const [key, count] of counts) {
    const status = key.split(" ")[1] ?? "";
    outcomes[status] = (outcomes[status] ?? 0) + count;
  }
  if (counts.size === 0) outcomes["same"] = run.numRuns;
  const inputs = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  return { name, inputs, kept: 0, outcomes, findings: run.failed ? [findingOf(name, run)] : [] };
};

/** fast-check's own seed and path draw the same requests again, as small as they were made. */
const findingOf = (name: string, { seed, counterexamplePath, errorInstance }: Checked) => ({
  what: `${errorInstance instanceof Error ? errorInstance.message : String(errorInstance)}\n  again: npm run fuzz -- --only ${name} --seed ${seed} --path ${counterexamplePath}`,
  input: new Uint8Array(0),
});
