import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { majority } from "../../../../core/consensus/classes/majority.ts";
import { type DrawnItem, type FusedBox, fuseBoxes } from "../../../../core/consensus/shapes/fuse-boxes.ts";

type Corner = readonly [label: string, x: number, y: number, width: number, height: number];
const boxesOf = (...boxes: readonly Corner[]) =>
  boxes.map(([label, x, y, width, height]) => ({ label, x, y, width, height }));
const itemOf = (itemId: string, drawings: Readonly<Record<string, readonly Corner[]>>): DrawnItem => ({
  itemId,
  drawings: Object.entries(drawings).map(([annotator, boxes]) => ({ annotator, boxes: boxesOf(...boxes) })),
});
const only = (item: DrawnItem): readonly FusedBox[] => fuseBoxes([item]).items[0]!.boxes;

describe("the boxes of a project", () => {
  it("keeps a lone annotator's boxes as she drew them, and holds them", () => {
    expect(only(itemOf("i1", { ann: [["leaf", 10, 20, 30, 40]] }))).toMatchObject([
      {
        label: "leaf",
        x: 10,
        y: 20,
        width: 30,
        height: 40,
        annotators: ["ann"],
        verdict: "holds",
        spatialAgreement: null,
      },
    ]);
  });

  it("leaves what one of two drew in doubt, and drops what one of three drew", () => {
    expect(only(itemOf("i1", { ann: [["leaf", 0, 0, 9, 9]], bo: [] }))).toMatchObject([
      { verdict: "doubtful", doubts: ["existence"] },
    ]);
    expect(only(itemOf("i1", { ann: [["leaf", 0, 0, 9, 9]], bo: [], cy: [] }))).toMatchObject([
      { verdict: "dropped", doubts: [] },
    ]);
  });

  it("says who drew what, and how well they agree", () => {
    const [box] = only(
      itemOf("i1", { cy: [["leaf", 0, 0, 10, 10]], ann: [["leaf", 0, 0, 10, 10]], bo: [["leaf", 0, 0, 10, 5]] }),
    );
    expect(box).toMatchObject({ annotators: ["ann", "bo", "cy"], verdict: "holds" });
    expect(box!.spatialAgreement).toBeCloseTo(2 / 3, 12);
    expect(box!.existence).toBeLessThan(1);
  });

  it("hears the one who is far off less than those who agree", () => {
    const [box] = only(
      itemOf("i1", { ann: [["a", 0, 0, 10, 10]], bo: [["a", 0, 0, 10, 10]], cy: [["a", 4, 0, 10, 10]] }),
    );
    expect(box!.x).toBeGreaterThan(0);
    expect(box!.x).toBeLessThan(4 / 3);
  });

  it("finds nothing where nobody drew anything, on no item and without annotators", () => {
    expect(only(itemOf("i1", { ann: [], bo: [] }))).toEqual([]);
    expect(only(itemOf("i1", {}))).toEqual([]);
    expect(fuseBoxes([])).toEqual({ items: [], skills: [] });
  });

  it("takes boxes without area for things of their own", () => {
    const boxes = only(itemOf("i1", { ann: [["a", 5, 5, 0, 0]], bo: [["a", 5, 5, 0, 0]] }));
    expect(boxes.map(({ annotators }) => annotators)).toEqual([["ann"], ["bo"]]);
  });

  it("reports tied labels as a doubt", () => {
    const item = itemOf("i1", { ann: [["a", 0, 0, 10, 10]], bo: [["b", 0, 0, 10, 10]] });
    expect(fuseBoxes([item], { method: majority }).items[0]!.boxes).toMatchObject([
      { label: "a", labelConfidence: 0.5, doubts: ["label"] },
    ]);
  });

  it("refuses numbers that are none, negative sides, and an item or annotator given twice", () => {
    const bad = (x: number, width: number) => () => only(itemOf("i1", { ann: [["a", x, 0, width, 1]] }));
    expect(bad(Number.NaN, 1)).toThrow("finite");
    expect(bad(0, -1)).toThrow("negative");
    const item = itemOf("i1", { ann: [] });
    expect(() => fuseBoxes([item, item])).toThrow("an item is given once");
    expect(() => only({ itemId: "i1", drawings: [...item.drawings, ...item.drawings] })).toThrow("draws once");
  });

  it("learns who leaves things out and who sees what is not there", () => {
    const items = Array.from({ length: 60 }, (_, at) =>
      itemOf(`i${at}`, {
        ann: [["a", 0, 0, 10, 10]],
        bo: [["a", 0, 0, 10, 10]],
        lazy: at % 2 === 0 ? [["a", 0, 0, 10, 10]] : [],
        keen: [
          ["a", 1, 0, 10, 10],
          ["a", 50, 50, 10, 10],
        ],
      }),
    );
    const { skills, items: fused } = fuseBoxes(items);
    const missOf = (name: string) => skills.find(({ annotator }) => annotator === name)!.miss;
    expect(missOf("lazy")).toBeGreaterThan(0.35);
    expect(missOf("ann")).toBeLessThan(0.05);
    expect(fused.every(({ boxes }) => boxes.map(({ verdict }) => verdict).join() === "holds,dropped")).toBe(true);
    expect(skills.find(({ annotator }) => annotator === "keen")!.sigma).toBeGreaterThan(skills[0]!.sigma);
  });
});

