import { areaPaths, FillRule, intersect, type Path64, type Paths64, union } from "clipper2-ts";
import { type Bounds, boundsTouch, isNowhere, joinBounds } from "./bounds.ts";
import { shareOf } from "./box.ts";
import { boundsOfPolygon, type Polygon, pointCountOf, tidyPolygon } from "./polygon.ts";
import { rasterize } from "./polygon-raster.ts";

/** Coordinates become integers, as the clipping needs: this many across the larger side of what both cover. */
const STEPS = 2 ** 26;
/** Scribbles of very many points may cross themselves in the square of their number: those are counted cell by cell. */
const CLIPPED_POINTS_MAX = 5_000;
const CELLS = 1_024;

/**
 * Shared area over joint area of two polygons, 0 to 1; 0 where either has no area. Exact to about a 10⁻⁷ part of their
 * size; above 5,000 points together by counting cells of a raster of 1,024², good to about a hundredth of a small shape.
 */
export const polygonOverlap = (a: Polygon, b: Polygon): number => {
  const one = tidyPolygon(a);
  const other = tidyPolygon(b);
  const place = joinBounds([boundsOfPolygon(one), boundsOfPolygon(other)]);
  if (isNowhere(place) || !boundsTouch(boundsOfPolygon(one), boundsOfPolygon(other))) return 0;
  const isLarge = pointCountOf(one) + pointCountOf(other) > CLIPPED_POINTS_MAX;
  return isLarge ? overlapByCells(one, other, place) : overlapByClipping(one, other, place);
};

const overlapByClipping = (a: Polygon, b: Polygon, place: Bounds): number => {
  const one = pathsOf(a, place);
  const other = pathsOf(b, place);
  const shared = Math.abs(areaPaths(intersect(one, other, FillRule.EvenOdd)));
  return shareOf(shared, insideOf(one), insideOf(other));
};

/** The area within, by the odd-number rule, of rings that may cross. */
const insideOf = (paths: Paths64): number => Math.abs(areaPaths(union(paths, FillRule.EvenOdd)));

const pathsOf = ({ rings }: Polygon, { left, top, right, bottom }: Bounds): Paths64 => {
  const size = Math.max(right - left, bottom - top);
  const scale = size > 0 ? STEPS / size : 1;
  return rings.map(
    (ring): Path64 => ring.map(({ x, y }) => ({ x: Math.round((x - left) * scale), y: Math.round((y - top) * scale) })),
  );
};

const overlapByCells = (a: Polygon, b: Polygon, place: Bounds): number => {
  const one = rasterize(a, place, CELLS, CELLS);
  const other = rasterize(b, place, CELLS, CELLS);
  let shared = 0;
  let inOne = 0;
  let inOther = 0;
  for (let cell = 0; cell < one.length; cell += 1) {
    inOne += one[cell]!;
    inOther += other[cell]!;
    shared += one[cell]! & other[cell]!;
  }
  return shareOf(shared, inOne, inOther);
};
