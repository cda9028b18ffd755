import { frameAt, iouOf, isThere, writeBox } from "./path-box.ts";
import { type Path, presenceOf } from "./track.ts";

/**
 * A first idea of where a thing is, to follow tracks along: at each key frame of any member the medoid, the member's box
 * that overlaps most with the others', so one who is with another thing for a while pulls it nowhere. It is there while
 * half of the members or more are. Of equally good boxes the first member's is taken throughout.
 */
export const referenceOf = (members: readonly Path[]): Path => {
  const first = members[0]!;
  if (members.length === 1) return first;
  const changes = members.flatMap(({ presence }) => presence.flatMap(({ startMs, endMs }) => [startMs, endMs]));
  const moments = [...new Set([...changes, ...members.flatMap(({ times }) => [...times])])].sort((a, b) => a - b);
  const times = Float64Array.from(moments);
  const sides = new Float64Array(4 * times.length);
  const isOutside = new Uint8Array(times.length);
  const frames = members.map(() => 0);
  const boxes = members.map(() => new Float64Array(4));
  times.forEach((ms, at) => {
    const there = members.flatMap((member, who) => {
      frames[who] = frameAt(member.times, ms, frames[who]);
      if (!isThere(member, frames[who], ms)) return [];
      writeBox(member, frames[who], ms, boxes[who]!);
      return [boxes[who]!];
    });
    isOutside[at] = 2 * there.length >= members.length && there.length > 0 ? 0 : 1;
    if (there.length > 0) sides.set(medoid(there), 4 * at);
    else if (at > 0) sides.copyWithin(4 * at, 4 * at - 4, 4 * at);
  });
  const endMs = times.at(-1)!;
  return {
    ...first,
    times,
    sides,
    isOutside,
    isOccluded: new Uint8Array(times.length),
    endMs,
    presence: presenceOf(times, isOutside, endMs),
  };
};

const medoid = (boxes: readonly Float64Array[]): Float64Array => {
  let best = boxes[0]!;
  let most = -1;
  for (const box of boxes) {
    const sum = boxes.reduce((total, other) => total + iouOf(box, other), 0);
    if (sum <= most + 1e-9) continue;
    most = sum;
    best = box;
  }
  return best;
};
