import { between, inside, isTooSmall, type Point, type Rect, type Size } from "../engine/geometry.ts";

/** Marking a place on the example: nothing yet, a corner that waits for the other, or by keys a crosshair as well. */
export interface Placing {
  readonly corner?: Point;
  readonly cross?: Point;
}

/** What a tap or a key led to. `region` is there only when it ended one. */
export interface Placed {
  readonly placing: Placing;
  readonly region?: Rect;
}

/** One corner, then the opposite. A second one in the same spot is the first one again: a finger that tapped twice. */
export const placeCorner = (placing: Placing, at: Point, bounds: Size): Placed => {
  const point = inside(at, bounds);
  const kept = placing.cross ? { cross: point } : {};
  if (!placing.corner) return { placing: { ...kept, corner: point } };
  const region = between(placing.corner, point, bounds);
  return isTooSmall(region) ? { placing: { ...kept, corner: placing.corner } } : { placing: kept, region };
};

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Shares of the longer side that an arrow key moves the crosshair by. */
const STEP = { plain: 0.02, shift: 0.1 } as const;

/** The crosshair after an arrow key; it starts in the middle. Undefined for any other key. */
export const moveCross = (
  placing: Placing,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  bounds: Size,
): Placing | undefined => {
  const way = ARROWS[key];
  if (!way) return undefined;
  const step = Math.max(bounds.width, bounds.height) * (shiftKey ? STEP.shift : STEP.plain);
  const from = placing.cross ?? placing.corner ?? { x: bounds.width / 2, y: bounds.height / 2 };
  return { ...placing, cross: inside({ x: from.x + way[0] * step, y: from.y + way[1] * step }, bounds) };
};
