import { z } from "zod";
import { keypointSimilarity, type Visibility } from "../../../core/geometry/keypoints.ts";
import { areaOfMask, boundsOfMask, maskFault, maskOverlap } from "../../../core/geometry/mask.ts";
import { cellsOfMask, maskOfCells, pixelRaster } from "../../../core/geometry/mask-raster.ts";
import type { Point } from "../../../core/geometry/point.ts";
import { polygonOverlap } from "../../../core/geometry/polygon-overlap.ts";
import { polylineDistance } from "../../../core/geometry/polyline-distance.ts";
import { rotatedBoxOverlap } from "../../../core/geometry/rotated-box.ts";
import { simplifyRing } from "../../../core/geometry/simplify.ts";
import { type FuzzTarget, mustHold, type Outcome, seedsOf, textOf } from "../fuzz-target.ts";

/** What comes through as a picture is no larger (lambdas/ingest/image.ts); larger masks are slow here, not wrong. */
const MASK_SIDE_MAX = 2_000;
/** As an answer has them (lambdas/api/shapes.ts). */
const pixel = z.number().min(0).max(1_000_000);
const point = z.object({ x: pixel, y: pixel });
const ring = z.array(point).max(500);
const mask = z.object({ width: z.number(), height: z.number(), counts: z.array(z.number()).max(5_000) });
const shapes = z.object({
  rings: z.array(ring).max(8),
  others: z.array(ring).max(8),
  turned: z.array(z.object({ center: point, width: pixel, height: pixel, angle: z.number() })).max(4),
});

const parsedBy = <Content>(schema: z.ZodType<Content>, input: Uint8Array): Content | undefined => {
  try {
    return schema.safeParse(JSON.parse(textOf(input))).data;
  } catch {
    return undefined;
  }
};

const isShare = (share: number): boolean => share >= 0 && share <= 1;
const SQUARE = [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 10, y: 10 },
  { x: 0, y: 10 },
];
const EMPTY: Outcome = { kind: "no-shape" };

const maskOutcome = (input: Uint8Array): Outcome => {
  const one = parsedBy(mask, input);
  if (!one) return EMPTY;
  const fault = maskFault(one);
  if (fault !== undefined) return { kind: "faulty", said: fault.slice(0, 100) };
  const { width, height, counts } = one;
  const area = areaOfMask(one);
  mustHold(area <= width * height, "a mask has no more pixels than its picture");
  mustHold(isShare(maskOverlap(one, one)) && (area === 0 || maskOverlap(one, one) === 1), "a mask covers itself");
  const place = boundsOfMask(one);
  if (area === 0) return { kind: "nothing-inside" };
  mustHold(
    place.left >= 0 && place.right <= width && place.top >= 0 && place.bottom <= height,
    "it lies in its picture",
  );
  if (width > MASK_SIDE_MAX || height > MASK_SIDE_MAX) return { kind: "large", said: place };
  const raster = pixelRaster(place, 1_000_000);
  const cells = cellsOfMask(one, raster);
  if (raster.block > 1) return { kind: "coarse" };
  const again = maskOfCells((cell) => cells[cell] === 1, raster, one);
  mustHold(maskFault(again) === undefined && maskOverlap(one, again) === 1, "through cells and back it is the same");
  return { kind: "taken", said: [area, place, counts.length] };
};

const keypointsOf = (points: readonly Point[]) => ({
  keypoints: points.map(({ x, y }, at) => ({
    x,
    y,
    name: `p${at % 5}`,
    visibility: (["visible", "hidden", "absent"] satisfies Visibility[])[at % 3] ?? "visible",
  })),
});

const shapesOutcome = (input: Uint8Array): Outcome => {
  const given = parsedBy(shapes, input);
  if (!given) return EMPTY;
  const { rings, others, turned } = given;
  const overlap = polygonOverlap({ rings }, { rings: others });
  mustHold(isShare(overlap), "areas share from none to all");
  const reduced = rings.map((one) => simplifyRing(one, 0.5).length);
  mustHold(
    reduced.every((length, at) => length <= (rings[at]?.length ?? 0)),
    "a simpler ring has no more points",
  );
  const [line = [], other = []] = [rings[0], others[0]];
  const apart = polylineDistance({ points: line }, { points: other });
  mustHold(apart >= 0, "lines are some way apart");
  const alike = keypointSimilarity(keypointsOf(line), keypointsOf(other));
  mustHold(isShare(alike), "points are alike from not at all to wholly");
  const turnedShares = turned.map((one) => rotatedBoxOverlap(one, turned[0] ?? one));
  mustHold(turnedShares.every(isShare), "turned boxes share from none to all");
  return { kind: "taken", said: [overlap, reduced, String(apart), alike, turnedShares] };
};

export const shapeTargets: readonly FuzzTarget[] = [
  {
    name: "mask-runs",
    form: "json",
    covers: ["/core/geometry/"],
    seeds: async () =>
      seedsOf(
        { width: 4, height: 3, counts: [2, 3, 4, 3] },
        { width: 5, height: 5, counts: [0, 25] },
        { width: 3, height: 2, counts: [6] },
        { width: 40, height: 30, counts: [0, 0, 100, 0, 0, 7, 1093] },
      ),
    run: maskOutcome,
  },
  {
    name: "drawn-shapes",
    form: "json",
    covers: ["/core/geometry/"],
    seeds: async () =>
      seedsOf(
        { rings: [SQUARE], others: [SQUARE.map(({ x, y }) => ({ x: x + 5, y: y + 5 }))], turned: [] },
        { rings: [SQUARE, SQUARE.slice(0, 3)], others: [], turned: [] },
        {
          rings: [],
          others: [],
          turned: [0, 0.7].map((angle) => ({ center: { x: 9, y: 9 }, width: 4, height: 6, angle })),
        },
        {
          rings: [[...SQUARE].reverse()],
          others: [
            [
              { x: 0, y: 0 },
              { x: 10, y: 10 },
              { x: 0, y: 10 },
              { x: 10, y: 0 },
            ],
          ],
          turned: [],
        },
      ),
    run: shapesOutcome,
  },
];
