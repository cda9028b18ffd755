import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Size } from "../../../web/annotate/engine/geometry.ts";
import {
  panned,
  pinched,
  showing,
  toSource,
  toStage,
  type View,
  wholly,
  zoomedAt,
} from "../../../web/annotate/engine/viewport.ts";

const stage: Size = { width: 390, height: 560 };
const side = fc.integer({ min: 16, max: 8000 });
const source = fc.record({ width: side, height: side });
const where = fc.record({ x: fc.integer({ min: 0, max: 390 }), y: fc.integer({ min: 0, max: 560 }) });

/** The picture stays in the middle where it is smaller than the stage, and covers it where it is larger. */
const isHeld = ({ scale, x, y }: View, { width, height }: Size): boolean => {
  const along = (offset: number, stageSide: number, shown: number): boolean =>
    shown <= stageSide + 1e-6
      ? Math.abs(offset - (stageSide - shown) / 2) < 1e-6
      : offset <= 1e-6 && offset >= stageSide - shown - 1e-6;
  return along(x, stage.width, width * scale) && along(y, stage.height, height * scale);
};

describe("the picture on the stage", () => {
  test("is shown whole at first, and points go there and back unchanged", () => {
    fc.assert(
      fc.property(source, where, (size, point) => {
        const view = wholly(stage, size);
        expect(size.width * view.scale).toBeLessThanOrEqual(stage.width + 1e-6);
        expect(size.height * view.scale).toBeLessThanOrEqual(stage.height + 1e-6);
        const back = toStage(view, toSource(view, point));
        expect(back.x).toBeCloseTo(point.x, 6);
        expect(back.y).toBeCloseTo(point.y, 6);
      }),
    );
  });

  test("keeps under the pointer what was there when it zooms, unless an edge would come loose", () => {
    const size = { width: 4000, height: 3000 };
    const view = zoomedAt(wholly(stage, size), 6, { x: 195, y: 280 }, stage, size);
    const at = { x: 120, y: 300 };
    const before = toSource(view, at);
    const after = toSource(zoomedAt(view, 1.5, at, stage, size), at);
    expect(after.x).toBeCloseTo(before.x, 6);
    expect(after.y).toBeCloseTo(before.y, 6);
  });

  test("never leaves the stage, however it is zoomed, moved or pinched", () => {
    fc.assert(
      fc.property(source, where, where, fc.double({ min: 0.1, max: 10, noNaN: true }), (size, one, other, factor) => {
        const zoomed = zoomedAt(wholly(stage, size), factor, one, stage, size);
        expect(isHeld(zoomed, size)).toBe(true);
        expect(isHeld(panned(zoomed, { x: one.x - 200, y: other.y - 200 }, stage, size), size)).toBe(true);
        const spread = { x: one.x + 50, y: one.y + 10 };
        expect(isHeld(pinched(zoomed, [one, spread], [other, one], stage, size), size)).toBe(true);
      }),
    );
  });

  test("follows the crosshair to where the keys take it", () => {
    const size = { width: 4000, height: 3000 };
    const view = zoomedAt(wholly(stage, size), 8, { x: 0, y: 0 }, stage, size);
    const far = { x: 3500, y: 2500 };
    const seen = toStage(showing(view, far, stage, size, 48), far);
    expect(seen.x).toBeLessThanOrEqual(stage.width);
    expect(seen.y).toBeLessThanOrEqual(stage.height);
    expect(seen.x).toBeGreaterThanOrEqual(0);
  });
});
