import type { Path } from "./track.ts";

/** The last key frame at or before a moment, at least 0. `from` is a place to look on from, where moments only grow. */
export const frameAt = (times: Float64Array, ms: number, from = 0): number => {
  let low = from;
  if (times[low + 1] === undefined || times[low + 1]! > ms) return low;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (times[middle]! <= ms) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** Whether the thing is in the picture at that moment, given its last key frame. */
export const isThere = (path: Path, frame: number, ms: number): boolean =>
  path.isOutside[frame] === 0 && ms >= path.times[0]! && (frame < path.times.length - 1 || ms < path.endMs);

/**
 * Writes left, top, right, bottom at that moment into `box`: on the line from key frame `frame` to the next, still after
 * the last and before the first.
 */
export const writeBox = ({ times, sides }: Path, frame: number, ms: number, box: Float64Array): void => {
  const [startMs, endMs] = [times[frame]!, times[frame + 1]];
  const share = endMs === undefined ? 0 : Math.max(0, (ms - startMs) / (endMs - startMs));
  for (let side = 0; side < 4; side += 1) {
    const here = sides[4 * frame + side]!;
    box[side] = share === 0 ? here : here + (sides[4 * frame + 4 + side]! - here) * share;
  }
};

/** Shared area over joint area of two boxes given by their sides, 0 to 1. */
export const iouOf = (a: Float64Array, b: Float64Array): number => {
  const width = Math.min(a[2]!, b[2]!) - Math.max(a[0]!, b[0]!);
  const height = Math.min(a[3]!, b[3]!) - Math.max(a[1]!, b[1]!);
  if (!(width > 0 && height > 0)) return 0;
  const shared = width * height;
  return shared / ((a[2]! - a[0]!) * (a[3]! - a[1]!) + (b[2]! - b[0]!) * (b[3]! - b[1]!) - shared);
};
