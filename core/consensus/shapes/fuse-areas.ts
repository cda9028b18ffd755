import { signedDistance } from "../../geometry/signed-distance.ts";
import { staple } from "./staple.ts";
import { patternsOf } from "./vote-patterns.ts";

/** Areas of several people on one raster, row by row, 1 inside; all as large. */
export interface AreasOnRaster {
  readonly areas: readonly Uint8Array[];
  readonly columns: number;
  readonly rows: number;
  readonly cell: { readonly across: number; readonly down: number };
}

const TIE = 1e-6;
const SURE = 0.5;

/**
 * The area that several people meant, as a field that is at or above 0 inside. Three or more decide cell by cell
 * (`staple`). Where that leaves a tie, and always between two people, whose vote could only take one of theirs, the edge
 * runs midway: where the weighted mean of the distances to their edges is 0.
 */
export const fuseAreas = (raster: AreasOnRaster, weights: Float64Array): Float64Array => {
  const { areas } = raster;
  if (areas.length <= 2) return midway(raster, weights);
  const patterns = patternsOf(areas);
  const belief = staple(patterns, weights);
  const isTied = belief.map((sure) => (Math.abs(sure - 0.5) < TIE ? 1 : 0));
  const between = isTied.includes(1) ? midway(raster, weights) : undefined;
  return Float64Array.from(patterns.patternOf, (pattern, cell) => {
    if (isTied[pattern] === 1 && between) return between[cell]! >= 0 ? SURE : -SURE;
    return belief[pattern]! >= 0.5 ? SURE : -SURE;
  });
};

const midway = ({ areas, columns, rows, cell }: AreasOnRaster, weights: Float64Array): Float64Array => {
  const field = new Float64Array(columns * rows);
  areas.forEach((area, who) => {
    const distance = signedDistance(area, columns, rows, cell);
    for (let at = 0; at < field.length; at += 1) field[at]! += weights[who]! * distance[at]!;
  });
  return field;
};
