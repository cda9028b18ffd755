import fc from "fast-check";
import { expect, it } from "vitest";
import { bestPairing } from "../../../core/consensus/hungarian.ts";

const totalOf = (weights: readonly (readonly number[])[], pairing: readonly number[]): number =>
  pairing.reduce((sum, column, row) => sum + (column < 0 ? 0 : (weights[row]?.[column] ?? 0)), 0);

/** Tries every pairing. */
const bestTotal = (
  weights: readonly (readonly number[])[],
  row = 0,
  taken: ReadonlySet<number> = new Set(),
): number => {
  if (row === weights.length) return 0;
  const skipped = bestTotal(weights, row + 1, taken);
  return (weights[row] ?? []).reduce(
    (best, weight, column) =>
      taken.has(column) ? best : Math.max(best, weight + bestTotal(weights, row + 1, new Set([...taken, column]))),
    skipped,
  );
};

const matrix = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
  fc.array(fc.array(fc.oneof(fc.constant(0), fc.nat(1000)), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  }),
);

it("finds a pairing that no other beats", () => {
  fc.assert(
    fc.property(matrix, (weights) => {
      const pairing = bestPairing(weights);
      const used = pairing.filter((column) => column >= 0);
      expect(new Set(used).size).toBe(used.length);
      expect(totalOf(weights, pairing)).toBe(bestTotal(weights));
    }),
    { numRuns: 500 },
  );
});

it("pairs nothing where nothing fits", () => {
  expect(
    bestPairing([
      [0, 0],
      [0, 0],
    ]),
  ).toEqual([-1, -1]);
  expect(bestPairing([])).toEqual([]);
});
