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
 * Writes left, top, right, bottom at that moment into `boxes` from place `to`: on the line from key frame `frame` to the
 * next, still after the last and before the first.
 */
export const writeBox = ({ times, sides }: Path, frame: number, ms: number, boxes: Float64Array, to = 0): void => {
  const from = 4 * frame;
  const startMs = times[frame]!;
  const isLast = frame + 1 >= times.length;
  const share = isLast || ms <= startMs ? 0 : (ms - startMs) / (times[frame + 1]! - startMs);
  for (let side = 0; side < 4; side += 1) {
    const here = sides[from + side]!;
    boxes[to + side] = share === 0 ? here : here + (sides[from + 4 + side]! - here) * share;
  }
};

/** Shared area over joint area, 0 to 1, of two boxes given by their sides, which lie from places `atA` and `atB` on. */
export const iouOf = (a: Float64Array, b: Float64Array, atA = 0, atB = 0): number => {
  const width = Math.min(a[atA + 2]!, b[atB + 2]!) - Math.max(a[atA]!, b[atB]!);
  const height = Math.min(a[atA + 3]!, b[atB + 3]!) - Math.max(a[atA + 1]!, b[atB + 1]!);
  if (!(width > 0 && height > 0)) return 0;
  const shared = width * height;
  const areaA = (a[atA + 2]! - a[atA]!) * (a[atA + 3]! - a[atA + 1]!);
  const areaB = (b[atB + 2]! - b[atB]!) * (b[atB + 3]! - b[atB + 1]!);
  return shared / (areaA + areaB - shared);
};
