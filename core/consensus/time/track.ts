import { refuse } from "../../refusal.ts";
import { byText } from "../tally.ts";
import { checkMoment, type Interval, merged } from "./interval.ts";

/** Where a thing is at a moment; between two key frames it moves in a straight line and changes size evenly. */
export interface KeyFrame {
  readonly atMs: number;
  /** Pixels of the upright frame, origin top left; sides above 0. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** From here to the next key frame it is not in the picture. Its box says where it left. @default false */
  readonly outside?: boolean;
  /** From here to the next key frame something hides a part of it. @default false */
  readonly occluded?: boolean;
}

/**
 * One thing followed through a video. After its last key frame it stays where it is until the video ends; where that is
 * not known, for one millisecond (a key frame is a frame, and holds some time).
 */
export interface Track {
  /** Unique within the annotation. */
  readonly id: string;
  readonly label: string;
  readonly keyFrames: readonly KeyFrame[];
}

/** All that one annotator followed in one video. No tracks is an answer: nothing of this is here. */
export interface TrackAnswer {
  readonly annotatorId: string;
  readonly tracks: readonly Track[];
}

/** A track as arrays, its key frames in order. `sides` holds left, top, right, bottom of each. */
export interface Path {
  readonly id: string;
  readonly label: string;
  readonly times: Float64Array;
  readonly sides: Float64Array;
  readonly isOutside: Uint8Array;
  readonly isOccluded: Uint8Array;
  /** Where it ends, if it is in the picture then. */
  readonly endMs: number;
  readonly presence: readonly Interval[];
}

/** Refuses a track without key frames, two at one moment, a box without area, and what is no number. */
export const pathOf = (track: Track, videoEndMs: number | undefined): Path => {
  const frames = track.keyFrames.toSorted((a, b) => a.atMs - b.atMs);
  for (const frame of frames) checkFrame(frame, track.id);
  const twice = frames.find(({ atMs }, at) => at > 0 && frames[at - 1]!.atMs === atMs);
  if (twice || frames.length === 0) {
    throw refuse("bad-request", twice ? "a track has two key frames at one moment" : "a track has no key frame", {
      value: twice ? `${track.id} at ${twice.atMs}` : track.id,
      allowed: "one key frame or more, each at a moment of its own",
    });
  }
  const endMs = Math.max(frames.at(-1)!.atMs + 1, videoEndMs ?? Number.NEGATIVE_INFINITY);
  const times = Float64Array.from(frames, ({ atMs }) => atMs);
  const isOutside = Uint8Array.from(frames, ({ outside }) => (outside ? 1 : 0));
  return {
    id: track.id,
    label: track.label,
    times,
    isOutside,
    endMs,
    sides: Float64Array.from(frames.flatMap(({ x, y, width, height }) => [x, y, x + width, y + height])),
    isOccluded: Uint8Array.from(frames, ({ occluded }) => (occluded ? 1 : 0)),
    presence: presenceOf(times, isOutside, endMs),
  };
};

export const presenceOf = (times: Float64Array, isOutside: Uint8Array, endMs: number): readonly Interval[] => {
  const shown: Interval[] = [];
  times.forEach((startMs, at) => {
    if (isOutside[at] === 0) shown.push({ startMs, endMs: times[at + 1] ?? endMs });
  });
  return merged(shown);
};

const checkFrame = (frame: KeyFrame, trackId: string): void => {
  checkMoment(frame.atMs, "key frame");
  const { x, y, width, height } = frame;
  if ([x, y, width, height].every(Number.isFinite) && width > 0 && height > 0) return;
  throw refuse("bad-request", "a key frame's box has no area", {
    value: `${trackId} at ${frame.atMs}: ${x}, ${y}, ${width} × ${height}`,
    allowed: "numbers, with sides above 0",
  });
};

/** An order of what was drawn, and of ids where nothing else differs: who answered first has no part in it. */
export const byContent = (a: Path, b: Path): number => {
  if (a.times.length !== b.times.length) return b.times.length - a.times.length;
  for (let at = 0; at < a.times.length; at += 1) {
    const apart = a.times[at]! - b.times[at]! || a.isOutside[at]! - b.isOutside[at]!;
    if (apart !== 0) return apart;
  }
  for (let at = 0; at < a.sides.length; at += 1) if (a.sides[at] !== b.sides[at]) return a.sides[at]! - b.sides[at]!;
  return byText(a.label, b.label) || byText(a.id, b.id);
};
