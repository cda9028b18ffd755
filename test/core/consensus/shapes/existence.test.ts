import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { existenceOf, learnRates, ratesAtFirst, type Sightings } from "../../../../core/consensus/shapes/existence.ts";
import { verdictOn } from "../../../../core/consensus/shapes/verdict.ts";

/** Each thing as a row: who of n annotators drew it. */
const sightings = (rows: readonly (readonly number[])[], annotators: number): Sightings => ({
  annotators,
  starts: Int32Array.from({ length: rows.length + 1 }, (_, at) => at * annotators),
  annotator: Int32Array.from({ length: rows.length * annotators }, (_, at) => at % annotators),
  drew: Uint8Array.from(rows.flat()),
});
const drawnBy = (drew: number, annotators: number): readonly number[] =>
  Array.from({ length: annotators }, (_, at) => (at < drew ? 1 : 0));
const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9];

describe("whether a drawn thing is there", () => {
  it.each(counts)("goes by more than half when %i annotators are all alike", (annotators) => {
    const rows = Array.from({ length: annotators }, (_, at) => drawnBy(at + 1, annotators));
    const all = sightings(rows, annotators);
    const existence = [...existenceOf(all, ratesAtFirst(annotators))];
    expect(existence).toEqual(existence.toSorted((a, b) => a - b));
    expect(existence.every((sure) => sure > 0 && sure < 1)).toBe(true);
    existence.forEach((sure, at) => {
      if (2 * (at + 1) > annotators) expect(sure).toBeGreaterThan(0.5);
      if (2 * (at + 1) > annotators) expect(verdictOn({ existence: sure })).toBe("holds");
      if (2 * (at + 1) < annotators) expect(sure).toBeLessThan(0.5);
      if (2 * (at + 1) === annotators) expect(verdictOn({ existence: sure })).toBe("doubtful");
    });
  });

  it("stays in doubt for what one of two drew, however often the two agree elsewhere", () => {
    for (const agreed of [0, 100, 500, 900, 990]) {
      const rows = Array.from({ length: 1000 }, (_, at) => (at < agreed ? [1, 1] : at % 2 ? [1, 0] : [0, 1]));
      const all = sightings(rows, 2);
      const existence = existenceOf(all, learnRates(all));
      expect(verdictOn({ existence: existence[999]! }), `${agreed} of 1000 agreed`).toBe("doubtful");
    }
  });

  it("believes the rare lone drawing of one who is never wrong over that of one who often is", () => {
    const rows = Array.from({ length: 200 }, (_, at) => {
      if (at < 120) return [1, 1, 1, at % 3 === 0 ? 0 : 1];
      return at % 2 === 0 ? [0, 0, 0, 1] : [1, 1, 0, 1];
    });
    const all = sightings([...rows, [1, 0, 1, 0], [0, 0, 1, 1]], 4);
    const existence = existenceOf(all, learnRates(all));
    expect(existence.at(-2)!).toBeGreaterThan(existence.at(-1)!);
  });

  it("says nothing new where nobody, or one person alone, looked", () => {
    expect(learnRates(sightings([], 2))).toEqual(ratesAtFirst(2));
    const alone = sightings([[1], [1], [1]], 1);
    expect([...existenceOf(alone, learnRates(alone))]).toEqual(
      [0.75, 0.75, 0.75].map((sure) => expect.closeTo(sure, 9)),
    );
  });

  it("never sinks when one more of those who looked drew it", () => {
    const rows = fc.integer({ min: 2, max: 6 }).chain((annotators) =>
      fc.tuple(
        fc.constant(annotators),
        fc.array(
          fc
            .array(fc.constantFrom(0, 1), { minLength: annotators, maxLength: annotators })
            .filter((row) => row.includes(1)),
          { minLength: 1, maxLength: 30 },
        ),
      ),
    );
    fc.assert(
      fc.property(rows, ([annotators, drawn]) => {
        const rates = learnRates(sightings(drawn, annotators));
        for (const row of drawn) {
          const at = row.indexOf(0);
          if (at < 0) continue;
          const [before, after] = existenceOf(sightings([row, row.with(at, 1)], annotators), rates);
          expect(after!).toBeGreaterThanOrEqual(before!);
        }
      }),
    );
  });
});
