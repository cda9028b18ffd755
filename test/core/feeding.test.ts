import { describe, expect, it } from "vitest";
import { beginAfter, demandPerMinute, ticketsWanted } from "../../core/feeding.ts";

describe("feeding", () => {
  it("measures demand between two readings, and knows nothing from one", () => {
    const at = (annotations: number, minutes: number) => ({ annotations, atMs: minutes * 60_000 });
    expect(demandPerMinute(at(130, 3), at(10, 1))).toBe(60);
    expect(demandPerMinute(at(130, 3), undefined)).toBe(0);
    expect(demandPerMinute(at(0, 3), at(10, 1))).toBe(0);
  });

  it.each([
    ["a few while nobody has asked yet", 0, 10, 0, 4],
    ["two minutes of demand", 100, 10, 0, 20],
    ["only what is not waiting already", 100, 10, 15, 5],
    ["nothing when enough wait", 100, 10, 30, 0],
    ["never more than can still be put in order", 1e6, 1, 0, 24_000],
    ["enough for ten thousand people at five seconds an answer", 120_000, 10, 0, 24_000],
  ] as const)("sends %s", (_, perMinute, items, waiting, expected) => {
    expect(ticketsWanted(perMinute, items, waiting)).toBe(expected);
  });

  it("goes on where it stopped, but not past something more urgent", () => {
    expect(beginAfter("16#bbb", "16#aaa")).toBe("16#bbb");
    expect(beginAfter("16#bbb", "02#ccc")).toBeUndefined();
    expect(beginAfter("16#bbb", undefined)).toBeUndefined();
    expect(beginAfter(undefined, "16#aaa")).toBeUndefined();
  });
});
