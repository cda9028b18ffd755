import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  learnSegmentRates,
  type Segment,
  type SegmentAnswer,
  segmentConsensus,
} from "../../../../core/consensus/time/segments.ts";
import { scoreSegments, simulateSegments } from "./simulated-segments.ts";

const marks = (...segments: readonly (readonly [number, number, string?])[]): readonly Segment[] =>
  segments.map(([startMs, endMs, label = "chewing"]) => ({ label, startMs, endMs }));
const answers = (...each: readonly (readonly Segment[])[]): readonly SegmentAnswer[] =>
  each.map((segments, who) => ({ annotatorId: `annotator-${who}`, segments }));
const found = (...each: readonly (readonly Segment[])[]) =>
  segmentConsensus(answers(...each)).segments.map(({ label, startMs, endMs }) => [label, startMs, endMs]);

describe("segments of several annotators", () => {
  it("puts each boundary where those who marked the segment put it on average", () => {
    const { segments } = segmentConsensus(answers(marks([1000, 5000]), marks([1100, 5200]), marks([1200, 5700])));
    expect(segments).toEqual([
      {
        label: "chewing",
        startMs: 1100,
        endMs: 5300,
        startSpreadMs: expect.closeTo(81.65, 2),
        endSpreadMs: expect.closeTo(294.39, 2),
        annotators: ["annotator-0", "annotator-1", "annotator-2"],
        support: 1,
        confidence: expect.closeTo(0.9412, 4),
        tied: false,
      },
    ]);
  });

  it("agrees that nothing is here, and says when nobody answered", () => {
    expect(segmentConsensus(answers([], []))).toEqual({ segments: [], inDoubt: [], annotators: 2 });
    expect(segmentConsensus([])).toEqual({ segments: [], inDoubt: [], annotators: 0 });
  });

  it("keeps a lone annotator's segments as she drew them, and is not certain of them", () => {
    const { segments } = segmentConsensus(answers(marks([0, 40], [60, 100], [5000, 9000])));
    expect(segments.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 40],
      [60, 100],
      [5000, 9000],
    ]);
    expect(segments.map(({ confidence }) => confidence)).toEqual([
      expect.closeTo(0.8),
      expect.closeTo(0.8),
      expect.closeTo(0.8),
    ]);
  });

  it("drops what one of three marked and keeps what two did", () => {
    expect(found(marks([0, 4000], [8000, 12_000]), marks([0, 4000]), marks([20_000, 22_000]))).toEqual([
      ["chewing", 0, 4000],
    ]);
  });

  it("shows as a tie what one of two marked", () => {
    const { segments, inDoubt } = segmentConsensus(answers(marks([0, 4000]), []));
    expect(segments).toMatchObject([{ startMs: 0, endMs: 4000, tied: true, support: 0.5, confidence: 0.5 }]);
    expect(inDoubt).toEqual(marks([0, 4000]));
  });

  it("closes a gap that one of three left for a moment", () => {
    expect(found(marks([0, 2000], [2200, 4000]), marks([0, 4000]), marks([0, 1900], [2100, 4000]))).toEqual([
      ["chewing", 0, 4000],
    ]);
  });

  it("lets segments of different labels overlap, and joins those of one annotator and label that do", () => {
    expect(found(marks([0, 3000], [2000, 5000], [4000, 6000, "resting"], [700, 700]))).toEqual([
      ["chewing", 0, 5000],
      ["resting", 4000, 6000],
    ]);
  });

  it("lets one who joined two segments shift no boundary between them", () => {
    expect(found(marks([0, 4000], [8000, 12_000]), marks([0, 4000], [8000, 12_000]), marks([0, 12_000]))).toEqual([
      ["chewing", 0, 4000],
      ["chewing", 8000, 12_000],
    ]);
  });

  it("refuses a segment that ends before it starts, a fraction of a millisecond and a second answer", () => {
    expect(() => found(marks([5, 4]))).toThrow("ends before it starts");
    expect(() => found(marks([0.5, 4]))).toThrow("whole number");
    expect(() => found(marks([0, Number.NaN]))).toThrow("whole number");
    expect(() => segmentConsensus([...answers([]), ...answers([])])).toThrow("two answers");
  });
});

const anySegments = fc.array(
  fc.record({
    label: fc.constantFrom("chewing", "resting"),
    startMs: fc.integer({ min: -5000, max: 20_000 }),
    lengthMs: fc.integer({ min: 0, max: 6000 }),
  }),
  { maxLength: 6 },
);
const anyAnswers = fc
  .array(anySegments, { maxLength: 6 })
  .map((each) =>
    answers(
      ...each.map((segments) =>
        segments.map(({ label, startMs, lengthMs }) => ({ label, startMs, endMs: startMs + lengthMs })),
      ),
    ),
  );
const learned = learnSegmentRates(simulateSegments(1, 30, 5).map(({ answers }) => answers));

