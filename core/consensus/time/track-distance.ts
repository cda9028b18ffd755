import { bestPairs } from "./sparse-pairing.ts";
import { pathOf, type Track } from "./track.ts";
import { overlapsAmong } from "./track-overlap.ts";

/**
 * How far apart two annotators' tracks are, 0 (the same) to 1 (nothing shared): the mean of 1 − temporal IoU × mean IoU
 * over matched tracks of the same label (optimal assignment), those without a partner counting 1. For Krippendorff's
 * alpha. Both followed nothing: 0; one did and the other did not: 1. Symmetric to rounding.
 */
export const trackDistance = (a: readonly Track[], b: readonly Track[], videoEndMs?: number): number => {
  const paths = [...a, ...b].map((track) => pathOf(track, videoEndMs));
  if (paths.length === 0) return 0;
  const isOfA = (at: number): boolean => at < a.length;
  const overlaps = overlapsAmong(
    paths,
    (one, other) => isOfA(one) !== isOfA(other) && paths[one]!.label === paths[other]!.label,
  );
  const pairs = bestPairs(overlaps.map(({ a: row, b: column, overlap }) => ({ row, column, worth: overlap })));
  const apart = pairs.reduce((sum, { worth }) => sum + 1 - worth, 0);
  return (apart + paths.length - 2 * pairs.length) / (paths.length - pairs.length);
};
