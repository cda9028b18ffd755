import { type Bounds, boundsTouch, joinBounds } from "../../geometry/bounds.ts";
import { contoursOf } from "../../geometry/contour.ts";
import { boundsOfPolygon, type Polygon, tidyPolygon } from "../../geometry/polygon.ts";
import { polygonOverlap } from "../../geometry/polygon-overlap.ts";
import { rasterize } from "../../geometry/polygon-raster.ts";
import { simplifyRing } from "../../geometry/simplify.ts";
import { fuseAreas } from "./fuse-areas.ts";
import { byMeanSimilarity, compareNumbers, type ShapeKind } from "./shape-kind.ts";

/** Cells of the raster along each side of what the polygons cover together. */
const CELLS = 256;
/** Corners that matter less than this, in cells, are left out. */
const CORNER = 0.6;

const boundsOfAll = (polygons: readonly Polygon[]): Bounds => joinBounds(polygons.map(boundsOfPolygon));
const meanOverlap = byMeanSimilarity(polygonOverlap);

/**
 * Polygons, with holes and parts: matched by their mean overlap, fused on a raster of 256² over what they cover
 * together (`fuseAreas`), whose outline is drawn again. Polygons that are all alike stay as they are.
 */
export const POLYGON_KIND: ShapeKind<Polygon, readonly Polygon[]> = {
  faultOf: ({ rings }) =>
    rings.every((ring) => ring.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)))
      ? undefined
      : "a polygon is made of finite numbers",
  placeOf: (polygons) => polygons,
  boundsOf: boundsOfAll,
  overlapOf: (a, b) => (boundsTouch(boundsOfAll(a), boundsOfAll(b)) ? meanOverlap(a, b) : 0),
  similarityOf: polygonOverlap,
  compare: (a, b) => compareNumbers(numbersOf(a), numbersOf(b)),
  fuse: (polygons, weights) => {
    const [first] = polygons;
    if (!first) throw new Error("a thing has at least one polygon");
    if (polygons.every((polygon) => isSame(polygon, first))) return first;
    return fuseOnRaster(polygons.map(tidyPolygon), weights);
  },
};

const fuseOnRaster = (polygons: readonly Polygon[], weights: Float64Array): Polygon => {
  const place = boundsOfAll(polygons);
  const cell = { across: (place.right - place.left) / CELLS, down: (place.bottom - place.top) / CELLS };
  const areas = polygons.map((polygon) => rasterize(polygon, place, CELLS, CELLS));
  const field = fuseAreas({ areas, columns: CELLS, rows: CELLS, cell }, weights);
  const rings = contoursOf(field, CELLS, CELLS).map((ring) =>
    simplifyRing(ring, CORNER).map(({ x, y }) => ({ x: place.left + x * cell.across, y: place.top + y * cell.down })),
  );
  return rings.length > 0 ? { rings } : heaviestOf(polygons, weights);
};

/** What is left when people agree on no cell, as slivers may not. */
const heaviestOf = (polygons: readonly Polygon[], weights: Float64Array): Polygon =>
  polygons[weights.indexOf(Math.max(...weights))] ?? { rings: [] };

const numbersOf = (polygon: Polygon): readonly number[] => {
  const { left, top, right, bottom } = boundsOfPolygon(polygon);
  const corners = polygon.rings.flatMap((ring) => [ring.length, ...ring.flatMap(({ x, y }) => [y, x])]);
  return [top, left, bottom, right, ...corners];
};

const isSame = (a: Polygon, b: Polygon): boolean =>
  a === b ||
  (a.rings.length === b.rings.length &&
    a.rings.every((ring, at) => {
      const other = b.rings[at]!;
      return (
        ring.length === other.length && ring.every(({ x, y }, point) => x === other[point]!.x && y === other[point]!.y)
      );
    }));
