import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operations } from "../fuzz/routes/operations.ts";
import {
  answersAsDocumented,
  foreignIdsAreNone,
  type RouteCounts,
  strangersLearnNothing,
} from "../fuzz/routes/route-properties.ts";
import { openRouteWorld, type RouteWorld } from "../fuzz/routes/route-world.ts";

/** The short form of `npm run fuzz -- --only routes`: so many runs, from the same seed unless SEED says another. */
const seed = Number(process.env["SEED"] ?? 8);
const RUNS = { documented: 300, strangers: 800, foreign: 500 };
const TIMEOUT_MS = 120_000;

let world: RouteWorld;
beforeAll(async () => {
  world = await openRouteWorld();
}, TIMEOUT_MS);
afterAll(() => world.close());

describe(`requests drawn from the document (SEED=${seed} draws them again)`, () => {
  it(
    "are answered as it says, whoever sends them and whatever is in them, and every route is reached",
    async () => {
      const counts: RouteCounts = new Map();
      await fc.assert(answersAsDocumented(world, counts), { seed, numRuns: RUNS.documented });
      const reached = new Set([...counts.keys()].map((key) => key.split(" ")[0]));
      expect([...reached].sort()).toEqual(operations.map(({ name }) => name).sort());
      const done = [...counts].filter(([key]) => key.endsWith(" 200")).reduce((sum, [, count]) => sum + count, 0);
      const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
      expect(done / all, "so many get past every check").toBeGreaterThan(0.2);
    },
    TIMEOUT_MS,
  );

  it(
    "tell somebody who is no member nothing, not even that a project is there",
    () => fc.assert(strangersLearnNothing(world), { seed, numRuns: RUNS.strangers }),
    TIMEOUT_MS,
  );

  it(
    "meet nothing under the ids of another project",
    () => fc.assert(foreignIdsAreNone(world), { seed, numRuns: RUNS.foreign }),
    TIMEOUT_MS,
  );
});
