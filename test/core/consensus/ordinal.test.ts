import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fuseOrdinal, readOrdinal } from "../../../core/consensus/ordinal.ts";
import { type AnswerRow, answerTable } from "./classes/answer-table.ts";

const read = (...row: readonly number[]) =>
  readOrdinal(
    Float64Array.from(row),
    Float64Array.from(row, (_, at) => at),
  );

describe("a place on a scale", () => {
  it.each([
    { name: "is the step that all named", row: [0, 1, 0], median: 1, tied: 0, mean: 1, distance: 0 },
    {
      name: "lies between the ends where those are split",
      row: [0.4, 0.2, 0.4],
      median: 1,
      tied: 0,
      mean: 1,
      distance: 0.8,
    },
    { name: "is not the likeliest step", row: [0.4, 0.3, 0.3], median: 1, tied: 0, mean: 0.9, distance: 0.7 },
    {
      name: "is a tie where the halves meet between steps",
      row: [0.5, 0, 0.5],
      median: 0,
      tied: 1,
      mean: 1,
      distance: 1,
    },
    { name: "is the only step there is", row: [1], median: 0, tied: 0, mean: 0, distance: 0 },
  ])("$name", ({ row, median, tied, mean, distance }) => {
    const reading = read(...row);
    expect([reading.median[0], reading.tied[0]]).toEqual([median, tied]);
    expect([reading.mean[0], reading.distance[0]]).toEqual([expect.closeTo(mean, 12), expect.closeTo(distance, 12)]);
  });

  it("counts distance on the scale that it is given", () => {
    const reading = readOrdinal(Float64Array.of(0.5, 0.1, 0.4), Float64Array.of(0, 1, 10));
    expect([reading.median[0], reading.mean[0]]).toEqual([0, expect.closeTo(4.1, 12)]);
  });

  it("does not take positions that do not ascend", () => {
    expect(() => readOrdinal(Float64Array.of(0.5, 0.5), Float64Array.of(1, 1))).toThrow("positions ascend");
  });
});

describe("answers on a scale", () => {
  it("holds to gold, and has an answer where nobody gave one", () => {
    const answers = answerTable(
      [
        [0, 0, 4],
        [0, 1, 4],
      ],
      { items: 3, labels: 5 },
    );
    const fit = fuseOrdinal(answers, { gold: Int32Array.of(-1, -1, 3) });
    expect([fit.median[0], fit.median[2], fit.mean[2], fit.distance[2]]).toEqual([4, 3, 3, 0]);
    expect(fit.median[1]).toBeGreaterThanOrEqual(0);
    expect(fuseOrdinal(answerTable([])).median).toEqual(new Int32Array(0));
  });

  it("stays on the scale, whatever is answered", () => {
    const rows = fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)), { maxLength: 25 });
    fc.assert(
      fc.property(rows, (given) => {
        const unique = [...new Map(given.map((row): [string, AnswerRow] => [`${row[0]} ${row[1]}`, row])).values()];
        const fit = fuseOrdinal(answerTable(unique, { items: 5, annotators: 5, labels: 5 }));
        for (let item = 0; item < 5; item += 1) {
          expect(fit.mean[item]).toBeGreaterThanOrEqual(0);
          expect(fit.mean[item]).toBeLessThanOrEqual(4);
          expect(fit.distance[item]).toBeLessThanOrEqual(4);
        }
      }),
    );
  });
});