describe("whatever segments come", () => {
  it("the order of annotators and of their segments does not matter to the bit", () => {
    fc.assert(
      fc.property(anyAnswers, (given) => {
        const turned = given.toReversed().map((answer) => ({ ...answer, segments: answer.segments.toReversed() }));
        expect(segmentConsensus(turned, { trust: learned })).toEqual(segmentConsensus(given, { trust: learned }));
        expect(learnSegmentRates([turned])).toMatchObject({ prior: learnSegmentRates([given]).prior });
      }),
    );
  });

  it("what annotators are called does not matter", () => {
    fc.assert(
      fc.property(anyAnswers, (given) => {
        const renamed = given.map((answer, who) => ({ ...answer, annotatorId: `called-${9 - who}` }));
        const shown = (answers: readonly SegmentAnswer[]) =>
          segmentConsensus(answers).segments.map(({ startMs, endMs, tied, support }) => [
            startMs,
            endMs,
            tied,
            support,
          ]);
        expect(shown(renamed)).toEqual(shown(given));
      }),
    );
  });

  it("a shift in time shifts the result and nothing else", () => {
    fc.assert(
      fc.property(anyAnswers, fc.integer({ min: -1e9, max: 1e9 }), (given, byMs) => {
        const shift = <One extends Segment>(all: readonly One[]): readonly One[] =>
          all.map((one) => ({ ...one, startMs: one.startMs + byMs, endMs: one.endMs + byMs }));
        const shifted = given.map((answer) => ({ ...answer, segments: shift(answer.segments) }));
        const { segments, inDoubt, annotators } = segmentConsensus(given, { trust: learned });
        expect(segmentConsensus(shifted, { trust: learned })).toEqual({
          segments: shift(segments),
          inDoubt: shift(inDoubt),
          annotators,
        });
      }),
    );
  });

  it("segments of a label are in order and apart, inside what was marked, with probabilities below 1", () => {
    fc.assert(
      fc.property(anyAnswers, fc.boolean(), (given, isLearned) => {
        const { segments } = segmentConsensus(given, isLearned ? { trust: learned } : {});
        for (const label of ["chewing", "resting"]) {
          const drawn = given.flatMap((answer) => answer.segments.filter((one) => one.label === label));
          let lastEnd = Number.NEGATIVE_INFINITY;
          for (const { startMs, endMs, confidence, startSpreadMs, endSpreadMs } of segments.filter(
            (one) => one.label === label,
          )) {
            expect(startMs).toBeGreaterThan(lastEnd);
            expect(endMs).toBeGreaterThan(startMs);
            expect(startMs).toBeGreaterThanOrEqual(Math.min(...drawn.map((one) => one.startMs)));
            expect(endMs).toBeLessThanOrEqual(Math.max(...drawn.map((one) => one.endMs)));
            expect(confidence > 0 && confidence < 1 && startSpreadMs >= 0 && endSpreadMs >= 0).toBe(true);
            lastEnd = endMs;
          }
        }
      }),
    );
  });

  it("all who mark alike get what they marked", () => {
    fc.assert(
      fc.property(anySegments, fc.integer({ min: 1, max: 7 }), (drawn, annotators) => {
        const segments = drawn.map(({ label, startMs, lengthMs }) => ({ label, startMs, endMs: startMs + lengthMs }));
        const alone = found(segments);
        expect(found(...Array.from({ length: annotators }, () => segments))).toEqual(alone);
      }),
    );
  });
});

describe("simulated annotators", () => {
  it.each([3, 5, 9])(
    "%i of them together find more than the best of them alone, and learned rates hardly less",
    (count) => {
      const videos = simulateSegments(7, 120, count);
      const trust = learnSegmentRates(videos.map(({ answers }) => answers));
      const scoreOf = (found: (given: readonly SegmentAnswer[]) => readonly Segment[]) =>
        scoreSegments(videos.map(({ truth, answers }) => ({ truth, found: found(answers) })));
      const alone = Array.from({ length: count }, (_, who) => scoreOf((given) => given[who]?.segments ?? []));
      const plain = scoreOf((given) => segmentConsensus(given).segments);
      const weighted = scoreOf((given) => segmentConsensus(given, { trust }).segments);
      expect(plain.meanIou).toBeGreaterThan(Math.max(...alone.map(({ meanIou }) => meanIou)));
      expect(plain.f1At75).toBeGreaterThan(Math.max(...alone.map(({ f1At75 }) => f1At75)) + 0.1);
      expect(weighted.f1At75).toBeGreaterThan(plain.f1At75 - 0.02);
    },
  );

  it("an annotator who misses much is known for it", () => {
    const careful = marks([0, 4000], [10_000, 14_000], [20_000, 24_000], [30_000, 34_000]);
    const video = answers(careful, careful, careful, marks([0, 4000]));
    const { of } = learnSegmentRates(Array.from({ length: 20 }, () => video));
    expect(of("annotator-3").miss).toBeGreaterThan(0.6);
    expect(of("annotator-0").miss).toBeLessThan(0.1);
    expect(of("stranger").miss).toBeGreaterThan(of("annotator-0").miss);
  });
});
