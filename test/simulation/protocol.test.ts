import { describe, expect, it } from "vitest";
import { playProtocol } from "../support/protocol-play.ts";

const only = process.env["SEED"];
const SEEDS = only ? [Number(only)] : Array.from({ length: 100 }, (_, seed) => seed + 1);

/** Small worlds of annotators, pages that walk away, crashes between any two calls, answers lost and doubled, lagging indexes. */
describe("labelling under crashes", () => {
  it(`loses, doubles and forgets nothing in ${SEEDS.length} worlds (replay one with SEED=n)`, async () => {
    const sums = { answers: 0, crashes: 0, late: 0, corrections: 0, surplus: 0, reconciled: 0 };
    for (const seed of SEEDS) {
      const played = await playProtocol(seed);
      expect(played.broken, `seed ${seed}`).toEqual([]);
      for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += played[name];
    }
    console.info(sums);
    // A world in which nothing goes wrong shows nothing.
    for (const [name, sum] of Object.entries(sums)) if (name !== "surplus") expect(sum, name).toBeGreaterThan(0);
  }, 240_000);
});
