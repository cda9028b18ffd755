import { lengthOf, sharedMs } from "./interval.ts";
import { frameAt, iouOf, writeBox } from "./path-box.ts";
import type { Path } from "./track.ts";
import { type Piece, piecesOf, sweep } from "./track-pieces.ts";

/** Two paths that are somewhere at the same place and time. */
export interface PathOverlap {
  /** Places in the list of paths, a < b. */
  readonly a: number;
  readonly b: number;
  /** The integral of their IoU over time, in milliseconds. */
  readonly sharedMs: number;
  /** Temporal IoU times the mean IoU while both are there, 0 to 1: their IoU over all time in which either is. */
  readonly overlap: number;
}

/**
 * All overlaps among paths of which `wanted` is true, in the order of a, then b. IoU is integrated between the key frames
 * of both by Simpson's rule, where their bounds meet at all: time grows with the number of key frames and of neighbours,
 * not with the square of the number of tracks times key frames.
 */
export const overlapsAmong = (
  paths: readonly Path[],
  wanted: (path: number, other: number) => boolean,
): readonly PathOverlap[] => {
  const found = new Map<number, number>();
  sweep(piecesOf(paths), wanted, (one, other) => {
    const [a, b] = one.path < other.path ? [one, other] : [other, one];
    const key = a.path * paths.length + b.path;
    found.set(key, (found.get(key) ?? 0) + integral(paths[a.path]!, a, paths[b.path]!, b));
  });
  return [...found]
    .filter(([, shared]) => shared > 0)
    .sort(([one], [other]) => one - other)
    .map(([key, shared]) => {
      const b = key % paths.length;
      const a = (key - b) / paths.length;
      return { a, b, sharedMs: shared, overlap: Math.min(1, shared / jointMs(paths[a]!, paths[b]!)) };
    });
};

/** Milliseconds in which either is there. */
const jointMs = (a: Path, b: Path): number => {
  let total = [...a.presence, ...b.presence].reduce((sum, one) => sum + lengthOf(one), 0);
  let from = 0;
  for (const one of a.presence) {
    while (from < b.presence.length && b.presence[from]!.endMs <= one.startMs) from += 1;
    for (let at = from; at < b.presence.length && b.presence[at]!.startMs < one.endMs; at += 1) {
      total -= sharedMs(one, b.presence[at]!);
    }
  }
  return total;
};

const boxA = new Float64Array(4);
const boxB = new Float64Array(4);

const integral = (a: Path, pieceA: Piece, b: Path, pieceB: Piece): number => {
  const endMs = Math.min(pieceA.endMs, pieceB.endMs);
  let ms = Math.max(pieceA.startMs, pieceB.startMs);
  let frameA = frameAt(a.times, ms, pieceA.frame);
  let frameB = frameAt(b.times, ms, pieceB.frame);
  const iouAt = (moment: number): number => {
    writeBox(a, frameA, moment, boxA);
    writeBox(b, frameB, moment, boxB);
    return iouOf(boxA, boxB);
  };
  let sum = 0;
  let before = iouAt(ms);
  while (ms < endMs) {
    const next = Math.min(endMs, a.times[frameA + 1] ?? endMs, b.times[frameB + 1] ?? endMs);
    const after = iouAt(next);
    sum += ((next - ms) * (before + 4 * iouAt((ms + next) / 2) + after)) / 6;
    before = after;
    ms = next;
    if (a.times[frameA + 1] === ms) frameA += 1;
    if (b.times[frameB + 1] === ms) frameB += 1;
  }
  return sum;
};
