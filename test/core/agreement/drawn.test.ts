import { describe, expect, it } from "vitest";
import { bootstrapInterval } from "../../../core/agreement/bootstrap.ts";
import { gridAlpha, type Stretch } from "../../../core/agreement/grid-alpha.ts";
import { matchedObjects } from "../../../core/agreement/matched-objects.ts";
import { objectAlpha } from "../../../core/agreement/object-alpha.ts";
import { lineOverlap, withLabel } from "../../../core/agreement/overlap.ts";
import { overlapOf as boxOverlap, type SideBox as Sides } from "../../../core/consensus/side-box.ts";
import { seeded } from "../../../core/seeded.ts";
import { figureValue } from "./reliability.ts";

const stretch = (from: number, to: number, label = 0): Stretch => ({ from, to, label });
const box = (left: number, top: number, right: number, bottom: number): Sides => ({ left, top, right, bottom });

describe("alpha of spans on a grid", () => {
  // Three coders on the positions 0 to 55; the published ends are included, ours are not.
  const marks = [[stretch(3, 15), stretch(22, 53)], [stretch(3, 10), stretch(22, 53)], [stretch(22, 46)]];

  it("gives the figure of the 56 positions", () => {
    expect(figureValue(gridAlpha([{ length: 56, marks }]).figure())).toBeCloseTo(0.520333, 6);
  });

  it("is 1 where all mark the same, and no figure where nobody marks anything", () => {
    const same = [stretch(1, 4), stretch(6, 7)];
    expect(figureValue(gridAlpha([{ length: 9, marks: [same, same] }]).figure())).toBe(1);
    expect(figureValue(gridAlpha([{ length: 9, marks: [[], []] }]).figure())).toBe("no-variation");
    expect(figureValue(gridAlpha([{ length: 9, marks: [same] }]).figure())).toBe("one-annotator");
    expect(figureValue(gridAlpha([]).figure())).toBe("no-answers");
  });

  it("tells labels apart", () => {
    const alike = [{ length: 10, marks: [[stretch(0, 5, 0)], [stretch(0, 5, 0)]] }];
    const unlike = [{ length: 10, marks: [[stretch(0, 5, 0)], [stretch(0, 5, 1)]] }];
    expect(figureValue(gridAlpha(alike).figure())).toBe(1);
    expect(Number(figureValue(gridAlpha(unlike).figure()))).toBeLessThan(0.5);
  });

  it("has an interval over lines", () => {
    const lines = Array.from({ length: 12 }, (_, at) => ({
      length: 20 + at,
      marks: [[stretch(at, at + 5)], [stretch(at, at + 3 + (at % 4))]],
    }));
    const measure = gridAlpha(lines);
    const interval = bootstrapInterval(measure, seeded(1).next, { resamples: 200 });
    expect(interval.kind).toBe("interval");
    if (interval.kind !== "interval") return;
    expect(interval.low).toBeLessThan(Number(figureValue(measure.figure())));
    expect(interval.high).toBeGreaterThan(Number(figureValue(measure.figure())));
  });

  it("refuses a stretch that does not lie on the line", () => {
    expect(() => gridAlpha([{ length: 5, marks: [[stretch(3, 6)]] }])).toThrow(
      "from 3 to 6 does not lie on a line of 5",
    );
    expect(() => gridAlpha([{ length: 5, marks: [[stretch(2, 2)]] }])).toThrow("from 2 to 2");
  });
});

describe("things that several people drew", () => {
  it("are put together, at most one of each person, the closest first", () => {
    const drawn = [
      [stretch(0, 10), stretch(20, 30)],
      [stretch(21, 30), stretch(19, 30), stretch(50, 60)],
      [stretch(0, 9)],
    ];
    expect(matchedObjects(drawn, lineOverlap, 0.3)).toEqual([
      [0, undefined, 0],
      [1, 1, undefined],
      [undefined, 0, undefined],
      [undefined, 2, undefined],
    ]);
  });

  it("stay apart where they share too little, or nothing", () => {
    expect(matchedObjects([[stretch(0, 10)], [stretch(8, 18)]], lineOverlap, 0.3)).toHaveLength(2);
    expect(matchedObjects([[stretch(0, 10)], [stretch(10, 20)]], lineOverlap, 0)).toHaveLength(2);
  });

  it("overlap by the share of the joint area or length", () => {
    expect(boxOverlap(box(0, 0, 10, 10), box(5, 0, 15, 10))).toBeCloseTo(1 / 3, 12);
    expect(boxOverlap(box(0, 0, 10, 10), box(10, 0, 20, 10))).toBe(0);
    expect(boxOverlap(box(1, 1, 1, 1), box(1, 1, 1, 1))).toBe(0);
    expect(lineOverlap(stretch(0, 10), stretch(5, 15))).toBeCloseTo(1 / 3, 12);
    expect(withLabel(lineOverlap)(stretch(0, 9, 1), stretch(0, 9, 2))).toBe(0);
    expect(withLabel(lineOverlap)(stretch(0, 9, 1), stretch(0, 9, 1))).toBe(1);
  });
});

