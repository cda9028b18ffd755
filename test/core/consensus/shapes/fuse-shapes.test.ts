import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BOX_KIND } from "../../../../core/consensus/shapes/box-kind.ts";
import { type FusedShape, fuseShapes, NOBODY_KNOWN } from "../../../../core/consensus/shapes/fuse-shapes.ts";
import { KEYPOINTS_KIND } from "../../../../core/consensus/shapes/keypoints-kind.ts";
import { MASK_KIND } from "../../../../core/consensus/shapes/mask-kind.ts";
import { POLYGON_KIND } from "../../../../core/consensus/shapes/polygon-kind.ts";
import { POLYLINE_KIND } from "../../../../core/consensus/shapes/polyline-kind.ts";
import { ROTATED_BOX_KIND } from "../../../../core/consensus/shapes/rotated-box-kind.ts";
import type { ShapeKind } from "../../../../core/consensus/shapes/shape-kind.ts";
import type { Keypoints } from "../../../../core/geometry/keypoints.ts";
import { areaOfMask, type Mask, maskOverlap } from "../../../../core/geometry/mask.ts";
import type { Polygon } from "../../../../core/geometry/polygon.ts";
import { polygonOverlap } from "../../../../core/geometry/polygon-overlap.ts";
import { polylineDistance } from "../../../../core/geometry/polyline-distance.ts";
import { rotatedBoxOverlap } from "../../../../core/geometry/rotated-box.ts";

/** The things of one item on which the n-th annotator drew the n-th list. */
const fused = <Shape, Place>(
  kind: ShapeKind<Shape, Place>,
  ...drawn: readonly (readonly Shape[])[]
): readonly FusedShape<Shape>[] =>
  fuseShapes(
    [
      {
        itemId: "item",
        drawings: drawn.map((shapes, at) => ({
          annotator: `annotator ${at}`,
          shapes: shapes.map((shape) => ({ label: "thing", shape })),
        })),
      },
    ],
    kind,
    { snapshot: NOBODY_KNOWN },
  ).items[0]!.shapes;
const oneOf = <Shape>(shapes: readonly FusedShape<Shape>[]): FusedShape<Shape> => {
  expect(shapes).toHaveLength(1);
  return shapes[0]!;
};

const square = (x: number, y: number, side: number): Polygon => ({
  rings: [
    [
      { x, y },
      { x: x + side, y },
      { x: x + side, y: y + side },
      { x, y: y + side },
    ],
  ],
});
const maskOf = (left: number, top: number, width: number, height: number): Mask => {
  const counts: number[] = [];
  let length = 0;
  for (let pixel = 0; pixel < 40 * 30; pixel += 1) {
    const x = Math.floor(pixel / 30);
    const y = pixel % 30;
    const inside = x >= left && x < left + width && y >= top && y < top + height;
    if (inside !== (counts.length % 2 === 1)) {
      counts.push(length);
      length = 0;
    }
    length += 1;
  }
  return { width: 40, height: 30, counts: [...counts, length] };
};

