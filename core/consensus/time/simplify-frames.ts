import type { KeyFrame } from "./track.ts";

/** Fused sides are whole millionths of a pixel: two of them may be off by this from a line that is exact. */
const ROUNDING_PX = 2e-6;

/**
 * Leaves out key frames that the line between the kept ones gives back: no side of a left-out box is further from its
 * place than `tolerance` times the mean side of the box it starts from (swing filter, Elmeleegy et al. 2009: linear time).
 * The first and last of what is handed in stay, and those at which the thing becomes hidden or seen. In order of time.
 */
export const simplified = (frames: readonly KeyFrame[], tolerance: number): readonly KeyFrame[] => {
  const kept: KeyFrame[] = [];
  let anchor = 0;
  while (anchor < frames.length) {
    kept.push(frames[anchor]!);
    anchor = reachOf(frames, anchor, tolerance);
  }
  return kept;
};

/** The furthest key frame to which a line from the anchor passes near all between. */
const reachOf = (frames: readonly KeyFrame[], anchor: number, tolerance: number): number => {
  const from = frames[anchor]!;
  const start = sidesOf(from);
  const room = Math.max(ROUNDING_PX, (tolerance * (from.width + from.height)) / 2);
  const low = start.map(() => Number.NEGATIVE_INFINITY);
  const high = start.map(() => Number.POSITIVE_INFINITY);
  let reach = anchor + 1;
  for (let at = anchor + 1; at < frames.length; at += 1) {
    const frame = frames[at]!;
    if (at > anchor + 1 && frames[at - 1]!.occluded !== frames[at - 2]!.occluded) break;
    const span = frame.atMs - from.atMs;
    const slopes = sidesOf(frame).map((side, which) => (side - start[which]!) / span);
    if (slopes.every((slope, which) => slope >= low[which]! && slope <= high[which]!)) reach = at;
    slopes.forEach((slope, which) => {
      low[which] = Math.max(low[which]!, slope - room / span);
      high[which] = Math.min(high[which]!, slope + room / span);
    });
    if (low.some((least, which) => least > high[which]!)) break;
  }
  return reach;
};

const sidesOf = ({ x, y, width, height }: KeyFrame): readonly number[] => [x, y, x + width, y + height];