describe("alpha of boxes", () => {
  const drawn = (...things: readonly (readonly Sides[])[]) => ({
    drawn: things.map((own, annotator) => ({ annotator, things: own })),
  });
  const near = box(0, 0, 10, 10);
  const far = box(50, 50, 60, 60);

  it("is 1 where all draw the same", () => {
    expect(figureValue(objectAlpha([drawn([near, far], [near, far]), drawn([far], [far])], boxOverlap).figure())).toBe(
      1,
    );
  });

  it("is worked out by hand for two boxes that overlap by a half and one drawn by one person alone", () => {
    const items = [drawn([near], [box(0, 0, 10, 5)]), drawn([far], [])];
    // Values: near, half of it, far, nothing. Within items 0.5 and 1 apart; all six pairs: 0.5 and five times 1.
    const observed = (0.5 + 1) / 2;
    const expected = 5.5 / 6;
    expect(objectAlpha(items, boxOverlap).figure()).toMatchObject({
      value: expect.closeTo(1 - observed / expected, 12),
      observed: expect.closeTo(observed, 12),
      expected: expect.closeTo(expected, 12),
    });
  });

  it("counts an item on which nobody drew anything as agreed", () => {
    const split = drawn([near], []);
    const without = Number(figureValue(objectAlpha([split, drawn([far], [far])], boxOverlap).figure()));
    const withEmpty = Number(
      figureValue(objectAlpha([split, drawn([far], [far]), drawn([], [])], boxOverlap).figure()),
    );
    expect(withEmpty).toBeGreaterThan(without);
    expect(figureValue(objectAlpha([drawn([], [])], boxOverlap).figure())).toBe("no-variation");
    expect(figureValue(objectAlpha([drawn([near])], boxOverlap).figure())).toBe("one-annotator");
    expect(figureValue(objectAlpha([], boxOverlap).figure())).toBe("no-answers");
  });

  it("is the same whoever comes first", () => {
    const one = {
      drawn: [
        { annotator: 0, things: [near] },
        { annotator: 1, things: [box(1, 0, 10, 10), far] },
      ],
    };
    const turned = { drawn: [...one.drawn].reverse() };
    const rest = drawn([far], [box(50, 50, 58, 60)]);
    expect(objectAlpha([turned, rest], boxOverlap).figure()).toEqual(objectAlpha([one, rest], boxOverlap).figure());
  });

  it("is the same whoever comes first where overlaps are equal", () => {
    const at = (from: number): Sides => box(from, 0, from + 10, 1);
    const chain = [
      { annotator: 0, things: [at(0), at(12)] },
      { annotator: 1, things: [at(4)] },
      { annotator: 2, things: [at(8)] },
    ];
    const once = objectAlpha([{ drawn: chain }], boxOverlap).figure();
    expect(objectAlpha([{ drawn: chain.toReversed() }], boxOverlap).figure()).toEqual(once);
  });

  it("draws items, not boxes, for its interval", () => {
    const items = Array.from({ length: 10 }, (_, at) =>
      drawn([near, box(at, 20, at + 9, 30)], [box(0, 0, 10 - (at % 5), 10)]),
    );
    const measure = objectAlpha(items, boxOverlap);
    expect([...measure.takesPart]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(measure.figure(new Float64Array(10).fill(1))).toEqual(measure.figure());
    expect(bootstrapInterval(measure, seeded(2).next, { resamples: 100 }).kind).toBe("interval");
  });
});
