import { decode } from "./decode.ts";
import { type Interval, lengthOf, merged } from "./interval.ts";
import { evidenceOf, laneOf } from "./lane.ts";
import { iouOf } from "./path-box.ts";
import { EVERYONE_ALIKE } from "./rates.ts";
import { type Settled, settleBoundaries } from "./segment-boundaries.ts";
import { simplified } from "./simplify-frames.ts";
import type { KeyFrame } from "./track.ts";
import { type BoxesAt, boxReader, meanBox } from "./track-boxes.ts";
import type { Share } from "./track-shares.ts";

/**
 * When a thing is there, by those who show it at all: their presence decided like a segment, everybody alike. Whoever
 * overlooked the thing says nothing about when it comes and goes.
 */
export const presenceOfShares = (shares: readonly Share[], minMs: number): readonly Settled[] => {
  const marks = shares.map(({ parts }) => merged(parts));
  const evidence = evidenceOf(
    laneOf(
      shares.map(({ owner }) => String(owner)),
      marks,
    ),
    EVERYONE_ALIKE,
  );
  const steady = decode(evidence, minMs);
  const found = steady.length > 0 ? steady : decode(evidence, 0);
  const drawn = marks.map((intervals) => ({ intervals, weight: 1 }));
  return settleBoundaries((found.length > 0 ? found : longestOf(marks)).map((segment) => ({ segment, drawn })));
};

/** No two show it at one time, and they are three or more: who shows it longest is as good an answer as any. */
const longestOf = (marks: readonly (readonly Interval[])[]): readonly Interval[] => {
  const length = (all: readonly Interval[]): number => all.reduce((sum, one) => sum + lengthOf(one), 0);
  return marks.reduce((best, one) => (length(one) > length(best) ? one : best));
};

/** The boxes at every moment at which anybody's box or presence changes while the thing is there. */
export const boxesAlong = (
  shares: readonly Share[],
  presence: readonly Interval[],
): readonly (readonly BoxesAt[])[] => {
  const read = boxReader(shares);
  const changes = shares.flatMap(({ parts }) =>
    parts.flatMap(({ path, startMs, endMs }) => [
      ...path.times.filter((ms) => ms >= startMs && ms < endMs),
      // Somebody comes or goes and the mean jumps: a key frame on either side keeps the jump short.
      ...[startMs - 1, startMs, endMs - 1, endMs],
    ]),
  );
  const moments = [...new Set(changes)].sort((a, b) => a - b);
  let at = 0;
  return presence.map(({ startMs, endMs }) => {
    const inside: number[] = [];
    while (at < moments.length && moments[at]! <= startMs) at += 1;
    for (; at < moments.length && moments[at]! < endMs; at += 1) inside.push(moments[at]!);
    const shown = [startMs, ...inside].map((ms) => read(ms, ms));
    return [...shown, read(endMs, endMs - 1)].filter(({ owners }) => owners.length > 0);
  });
};

export interface FusedBoxes {
  readonly keyFrames: readonly KeyFrame[];
  /** Mean IoU of everybody's boxes with the fused one, over all moments; 1 for one annotator, 0 without boxes. */
  readonly likeness: number;
}

/** Means of boxes as key frames, those left out that the line between others gives back. `runs` are by presence. */
export const fuseBoxes = (
  runs: readonly (readonly BoxesAt[])[],
  presence: readonly Interval[],
  weightOf: (owner: number) => number,
  tolerance: number,
): FusedBoxes => {
  let alike = 0;
  let boxes = 0;
  const keyFrames = presence.flatMap(({ startMs, endMs }, at) => {
    const frames = runs[at]!.map((here) => {
      const mean = meanBox(here, weightOf);
      for (let from = 0; from < here.sides.length; from += 4) alike += iouOf(here.sides, mean, from);
      boxes += here.owners.length;
      return frameOf(here, mean);
    });
    const [first, last] = [frames[0], frames.at(-1)];
    if (!first || !last) return [];
    const inside = frames.filter(({ atMs }) => atMs > startMs && atMs < endMs);
    const { occluded: _, ...leaves } = { ...last, atMs: endMs, outside: true };
    return simplified([{ ...first, atMs: startMs }, ...inside, leaves], tolerance);
  });
  return { keyFrames, likeness: boxes === 0 ? 0 : alike / boxes };
};

const PER_PIXEL = 1_000_000;

const frameOf = ({ ms, hidden }: BoxesAt, box: Float64Array): KeyFrame => {
  const [left = 0, top = 0, right = 0, bottom = 0] = box.map((side) => Math.round(side * PER_PIXEL));
  const isHidden = 2 * hidden.filter(Boolean).length > hidden.length;
  const size = { width: (right - left) / PER_PIXEL, height: (bottom - top) / PER_PIXEL };
  return { atMs: ms, x: left / PER_PIXEL, y: top / PER_PIXEL, ...size, ...(isHidden ? { occluded: true } : {}) };
};
