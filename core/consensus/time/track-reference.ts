import { iouOf } from "./path-box.ts";
import { type Path, presenceOf } from "./track.ts";
import { type BoxesAt, boxReader } from "./track-boxes.ts";
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
    // The last moment at which it is shown: at `endMs` nobody has a box of it any more.
    endMs - 1,
    endMs,
    ...path.times.filter((ms) => ms > startMs && ms < endMs),
  ]);
  const times = Float64Array.from([...new Set(moments)].sort((a, b) => a - b));
  const sides = new Float64Array(4 * times.length);
  const isOutside = new Uint8Array(times.length);
  const read = boxReader(shares);
  times.forEach((ms, at) => {
    const there = read(ms, ms);
    const count = there.owners.length;
    isOutside[at] = count > 0 && 2 * count >= shares.length ? 0 : 1;
    if (count > 0) sides.set(medoidOf(there), 4 * at);
    else sides.copyWithin(4 * at, 4 * at - 4, 4 * at);
  });
  const endMs = times.at(-1)!;
  const presence = presenceOf(times, isOutside, endMs);
  return { id, label, times, sides, isOutside, isOccluded: new Uint8Array(times.length), endMs, presence };
};

const medoidOf = ({ owners, sides }: BoxesAt): Float64Array => {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < owners.length; at += 1) {
    let sum = 0;
    for (let other = 0; other < owners.length; other += 1) sum += iouOf(sides, sides, 4 * at, 4 * other);
    // Later ones must be better by more than rounding: whom a tie goes to must not change from moment to moment.
    if (sum <= most + 1e-9) continue;
    most = sum;
    best = at;
  }
  return sides.subarray(4 * best, 4 * best + 4);
};