describe("shapes that people drew for one thing", () => {
  it("become a rotated box between theirs, by whichever corner each began", () => {
    const box = (angle: number, width = 40, height = 20) => ({ center: { x: 50, y: 50 }, width, height, angle });
    const { shape, spatialAgreement } = oneOf(
      fused(ROTATED_BOX_KIND, [box(0.1)], [box(-0.1 + Math.PI)], [box(Math.PI / 2, 20, 40)]),
    );
    expect(rotatedBoxOverlap(shape, box(0))).toBeGreaterThan(0.999);
    expect(spatialAgreement).toBeGreaterThan(0.8);
  });

  it("become a polygon midway between two, and not one of theirs", () => {
    const { shape } = oneOf(fused(POLYGON_KIND, [square(0, 0, 100)], [square(20, 0, 100)]));
    expect(polygonOverlap(shape, square(10, 0, 100))).toBeGreaterThan(0.95);
  });

  it("become nearly the polygon that most of them mean", () => {
    const { shape, doubts } = oneOf(
      fused(POLYGON_KIND, [square(0, 0, 100)], [square(0, 0, 100)], [square(30, 0, 100)]),
    );
    expect(polygonOverlap(shape, square(0, 0, 100))).toBeGreaterThan(0.95);
    expect(doubts).toEqual([]);
  });

  it("keep the hole that most of them cut", () => {
    const holed: Polygon = { rings: [...square(0, 0, 100).rings, ...square(30, 30, 40).rings] };
    const { shape } = oneOf(fused(POLYGON_KIND, [holed], [holed], [square(0, 0, 100)]));
    expect(shape.rings).toHaveLength(2);
    expect(polygonOverlap(shape, holed)).toBeGreaterThan(0.94);
  });

  it("become a line midway, though one began at the other end", () => {
    const line = (y: number) => ({
      points: [
        { x: 0, y },
        { x: 60, y: y + 20 },
        { x: 120, y },
      ],
    });
    const { shape } = oneOf(fused(POLYLINE_KIND, [line(0)], [{ points: line(4).points.toReversed() }]));
    expect(polylineDistance(shape, line(2))).toBeLessThan(0.2);
    expect(shape.points.length).toBeLessThan(10);
  });

  it("become keypoints by name, where one slip is heard little and most votes say what is seen", () => {
    const pose = (eye: number, ...seen: readonly ("visible" | "hidden" | "absent")[]): Keypoints => ({
      keypoints: seen.map((visibility, at) => ({
        name: `p${at}`,
        x: at === 0 ? eye : 100 * at,
        y: 80 * at,
        visibility,
      })),
    });
    const { shape } = oneOf(
      fused(
        KEYPOINTS_KIND,
        [pose(0, "visible", "visible", "absent")],
        [pose(2, "visible", "hidden", "absent")],
        [pose(40, "visible", "hidden", "visible")],
      ),
    );
    expect(shape.keypoints.map(({ visibility }) => visibility)).toEqual(["visible", "hidden", "absent"]);
    expect(shape.keypoints[0]!.x).toBeLessThan(10);
    expect(shape.keypoints[1]).toMatchObject({ x: 100, y: 80 });
  });

  it("become a mask midway between two, and the one that most mean", () => {
    const { shape } = oneOf(fused(MASK_KIND, [maskOf(4, 4, 20, 20)], [maskOf(8, 4, 20, 20)]));
    expect(maskOverlap(shape, maskOf(6, 4, 20, 20))).toBeGreaterThan(0.9);
    const three = oneOf(fused(MASK_KIND, [maskOf(4, 4, 20, 20)], [maskOf(4, 4, 20, 20)], [maskOf(8, 4, 20, 20)]));
    expect(maskOverlap(three.shape, maskOf(4, 4, 20, 20))).toBeGreaterThan(0.94);
  });

  it("take each attribute from those who gave it, decided like a class", () => {
    const box = { x: 0, y: 0, width: 9, height: 9 };
    const drawing = (annotator: string, attributes: Readonly<Record<string, string>>) => ({
      annotator,
      shapes: [{ label: "car", shape: box, attributes }],
    });
    const drawings = [
      drawing("a", { color: "red" }),
      drawing("b", { color: "red", cut: "yes" }),
      drawing("c", { color: "blue" }),
    ];
    const [shape] = fuseShapes([{ itemId: "item", drawings }], BOX_KIND).items[0]!.shapes;
    expect([...shape!.attributes.keys()]).toEqual(["color", "cut"]);
    expect(shape!.attributes.get("color")).toMatchObject({ label: "red", isTied: false });
    expect(shape!.attributes.get("cut")).toMatchObject({ label: "yes" });
  });
});

describe("one item, decided by what a project learned before", () => {
  const box = { x: 0, y: 0, width: 9, height: 9 };
  const item = (itemId: string, ...who: readonly string[]) => ({
    itemId,
    drawings: ["ann", "bo", "lazy"].map((annotator) => ({
      annotator,
      shapes: who.includes(annotator) ? [{ label: "thing", shape: box }] : [],
    })),
  });

  it("is the item that the batch pass decides", () => {
    const project = Array.from({ length: 50 }, (_, at) => item(`i${at}`, "ann", "bo", ...(at % 2 ? ["lazy"] : [])));
    const batch = fuseShapes(project, BOX_KIND);
    const again = fuseShapes([project[0]!], BOX_KIND, { snapshot: batch.snapshot });
    expect(again.items[0]!.shapes[0]!.existence).toBe(batch.items[0]!.shapes[0]!.existence);
    expect(again.items[0]!.shapes[0]!.shape).toEqual(batch.items[0]!.shapes[0]!.shape);
    expect(again.snapshot).toBe(batch.snapshot);
  });

  it("takes a stranger as everybody is taken at first", () => {
    const [shape] = fuseShapes([item("i1", "ann", "bo")], BOX_KIND, { snapshot: NOBODY_KNOWN }).items[0]!.shapes;
    expect(shape).toMatchObject({ verdict: "holds", annotators: ["ann", "bo"] });
  });
});

const kinds: readonly (readonly [string, () => readonly unknown[]])[] = [
  ["rotated boxes", () => fused(ROTATED_BOX_KIND, [], [])],
  ["polygons", () => fused(POLYGON_KIND, [], [{ rings: [] }])],
  [
    "polygons without area",
    () => fused(POLYGON_KIND, [{ rings: [[{ x: 1, y: 1 }]] }], [{ rings: [[{ x: 1, y: 1 }]] }]),
  ],
  [
    "polylines of one point",
    () => fused(POLYLINE_KIND, [{ points: [{ x: 1, y: 1 }] }], [{ points: [{ x: 1, y: 1 }] }]),
  ],
  ["keypoints that are all absent", () => fused(KEYPOINTS_KIND, [{ keypoints: [] }], [{ keypoints: [] }])],
  ["empty masks", () => fused(MASK_KIND, [maskOf(0, 0, 0, 0)], [maskOf(0, 0, 0, 0)])],
];
const everyNumber = (value: unknown): readonly number[] =>
  typeof value === "number"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(everyNumber)
      : [];

