import type { Path } from "./track.ts";

/** So many key frames to a piece: small enough to be a tight bound, large enough to be few. */
const FRAMES = 8;

/** A part of a path's time without a break, and the box that holds all of its boxes. */
export interface Piece {
  readonly path: number;
  readonly startMs: number;
  readonly endMs: number;
  /** The key frame in force at its start. */
  readonly frame: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Cuts paths into pieces, in the order of their starts. */
export const piecesOf = (paths: readonly Path[]): readonly Piece[] => {
  const pieces: Piece[] = [];
  paths.forEach((path, number) => {
    const { times, isOutside } = path;
    let frame = 0;
    while (frame < times.length) {
      if (isOutside[frame] === 1) {
        frame += 1;
        continue;
      }
      const first = frame;
      while (frame < times.length && isOutside[frame] === 0 && frame - first < FRAMES) frame += 1;
      pieces.push(pieceOf(path, number, first, frame));
    }
  });
  return pieces.sort((a, b) => a.startMs - b.startMs || a.path - b.path);
};

const pieceOf = (path: Path, number: number, first: number, after: number): Piece => {
  const { times, sides, endMs } = path;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  // The key frame after it belongs to its bounds: its last line leads there.
  for (let at = first; at <= Math.min(after, times.length - 1); at += 1) {
    left = Math.min(left, sides[4 * at]!);
    top = Math.min(top, sides[4 * at + 1]!);
    right = Math.max(right, sides[4 * at + 2]!);
    bottom = Math.max(bottom, sides[4 * at + 3]!);
  }
  return { path: number, startMs: times[first]!, endMs: times[after] ?? endMs, frame: first, left, top, right, bottom };
};

/**
 * Calls `meet` for every two pieces that share time and whose bounds share area, if `wanted` says so of their paths. What
 * meets comes in the order of the later start; of one start in no order.
 */
export const sweep = (
  pieces: readonly Piece[],
  wanted: (path: number, other: number) => boolean,
  meet: (a: Piece, b: Piece) => void,
): void => {
  // Those whose time is not over, with their ends and bounds at hand: most of the work is reading these.
  const active: Piece[] = [];
  const ends = new Float64Array(pieces.length);
  const [lefts, rights] = [new Float64Array(pieces.length), new Float64Array(pieces.length)];
  for (const piece of pieces) {
    const { startMs, left, top, right, bottom } = piece;
    for (let at = 0; at < active.length; at += 1) {
      while (at < active.length && ends[at]! <= startMs) {
        const last = active.length - 1;
        active[at] = active[last]!;
        ends[at] = ends[last]!;
        lefts[at] = lefts[last]!;
        rights[at] = rights[last]!;
        active.length = last;
      }
      if (at >= active.length || lefts[at]! >= right || rights[at]! <= left) continue;
      const other = active[at]!;
      if (other.top < bottom && other.bottom > top && wanted(other.path, piece.path)) meet(other, piece);
    }
    ends[active.length] = piece.endMs;
    lefts[active.length] = left;
    rights[active.length] = right;
    active.push(piece);
  }
};
