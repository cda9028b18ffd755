import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markingDistance, spanDistance } from "../../../../core/consensus/text/span-distance.ts";
import { marks, someAnswers } from "./marks.ts";

describe("the distance of two spans", () => {
  it("is one less the share of joint code points that both have", () => {
    expect(spanDistance({ start: 0, end: 4 }, { start: 2, end: 6 })).toBeCloseTo(1 - 2 / 6, 12);
    expect(spanDistance({ start: 0, end: 4 }, { start: 0, end: 4 })).toBe(0);
    expect(spanDistance({ start: 0, end: 4 }, { start: 4, end: 6 })).toBe(1);
  });
});

describe("the distance of two people's markings", () => {
  it.each([
    { name: "0 where neither marked anything", a: marks("a"), b: marks("b"), distance: 0 },
    { name: "1 where one alone did", a: marks("a", [0, 4, "place"]), b: marks("b"), distance: 1 },
    { name: "1 where labels differ", a: marks("a", [0, 4, "place"]), b: marks("b", [0, 4, "person"]), distance: 1 },
    {
      name: "0 where the same is marked in one piece and in two",
      a: marks("a", [0, 4, "place"]),
      b: marks("b", [0, 2, "place"], [2, 4, "place"], [1, 3, "place"]),
      distance: 0,
    },
    {
      name: "in between where they share some",
      a: marks("a", [0, 4, "place"], [8, 10, "person"]),
      b: marks("b", [2, 6, "place"], [8, 10, "person"]),
      distance: 1 - 4 / 8,
    },
  ])("is $name", ({ a, b, distance }) => {
    expect(markingDistance(a.spans, b.spans)).toBeCloseTo(distance, 12);
  });

  it("is the same both ways, between 0 and 1, and 0 to oneself", () => {
    fc.assert(
      fc.property(someAnswers, someAnswers, ([a], [b]) => {
        const own = a?.spans ?? [];
        const others = b?.spans ?? [];
        const distance = markingDistance(own, others);
        expect(markingDistance(others, own)).toBe(distance);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(1);
        expect(markingDistance(own, own.toReversed())).toBe(0);
      }),
    );
  });
});