describe("every kind of shape", () => {
  it.each(kinds)("has a defined answer for nothing: %s", (_, answer) => {
    expect(everyNumber(answer()).every(Number.isFinite)).toBe(true);
  });

  it("keeps shapes that are all alike just as they are", () => {
    expect(oneOf(fused(POLYGON_KIND, [square(1, 2, 30)], [square(1, 2, 30)])).shape).toEqual(square(1, 2, 30));
    expect(oneOf(fused(MASK_KIND, [maskOf(1, 2, 9, 9)], [maskOf(1, 2, 9, 9)])).shape).toEqual(maskOf(1, 2, 9, 9));
    const box = { center: { x: 3, y: 4 }, width: 10, height: 5, angle: 0.3 };
    expect(oneOf(fused(ROTATED_BOX_KIND, [box], [box], [box])).shape).toEqual(box);
    const line = {
      points: [
        { x: 0, y: 0 },
        { x: 10, y: 3 },
        { x: 20, y: 0 },
      ],
    };
    expect(oneOf(fused(POLYLINE_KIND, [line], [line])).shape).toEqual(line);
  });

  it("refuses what it cannot read", () => {
    expect(() => fused(POLYGON_KIND, [{ rings: [[{ x: Number.NaN, y: 0 }]] }])).toThrow("finite");
    expect(() => fused(POLYLINE_KIND, [{ points: [] }])).toThrow("at least one point");
    expect(() => fused(MASK_KIND, [{ width: 2, height: 2, counts: [3] }])).toThrow("fill its picture");
    const twice = { name: "eye", x: 0, y: 0, visibility: "visible" as const };
    expect(() => fused(KEYPOINTS_KIND, [{ keypoints: [twice, twice] }])).toThrow("given once");
  });

  it("draws the same polygons, to the bit, in any order of annotators, and moves them with the picture", () => {
    const star = fc
      .tuple(
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 30 }),
        fc.array(fc.integer({ min: 20, max: 40 }), { minLength: 5, maxLength: 12 }),
      )
      .map(
        ([x, y, radii]): Polygon => ({
          rings: [
            radii.map((radius, at) => ({
              x: x + Math.round(radius * Math.cos((2 * Math.PI * at) / radii.length)),
              y: y + Math.round(radius * Math.sin((2 * Math.PI * at) / radii.length)),
            })),
          ],
        }),
      );
    const named = (stars: readonly Polygon[]) =>
      stars.map((shape, at) => ({ annotator: `annotator ${at}`, shapes: [{ label: "thing", shape }] }));
    fc.assert(
      fc.property(fc.array(star, { minLength: 2, maxLength: 4 }), (stars) => {
        const run = (drawings: ReturnType<typeof named>) =>
          fuseShapes([{ itemId: "item", drawings }], POLYGON_KIND).items[0]!.shapes;
        const shapes = run(named(stars));
        expect(run(named(stars).toReversed())).toEqual(shapes);
        const moved = stars.map(({ rings }) => ({
          rings: rings.map((ring) => ring.map(({ x, y }) => ({ x: 4 * (x + 64), y: 4 * (y - 32) }))),
        }));
        run(named(moved)).forEach(({ shape }, at) => {
          const back = shape.rings.map((ring) => ring.map(({ x, y }) => ({ x: x / 4 - 64, y: y / 4 + 32 })));
          expect(polygonOverlap({ rings: back }, shapes[at]!.shape)).toBeGreaterThan(0.99);
        });
      }),
      { numRuns: 10 },
    );
  });

  it("never draws a mask outside of what somebody drew", () => {
    const some = fc
      .tuple(fc.nat(20), fc.nat(15), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 15 }))
      .map(([left, top, width, height]) => maskOf(left, top, width, height));
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 5 }), (masks) => {
        for (const { shape, annotators } of fused(MASK_KIND, ...masks.map((mask) => [mask]))) {
          const theirs = annotators.map((name) => masks[Number(name.split(" ")[1])]!);
          expect(areaOfMask(shape)).toBeGreaterThan(0);
          expect(areaOfMask(shape)).toBeLessThanOrEqual(theirs.reduce((sum, mask) => sum + areaOfMask(mask), 0));
          expect(shape.counts.reduce((sum, count) => sum + count, 0)).toBe(1200);
        }
      }),
    );
  });
});