const corner = fc.tuple(
  fc.constantFrom("a", "b", "c"),
  fc.integer({ min: 0, max: 400 }),
  fc.integer({ min: 0, max: 400 }),
  fc.integer({ min: 1, max: 200 }),
  fc.integer({ min: 1, max: 200 }),
);
const item = (itemId: string) =>
  fc
    .dictionary(fc.constantFrom("ann", "bo", "cy", "di", "ed"), fc.array(corner, { maxLength: 6 }))
    .map((drawings) => itemOf(itemId, drawings));
const project = fc.tuple(item("i1"), item("i2"), item("i3"));
const everyNumber = (value: unknown): readonly number[] =>
  typeof value === "number"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(everyNumber)
      : [];

describe("boxes over seeds", () => {
  it("gives the same bits in any order of items, annotators and boxes", () => {
    const shuffled = project.chain((items) =>
      fc.tuple(
        fc.constant(items),
        fc.shuffledSubarray(items, { minLength: items.length }).chain((mixed) =>
          fc.tuple(
            ...mixed.map((one) =>
              fc.shuffledSubarray([...one.drawings], { minLength: one.drawings.length }).map((drawings) => ({
                ...one,
                drawings: drawings.map(({ annotator, boxes }) => ({ annotator, boxes: boxes.toReversed() })),
              })),
            ),
          ),
        ),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([items, mixed]) => {
        const one = fuseBoxes(items);
        const other = fuseBoxes(mixed);
        expect(other.skills).toEqual(one.skills);
        for (const { itemId, boxes } of other.items)
          expect(boxes).toEqual(one.items.find((each) => each.itemId === itemId)!.boxes);
      }),
    );
  });

  it("moves and grows with the picture", () => {
    fc.assert(
      fc.property(project, fc.integer({ min: -500, max: 500 }), fc.constantFrom(0.25, 2, 16), (items, by, times) => {
        const moved = items.map((one) => ({
          ...one,
          drawings: one.drawings.map(({ annotator, boxes }) => ({
            annotator,
            boxes: boxes.map((box) => ({
              label: box.label,
              x: (box.x + by) * times,
              y: (box.y - by) * times,
              width: box.width * times,
              height: box.height * times,
            })),
          })),
        }));
        const there = fuseBoxes(moved).items.map(({ boxes }) => boxes);
        fuseBoxes(items).items.forEach(({ boxes }, at) => {
          expect(there[at]!.map(({ annotators }) => annotators)).toEqual(boxes.map(({ annotators }) => annotators));
          boxes.forEach((box, which) => {
            expect(there[at]![which]!.x).toBeCloseTo((box.x + by) * times, 6);
            expect(there[at]![which]!.height).toBeCloseTo(box.height * times, 6);
            expect(there[at]![which]!.existence).toBeCloseTo(box.existence, 9);
          });
        });
      }),
    );
  });

  it("changes nothing but names when labels are renamed", () => {
    const renamed: Readonly<Record<string, string>> = { a: "z", b: "y", c: "x" };
    fc.assert(
      fc.property(project, (items) => {
        const other = items.map((one) => ({
          ...one,
          drawings: one.drawings.map(({ annotator, boxes }) => ({
            annotator,
            boxes: boxes.map((box) => ({ ...box, label: renamed[box.label]! })),
          })),
        }));
        const there = fuseBoxes(other).items.map(({ boxes }) => boxes);
        fuseBoxes(items).items.forEach(({ boxes }, at) => {
          boxes.forEach((box, which) => {
            const same = there[at]![which]!;
            expect([same.x, same.y, same.existence, same.annotators]).toEqual([
              box.x,
              box.y,
              box.existence,
              box.annotators,
            ]);
            expect(same.labelConfidence).toBeCloseTo(box.labelConfidence, 9);
          });
        });
      }),
    );
  });

  it("changes nothing but names when annotators are renamed", () => {
    const renamed: Readonly<Record<string, string>> = { ann: "v", bo: "u", cy: "t", di: "s", ed: "r" };
    fc.assert(
      fc.property(project, (items) => {
        const other = items.map((one) => ({
          ...one,
          drawings: one.drawings.map(({ annotator, boxes }) => ({ annotator: renamed[annotator]!, boxes })),
        }));
        const there = fuseBoxes(other).items.map(({ boxes }) => boxes);
        fuseBoxes(items).items.forEach(({ boxes }, at) => {
          expect(there[at]).toHaveLength(boxes.length);
          boxes.forEach((box, which) => {
            const same = there[at]![which]!;
            expect(same.annotators).toEqual(box.annotators.map((name) => renamed[name]!).sort());
            expect(same.x).toBeCloseTo(box.x, 9);
            expect(same.existence).toBeCloseTo(box.existence, 9);
          });
        });
      }),
    );
  });

  it("never gives a number that is none, and hears each annotator at most once for a thing", () => {
    fc.assert(
      fc.property(project, (items) => {
        const fusion = fuseBoxes(items);
        expect(everyNumber(fusion).every(Number.isFinite)).toBe(true);
        for (const { boxes } of fusion.items)
          for (const { annotators } of boxes) expect(new Set(annotators).size).toBe(annotators.length);
      }),
    );
  });
});
