import { describe, expect, it } from "vitest";
import { hotKeys, hottestBucketShare, KEY_MAX } from "../../bench/hot-keys.ts";
import type { ItemId } from "../../core/ids.ts";
import { backlogOrder, placeInBacklog } from "../../lambdas/store/item-row.ts";

describe("ten thousand people in one project", () => {
  it("ask no key for more than it can give, at five seconds an answer, each sent by itself", async () => {
    const keys = await hotKeys(60, { secondsAnAnswer: 5, answersInSubmit: 1 });
    const over = keys.filter(({ reads, writes }) => reads > KEY_MAX.reads || writes > KEY_MAX.writes);
    expect(over).toEqual([]);
    const [hottest] = keys;
    // The project's own row, read strongly by every request: two thousand submits and two hundred assigns a second.
    expect(hottest?.key).toMatch(/^table PR#/);
    expect(hottest?.reads).toBeGreaterThan(2_000);
    expect(hottest?.reads).toBeLessThan(2_500);
    for (const name of ["leases LX#", "backlog B#", "table ST#", "table AN#", "table PAY#", "table P#"])
      expect(
        keys.some(({ key, writes }) => key.startsWith(name) && writes > 0),
        name,
      ).toBe(true);
  }, 60_000);

  it("are spread over all buckets, whatever the size of the backlog", () => {
    expect(hottestBucketShare()).toBeLessThan(0.03);
  });
});

describe("a place in the backlog", () => {
  const itemId = "abcdefghij2345672345" as ItemId;

  it("tells its item and round, and sorts by priority first", () => {
    const place = backlogOrder({ priority: 3, itemId, round: 12 });
    expect(placeInBacklog(place)).toEqual({ itemId, round: 12 });
    expect(place < backlogOrder({ priority: 16, itemId: "aaaaaaaaaaaaaaaaaaaa" as ItemId, round: 1 })).toBe(true);
  });

  it("that an earlier version wrote is told as it was meant", () => {
    expect(placeInBacklog(`16#${itemId}#2`)).toEqual({ itemId, round: 2 });
  });
});
