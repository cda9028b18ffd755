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

/** Calls `meet` for every two pieces that share time and whose bounds share area, if `wanted` says so of their paths. */
export const sweep = (
  pieces: readonly Piece[],
  wanted: (path: number, other: number) => boolean,
  meet: (a: Piece, b: Piece) => void,
): void => {
  let active: Piece[] = [];
  for (const piece of pieces) {
    let kept = 0;
    for (const other of active) {
      if (other.endMs <= piece.startMs) continue;
      active[kept] = other;
      kept += 1;
      const apart =
        other.left >= piece.right ||
        other.right <= piece.left ||
        other.top >= piece.bottom ||
        other.bottom <= piece.top;
      if (!apart && wanted(other.path, piece.path)) meet(other, piece);
    }
    active.length = kept;
    active.push(piece);
  }
  active = [];
};
