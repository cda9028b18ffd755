import { describe, expect, it } from "vitest";
import type { PlayWorld } from "./played.ts";
import { replayOf, runSeeds } from "./run-seeds.ts";

/** A quiet machine takes a minute or two; one that is busy with other runs many times that. */
const TIMEOUT_MS = 900_000;

interface Worlds {
  readonly first: number;
  readonly seeds: number;
  /** False where another file asks it of the same kind of worlds. @default true */
  readonly everyCell?: boolean;
}

/**
 * Worlds of a kind, each from its seed: no promise is broken, every call site was cut before, cut after and answered but
 * lost, and what should go on in such worlds did (`happens`, by the names of their counts).
 */
export const expectPromisesKept = (
  world: string,
  play: PlayWorld,
  { first, seeds, everyCell = true }: Worlds,
  happens: readonly string[],
): void => {
  const all = Array.from({ length: seeds }, (_, at) => first + at);
  describe(`${world} under faults, seeds ${first} to ${first + seeds - 1}`, () => {
    it(
      "loses, doubles and forgets nothing, wherever a call is cut or its answer lost",
      async () => {
        const { failures, matrix, sums } = await runSeeds({ play, seeds: all, aiming: everyCell });
        const [failure] = failures;
        expect(failure?.broken ?? [], failure && `again: ${replayOf(world, failure.options)}`).toEqual([]);
        console.info(`${world}: ${matrix.summary()}; ${JSON.stringify(sums)}`);
        if (everyCell) expect(matrix.missing(), "cells that no seed has hit").toEqual([]);
        for (const name of happens) expect(sums[name], name).toBeGreaterThan(0);
      },
      TIMEOUT_MS,
    );

    it("makes the same calls in the same order from the same seed", async () => {
      const [once, again, other] = [
        await play({ seed: first }),
        await play({ seed: first }),
        await play({ seed: first + 1 }),
      ];
      expect(again.traceSha256).toBe(once.traceSha256);
      expect(other.traceSha256).not.toBe(once.traceSha256);
      expect(once.counts["steps"]).toBeGreaterThan(100);
    });
  });
};
