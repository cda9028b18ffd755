import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxOverlap } from "../../../core/geometry/box.ts";
import { keypointSimilarity } from "../../../core/geometry/keypoints.ts";
import { type Mask, maskFault, maskOverlap } from "../../../core/geometry/mask.ts";
import type { Polygon } from "../../../core/geometry/polygon.ts";
import { polygonOverlap } from "../../../core/geometry/polygon-overlap.ts";
import { polylineDistance, polylineOverlap } from "../../../core/geometry/polyline-distance.ts";
import { type RotatedBox, rotatedBoxOverlap } from "../../../core/geometry/rotated-box.ts";

type Pair = readonly [x: number, y: number];
const points = (...pairs: readonly Pair[]) => pairs.map(([x, y]) => ({ x, y }));
const polygon = (...rings: readonly (readonly Pair[])[]): Polygon => ({ rings: rings.map((ring) => points(...ring)) });
const square = (x: number, y: number, side: number): readonly Pair[] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
];
const rotated = (x: number, y: number, width: number, height: number, angle: number): RotatedBox => ({
  center: { x, y },
  width,
  height,
  angle,
});

describe("how far shapes overlap", () => {
  it("counts shared over joint area of boxes", () => {
    expect(boxOverlap({ x: 0, y: 0, width: 10, height: 10 }, { x: 5, y: 0, width: 10, height: 10 })).toBeCloseTo(
      1 / 3,
      12,
    );
    expect(boxOverlap({ x: 0, y: 0, width: 0, height: 9 }, { x: 0, y: 0, width: 0, height: 9 })).toBe(0);
  });

  it("takes a rotated box and its other names for the same", () => {
    const box = rotated(50, 40, 30, 10, 0.4);
    expect(rotatedBoxOverlap(box, box)).toBeCloseTo(1, 12);
    expect(rotatedBoxOverlap(box, rotated(50, 40, 30, 10, 0.4 + Math.PI))).toBeCloseTo(1, 12);
    expect(rotatedBoxOverlap(box, rotated(50, 40, 10, 30, 0.4 - Math.PI / 2))).toBeCloseTo(1, 12);
    // A square and itself turned by an eighth share a regular octagon.
    const octagon = 2 * (Math.SQRT2 - 1);
    expect(rotatedBoxOverlap(rotated(0, 0, 1, 1, 0), rotated(0, 0, 1, 1, Math.PI / 4))).toBeCloseTo(
      octagon / (2 - octagon),
      9,
    );
    expect(rotatedBoxOverlap(rotated(0, 0, 0, 5, 0), rotated(0, 0, 0, 5, 0))).toBe(0);
  });

  it("agrees with upright boxes and with polygons where a rotated box is one", () => {
    const side = fc.integer({ min: 1, max: 60 });
    const place = fc.integer({ min: 0, max: 60 });
    const angle = fc.double({ min: -7, max: 7, noNaN: true });
    fc.assert(
      fc.property(
        place,
        place,
        side,
        side,
        angle,
        place,
        place,
        side,
        side,
        angle,
        (x, y, w, h, a, x2, y2, w2, h2, b) => {
          const one = rotated(x, y, w, h, a);
          const other = rotated(x2, y2, w2, h2, b);
          const overlap = rotatedBoxOverlap(one, other);
          expect(overlap).toBeCloseTo(rotatedBoxOverlap(other, one), 9);
          expect(overlap).toBeCloseTo(polygonOverlap(cornersPolygon(one), cornersPolygon(other)), 5);
          const upright = ({ center, width, height }: RotatedBox) => ({
            x: center.x - width / 2,
            y: center.y - height / 2,
            width,
            height,
          });
          const level = rotatedBoxOverlap({ ...one, angle: 0 }, { ...other, angle: 0 });
          expect(level).toBeCloseTo(boxOverlap(upright(one), upright(other)), 9);
        },
      ),
    );
  });

  it("leaves holes out, and gives crossing rings one meaning", () => {
    const full = polygon(square(0, 0, 10));
    const holed = polygon(square(0, 0, 10), square(2, 2, 6));
    expect(polygonOverlap(full, holed)).toBeCloseTo(0.64, 6);
    expect(polygonOverlap(holed, polygon(square(2, 2, 6)))).toBeCloseTo(0, 6);
    const bow = polygon([
      [0, 0],
      [10, 10],
      [10, 0],
      [0, 10],
    ]);
    expect(polygonOverlap(bow, full)).toBeCloseTo(0.5, 6);
    expect(polygonOverlap(bow, bow)).toBeCloseTo(1, 9);
  });

  it("finds nothing in polygons without area, and minds no repeated points", () => {
    const flat = polygon([
      [0, 0],
      [10, 0],
      [5, 0],
    ]);
    for (const empty of [
      flat,
      polygon(),
      polygon([]),
      polygon([[1, 1]]),
      polygon([
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
    ]) {
      expect(polygonOverlap(empty, empty)).toBe(0);
      expect(polygonOverlap(empty, polygon(square(0, 0, 10)))).toBe(0);
    }
    const repeated = polygon(square(0, 0, 10).flatMap((corner) => [corner, corner]));
    expect(polygonOverlap(repeated, polygon(square(0, 0, 10)))).toBeCloseTo(1, 9);
  });

  it("compares outlines of a hundred thousand points, and scribbles", () => {
    const circle = (x: number): Polygon =>
      polygon(
        Array.from(
          { length: 100_000 },
          (_, at): Pair => [x + 50 * Math.cos((at / 5e4) * Math.PI), 50 * Math.sin((at / 5e4) * Math.PI)],
        ),
      );
    // Two circles of radius r at distance d share 2r² acos(d / 2r) − d/2 √(4r² − d²).
    const shared = 2 * 2500 * Math.acos(0.2) - 10 * Math.sqrt(10_000 - 400);
    expect(polygonOverlap(circle(0), circle(20))).toBeCloseTo(shared / (2 * Math.PI * 2500 - shared), 2);
    const scribble = polygon(Array.from({ length: 6000 }, (_, at): Pair => [(at * 7919) % 997, (at * 104_729) % 991]));
    expect(polygonOverlap(scribble, scribble)).toBe(1);
  });

  it("measures lines by their mean distance, whichever end they start from", () => {
    const line = { points: points([0, 0], [100, 0]) };
    const beside = { points: points([100, 4], [0, 4]) };
    expect(polylineDistance(line, beside)).toBeCloseTo(4, 9);
    expect(polylineOverlap(line, beside)).toBeCloseTo(0.6, 9);
    expect(polylineOverlap(line, line)).toBe(1);
    expect(polylineOverlap(line, { points: points([0, 50], [100, 50]) })).toBe(0);
    // A piece of a line is not the line.
    expect(polylineOverlap(line, { points: points([0, 0], [30, 0]) })).toBe(0);
    expect(polylineDistance(line, { points: [] })).toBe(Number.POSITIVE_INFINITY);
    expect(polylineOverlap({ points: points([5, 5]) }, { points: points([5, 5]) })).toBe(1);
  });

  it("compares keypoints by name, at the object's own scale", () => {
    const face = (shift: number) => ({
      keypoints: [
        { name: "left", x: shift, y: 0, visibility: "visible" as const },
        { name: "right", x: 100 + shift, y: 100, visibility: "hidden" as const },
        { name: "tail", x: 0, y: 0, visibility: "absent" as const },
      ],
    });
    expect(keypointSimilarity(face(0), face(0))).toBe(1);
    // exp(−d² / (2 s² (2σ)²)) with d = 10, s² = 100², σ = .05.
    expect(keypointSimilarity(face(0), face(10))).toBeCloseTo(Math.exp(-0.5), 12);
    expect(keypointSimilarity(face(0), { keypoints: face(0).keypoints.slice(0, 1) })).toBe(0.5);
    expect(keypointSimilarity({ keypoints: [] }, { keypoints: [] })).toBe(0);
    const twice = { keypoints: [...face(10).keypoints, ...face(0).keypoints] };
    expect(keypointSimilarity(twice, face(0)), "of points with one name the last counts").toBe(1);
  });

  it("counts pixels of masks run by run", () => {
    const mask = (...counts: readonly number[]): Mask => ({ width: 4, height: 3, counts });
    expect(maskOverlap(mask(2, 4, 6), mask(4, 4, 4))).toBeCloseTo(2 / 6, 12);
    expect(maskOverlap(mask(0, 12), mask(0, 6, 0, 6))).toBe(1);
    expect(maskOverlap(mask(12), mask(12))).toBe(0);
    expect(maskFault(mask(1, 2))).toMatch("not 3");
    expect(maskFault(mask(-1, 13))).toMatch("-1");
    expect(() => maskOverlap(mask(12), { width: 3, height: 4, counts: [12] })).toThrow("size of its picture");
  });
});

const cornersPolygon = ({ center, width, height, angle }: RotatedBox): Polygon => {
  const at = (across: number, down: number) => ({
    x: center.x + (across * width * Math.cos(angle) - down * height * Math.sin(angle)) / 2,
    y: center.y + (across * width * Math.sin(angle) + down * height * Math.cos(angle)) / 2,
  });
  return { rings: [[at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)]] };
};
