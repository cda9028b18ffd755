import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestPairing } from "../../../../core/consensus/hungarian.ts";
import { merged, temporalIou } from "../../../../core/consensus/time/interval.ts";
import { pairIntervals, segmentDistance } from "../../../../core/consensus/time/segment-distance.ts";

const marks = (...segments: readonly (readonly [number, number, string?])[]) =>
  segments.map(([startMs, endMs, label = "chewing"]) => ({ label, startMs, endMs }));

describe("the distance of two annotators' segments", () => {
  it.each([
    { what: "the same", a: marks([0, 10]), b: marks([0, 10]), apart: 0 },
    { what: "nothing by either", a: [], b: [], apart: 0 },
    { what: "nothing by one", a: marks([0, 10]), b: [], apart: 1 },
    { what: "a length of zero, which is nothing", a: marks([5, 5]), b: [], apart: 0 },
    { what: "half of the time shared", a: marks([0, 15]), b: marks([5, 20]), apart: 0.5 },
    { what: "another label", a: marks([0, 10]), b: marks([0, 10, "resting"]), apart: 1 },
    { what: "one more that is alone", a: marks([0, 10], [50, 60]), b: marks([0, 10]), apart: 0.5 },
    { what: "two that touch against one", a: marks([0, 5], [5, 10]), b: marks([0, 10]), apart: 0 },
  ])("is $apart for $what", ({ a, b, apart }) => {
    expect(segmentDistance(a, b)).toBeCloseTo(apart, 12);
    expect(segmentDistance(b, a)).toBeCloseTo(apart, 12);
  });

  it("pairs as well as the optimal assignment does", () => {
    const list = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 })), { maxLength: 8 })
      .map((drawn) => merged(drawn.map(([startMs, lengthMs]) => ({ startMs, endMs: startMs + lengthMs }))));
    fc.assert(
      fc.property(list, list, (a, b) => {
        const weights = a.map((one) => b.map((other) => Math.round(1e9 * temporalIou(one, other))));
        const best = bestPairing(weights).reduce((sum, column, row) => sum + (weights[row]?.[column] ?? 0), 0);
        const pairs = pairIntervals(a, b);
        expect(pairs.reduce((sum, { iou }) => sum + iou, 0)).toBeCloseTo(best / 1e9, 6);
        expect(new Set(pairs.map((pair) => pair.a)).size).toBe(pairs.length);
        expect(new Set(pairs.map((pair) => pair.b)).size).toBe(pairs.length);
      }),
    );
  });
});
