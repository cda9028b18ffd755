import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundsTouch } from "../../../core/geometry/bounds.ts";
import { indexBounds } from "../../../core/geometry/bounds-index.ts";
import { contoursOf } from "../../../core/geometry/contour.ts";
import { boundsOfPolygon } from "../../../core/geometry/polygon.ts";
import { polygonOverlap } from "../../../core/geometry/polygon-overlap.ts";
import { rasterize } from "../../../core/geometry/polygon-raster.ts";
import { lengthOf, resample } from "../../../core/geometry/polyline.ts";
import { signedDistance } from "../../../core/geometry/signed-distance.ts";
import { simplifyLine, simplifyRing } from "../../../core/geometry/simplify.ts";

const cellsOf = (...rows: readonly string[]): Uint8Array =>
  Uint8Array.from(rows.join(""), (cell) => (cell === "#" ? 1 : 0));
const fieldOf = (cells: Uint8Array): Float64Array => Float64Array.from(cells, (cell) => cell - 0.5);

describe("areas on a raster and back", () => {
  it("draws round a cell, a hole, and each of two parts", () => {
    expect(contoursOf(fieldOf(cellsOf("#")), 1, 1)).toHaveLength(1);
    expect(contoursOf(fieldOf(cellsOf("###", "#.#", "###")), 3, 3)).toHaveLength(2);
    expect(contoursOf(fieldOf(cellsOf("#.#")), 3, 1)).toHaveLength(2);
    expect(contoursOf(fieldOf(cellsOf("..")), 2, 1)).toEqual([]);
  });

  it("gives back the cells that it drew round", () => {
    const size = 9;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: size * size, maxLength: size * size }), (bits) => {
        const cells = Uint8Array.from(bits);
        const rings = contoursOf(fieldOf(cells), size, size);
        expect(rasterize({ rings }, { left: 0, top: 0, right: size, bottom: size }, size, size)).toEqual(cells);
      }),
    );
  });

  it("keeps a round outline to half a percent with few corners", () => {
    const rings = [Array.from({ length: 500 }, (_, at) => ({ x: 40 * Math.cos(at / 80), y: 25 * Math.sin(at / 80) }))];
    const place = boundsOfPolygon({ rings });
    const cells = rasterize({ rings }, place, 256, 256);
    const drawn = contoursOf(fieldOf(cells), 256, 256).map((ring) =>
      simplifyRing(ring, 0.6).map(({ x, y }) => ({
        x: place.left + (x / 256) * (place.right - place.left),
        y: place.top + (y / 256) * (place.bottom - place.top),
      })),
    );
    expect(polygonOverlap({ rings }, { rings: drawn })).toBeGreaterThan(0.99);
    expect(drawn[0]!.length).toBeLessThan(120);
  });

  it("measures every cell's distance to the edge as trying all cells would", () => {
    const [columns, rows, across, down] = [7, 5, 2, 3];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 35, maxLength: 35 }), (bits) => {
        const cells = Uint8Array.from(bits);
        if (!bits.includes(0) || !bits.includes(1)) return;
        const found = signedDistance(cells, columns, rows, { across, down });
        bits.forEach((bit, at) => {
          const distances = bits.flatMap((other, to) =>
            other === bit
              ? []
              : [
                  Math.hypot(
                    ((at % columns) - (to % columns)) * across,
                    (Math.floor(at / columns) - Math.floor(to / columns)) * down,
                  ),
                ],
          );
          expect(found[at]).toBeCloseTo((bit ? 1 : -1) * (Math.min(...distances) - 1), 9);
        });
      }),
    );
    expect([...signedDistance(cellsOf("##"), 2, 1, { across: 1, down: 1 })].every(Number.isFinite)).toBe(true);
  });

  it("takes even steps along a line, with both ends", () => {
    const line = {
      points: [
        { x: 0, y: 0 },
        { x: 3, y: 0 },
        { x: 3, y: 0 },
        { x: 3, y: 5 },
      ],
    };
    expect(lengthOf(line)).toBe(8);
    expect(resample(line, 5)).toEqual([
      { x: 0, y: 0 },
      { x: 2, y: 0 },
      { x: 3, y: 1 },
      { x: 3, y: 3 },
      { x: 3, y: 5 },
    ]);
    expect(resample({ points: [{ x: 1, y: 1 }] }, 3)).toEqual([
      { x: 1, y: 1 },
      { x: 1, y: 1 },
      { x: 1, y: 1 },
    ]);
    expect(
      simplifyLine(
        [
          { x: 0, y: 0 },
          { x: 1, y: 0.001 },
          { x: 2, y: 0 },
          { x: 2, y: 5 },
        ],
        0.01,
      ),
    ).toHaveLength(3);
  });
});

it("finds by place what trying every pair would find", () => {
  const some = fc
    .tuple(fc.integer({ max: 100, min: -100 }), fc.integer({ max: 100, min: -100 }), fc.nat(60), fc.nat(60))
    .map(([left, top, width, height]) => ({ left, top, right: left + width, bottom: top + height }));
  fc.assert(
    fc.property(fc.array(some, { maxLength: 300 }), some, (all, place) => {
      const expected = all.flatMap((bounds, at) => (boundsTouch(bounds, place) ? [at] : []));
      expect(indexBounds(all).touching(place)).toEqual(expected);
    }),
  );
});
