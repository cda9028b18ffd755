import { type Bounds, boundsOfPoints, joinBounds } from "./bounds.ts";
import { type Ring, withoutRepeats } from "./ring.ts";

/**
 * An area by its rings. A point is inside when it lies within an odd number of them: so holes, several parts and rings
 * that cross themselves all have one meaning, whatever the direction in which they were drawn.
 */
export interface Polygon {
  readonly rings: readonly Ring[];
}

export const boundsOfPolygon = ({ rings }: Polygon): Bounds => joinBounds(rings.map(boundsOfPoints));

export const pointCountOf = ({ rings }: Polygon): number => rings.reduce((sum, ring) => sum + ring.length, 0);

/** Without repeated points, and without rings that enclose nothing for want of three points. */
export const tidyPolygon = ({ rings }: Polygon): Polygon => ({
  rings: rings.map(withoutRepeats).filter((ring) => ring.length >= 3),
});
