import type { Point, Size } from "./geometry.ts";

/** Where the source image lies on the stage: stage = source × scale + (x, y), in CSS pixels of the stage. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Small pictures are shown larger than they are, but not as a mosaic. */
const FIT_SCALE_MAX = 4;
/** At this scale a source pixel is a thumb wide on a phone. */
const SCALE_MAX = 40;

export const toStage = (view: View, point: Point): Point => ({
  x: point.x * view.scale + view.x,
  y: point.y * view.scale + view.y,
});

export const toSource = (view: View, point: Point): Point => ({
  x: (point.x - view.x) / view.scale,
  y: (point.y - view.y) / view.scale,
});

/** The whole image, as large as the stage allows, in the middle. */
export const wholly = (stage: Size, source: Size): View => {
  const scale = Math.min(stage.width / source.width, stage.height / source.height, FIT_SCALE_MAX);
  return centred({ scale: scale > 0 ? scale : 1, x: 0, y: 0 }, stage, source);
};

const centred = ({ scale }: View, stage: Size, source: Size): View => ({
  scale,
  x: (stage.width - source.width * scale) / 2,
  y: (stage.height - source.height * scale) / 2,
});

/** The image never leaves the stage: smaller than it, it stays in the middle; larger, it covers it. */
export const held = (view: View, stage: Size, source: Size): View => {
  const along = (offset: number, stageSide: number, sourceSide: number): number => {
    const shown = sourceSide * view.scale;
    if (shown <= stageSide) return (stageSide - shown) / 2;
    return Math.min(0, Math.max(stageSide - shown, offset));
  };
  return {
    scale: view.scale,
    x: along(view.x, stage.width, source.width),
    y: along(view.y, stage.height, source.height),
  };
};

/** Scaled by `factor` with the source point under `at` (a stage point) staying under it. */
export const zoomedAt = (view: View, factor: number, at: Point, stage: Size, source: Size): View => {
  const scaleMin = wholly(stage, source).scale;
  const scale = Math.min(SCALE_MAX, Math.max(scaleMin, view.scale * factor));
  const kept = toSource(view, at);
  return held({ scale, x: at.x - kept.x * scale, y: at.y - kept.y * scale }, stage, source);
};

export const panned = (view: View, by: Point, stage: Size, source: Size): View =>
  held({ scale: view.scale, x: view.x + by.x, y: view.y + by.y }, stage, source);

/** Moved just so far that `point` (of the source) is at least `margin` stage pixels from the edge of the stage. */
export const showing = (view: View, point: Point, stage: Size, source: Size, margin: number): View => {
  const at = toStage(view, point);
  const along = (where: number, side: number): number => {
    if (where < margin) return margin - where;
    return where > side - margin ? side - margin - where : 0;
  };
  return panned(view, { x: along(at.x, stage.width), y: along(at.y, stage.height) }, stage, source);
};

/** Two fingers: the source points under them stay under them (spread gives scale, their middle gives the move). */
export const pinched = (
  view: View,
  before: readonly [Point, Point],
  after: readonly [Point, Point],
  stage: Size,
  source: Size,
): View => {
  const spread = ([a, b]: readonly [Point, Point]): number => Math.hypot(a.x - b.x, a.y - b.y);
  const middle = ([a, b]: readonly [Point, Point]): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const from = middle(before);
  const to = middle(after);
  const slid = { scale: view.scale, x: view.x + to.x - from.x, y: view.y + to.y - from.y };
  return zoomedAt(slid, spread(after) / Math.max(1, spread(before)), to, stage, source);
};
