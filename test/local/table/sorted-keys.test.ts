import { describe, expect, it } from "vitest";
import { seeded } from "../../../core/seeded.ts";
import { keysIn, NO_KEYS, type SortedKeys, withKey, withoutKey } from "../../../local/table/sorted-keys.ts";

const keyOf = (number: number): string => `k${String(number).padStart(5, "0")}`;

describe("sorted keys", () => {
  it("stand in order through thousands of comings and goings, and who reads on an older state is not disturbed", () => {
    const { whole, chance } = seeded(7);
    const there = new Set<string>();
    let keys: SortedKeys = NO_KEYS;
    let older: { readonly keys: SortedKeys; readonly stood: readonly string[] } | undefined;
    for (let step = 0; step < 6_000; step++) {
      const key = keyOf(whole(0, 3_000));
      if (!there.has(key)) {
        keys = withKey(keys, key);
        there.add(key);
      } else if (chance(0.5)) {
        keys = withoutKey(keys, key);
        there.delete(key);
      }
      if (step === 3_000) older = { keys, stood: [...there].sort() };
    }
    const all = [...there].sort();
    expect(keys.length).toBeGreaterThan(2);
    expect([...keysIn(keys, {})]).toEqual(all);
    expect([...keysIn(older?.keys ?? [], {})]).toEqual(older?.stood);
    for (const [from, to] of [
      [10, 2_990],
      [1_500, 1_501],
      [2_000, 1_000],
    ] as const) {
      const within = all.filter((key) => key > keyOf(from) && key <= keyOf(to));
      const range = { gt: keyOf(from), lte: keyOf(to) };
      expect([...keysIn(keys, range)]).toEqual(within);
      expect([...keysIn(keys, { ...range, reverse: true })]).toEqual(within.toReversed());
    }
  });
});
