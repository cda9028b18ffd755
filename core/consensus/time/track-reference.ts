import { iouOf } from "./path-box.ts";
import { type Path, presenceOf } from "./track.ts";
import { boxReader } from "./track-boxes.ts";
import type { Share } from "./track-shares.ts";

/**
 * An idea of where a thing is, to follow tracks along: at each key frame of anybody who shows it the medoid, the box that
 * overlaps most with the others, so one who is with another thing for a while pulls it nowhere. It is there while half of
 * those who show it do, or more. Of equally good boxes the first is taken throughout. At least one share.
 */
export const referenceOf = (shares: readonly Share[]): Path => {
  const parts = shares.flatMap((share) => share.parts);
  const { id, label } = parts[0]!.path;
  const moments = parts.flatMap(({ path, startMs, endMs }) => [
    startMs,
    endMs,
    ...path.times.filter((ms) => ms > startMs && ms < endMs),
  ]);
  const times = Float64Array.from([...new Set(moments)].sort((a, b) => a - b));
  const sides = new Float64Array(4 * times.length);
  const isOutside = new Uint8Array(times.length);
  const read = boxReader(shares);
  times.forEach((ms, at) => {
    const there = read(ms, ms).boxes;
    isOutside[at] = there.length > 0 && 2 * there.length >= shares.length ? 0 : 1;
    if (there.length > 0) sides.set(medoid(there), 4 * at);
    else sides.copyWithin(4 * at, 4 * at - 4, 4 * at);
  });
  const endMs = times.at(-1)!;
  const presence = presenceOf(times, isOutside, endMs);
  return { id, label, times, sides, isOutside, isOccluded: new Uint8Array(times.length), endMs, presence };
};

const medoid = (boxes: readonly Float64Array[]): Float64Array => {
  let best = boxes[0]!;
  let most = Number.NEGATIVE_INFINITY;
  for (const box of boxes) {
    const sum = boxes.reduce((total, other) => total + iouOf(box, other), 0);
    // Later ones must be better by more than rounding: whom a tie goes to must not change from moment to moment.
    if (sum <= most + 1e-9) continue;
    most = sum;
    best = box;
  }
  return best;
};
