import { describe, expect, test } from "vitest";
import { watchAvailability } from "../../../web/annotate/work/availability.ts";

/** Plays the watch against a list of what the file says, and gives the pauses it made and whether it asked. */
const watch = async (says: readonly (number | undefined)[], onlyMore = false, random = 0.5) => {
  const pauses: number[] = [];
  let asked = 0;
  let next: (() => void) | undefined;
  const left = [...says];
  const stop = watchAvailability({
    read: async () => left.shift(),
    onlyMore,
    firstPauseMs: 15_000,
    random: () => random,
    later: (ms, task) => {
      pauses.push(Math.round(ms));
      next = task;
      return () => undefined;
    },
    onChange: () => asked++,
  });
  const looks = says.length;
  for (let look = 0; look < looks && asked === 0; look++) {
    await new Promise((done) => setTimeout(done));
    const task = next;
    next = undefined;
    if (left.length > 0) task?.();
  }
  stop();
  return { asked, pauses };
};

describe("waiting for work", () => {
  test("asks the API once when the file says something new", async () => {
    expect((await watch([3, 3, 4])).asked).toBe(1);
    expect((await watch([3, 3, 3])).asked).toBe(0);
  });

  test("does not ask for what she has answered already: only for more", async () => {
    expect((await watch([3, 2, 1], true)).asked).toBe(0);
    expect((await watch([3, 2, 4], true)).asked).toBe(1);
  });

  test("looks ever less often, down to two minutes", async () => {
    const { pauses } = await watch(Array.from({ length: 9 }, () => 3));
    expect(pauses.slice(0, 3)).toEqual([15_000, 22_500, 33_750]);
    expect(Math.max(...pauses)).toBe(120_000);
  });

  test("spreads people who ran dry together", async () => {
    const early = await watch([3, 3], false, 0);
    const late = await watch([3, 3], false, 0.99);
    expect(late.pauses[0]! / early.pauses[0]!).toBeGreaterThan(1.5);
  });

  test("asks after ten minutes though the file cannot be read", async () => {
    expect((await watch(Array.from({ length: 14 }, () => undefined))).asked).toBe(1);
  });
});
