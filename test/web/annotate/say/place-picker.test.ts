import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moveCross, type Placing, placeCorner } from "../../../../web/annotate/say/place-picker.ts";

const bounds = { width: 640, height: 480 };
const key = (name: string, shiftKey = false) => ({ key: name, shiftKey });

describe("a place on the example", () => {
  test("is two taps on opposite corners, in any order", () => {
    const first = placeCorner({}, { x: 300, y: 200 }, bounds);
    expect(first).toEqual({ placing: { corner: { x: 300, y: 200 } } });
    expect(placeCorner(first.placing, { x: 100, y: 50 }, bounds)).toEqual({
      placing: {},
      region: { x: 100, y: 50, width: 200, height: 150 },
    });
  });

  test("is not the same corner twice: a finger that tapped twice has still to tap the other", () => {
    const { placing } = placeCorner({}, { x: 300, y: 200 }, bounds);
    const again = placeCorner(placing, { x: 300.5, y: 200 }, bounds);
    expect(again.region).toBeUndefined();
    expect(again.placing.corner).toEqual({ x: 300, y: 200 });
  });

  test("can be marked by keys alone, from the middle", () => {
    let placing: Placing = moveCross({}, key("ArrowLeft", true), bounds) ?? {};
    expect(placing.cross).toEqual({ x: 256, y: 240 });
    placing = placeCorner(placing, placing.cross ?? { x: 0, y: 0 }, bounds).placing;
    for (const name of ["ArrowRight", "ArrowDown"]) placing = moveCross(placing, key(name, true), bounds) ?? placing;
    expect(placeCorner(placing, placing.cross ?? { x: 0, y: 0 }, bounds).region).toEqual({
      x: 256,
      y: 240,
      width: 64,
      height: 64,
    });
    expect(moveCross({}, key("a"), bounds)).toBeUndefined();
  });

  test("always lies inside the picture, wherever she taps", () => {
    const point = fc.record({ x: fc.integer({ min: -900, max: 1_500 }), y: fc.integer({ min: -900, max: 1_500 }) });
    fc.assert(
      fc.property(point, point, (one, other) => {
        const { region } = placeCorner(placeCorner({}, one, bounds).placing, other, bounds);
        if (!region) return;
        expect(region.x).toBeGreaterThanOrEqual(0);
        expect(region.y).toBeGreaterThanOrEqual(0);
        expect(region.x + region.width).toBeLessThanOrEqual(bounds.width);
        expect(region.y + region.height).toBeLessThanOrEqual(bounds.height);
      }),
    );
  });
});
