import { type Interval, lengthOf } from "./interval.ts";
import { frameAt, iouOf, isThere, writeBox } from "./path-box.ts";
import type { Path } from "./track.ts";

/** A track is with a thing from here to there: without a break in its presence, or with one. */
export interface Stretch extends Interval {
  /** The number of a thing, or -1: with none. */
  readonly thing: number;
}

/** A box that shares less than this with a thing's is not on it. */
const ON_IT = 0.3;
/** To change over, a track must be better off by this share of its whole presence: two things that cross do not swap. */
const STEADY_SHARE = 0.05;

/** A track's time is looked at in so many stretches, and at each coming and going. */
const STEPS = 500;

/**
 * Which thing a track is with, moment by moment: the most likely sequence of things (Viterbi) over short stretches of its
 * time, where a stretch speaks for a thing by its length times how far their IoU is above 0.3, and each change has a
 * price. "With none" speaks for nothing. Equally good: no change, and the first thing.
 */
export const follow = (
  track: Path,
  things: readonly { readonly thing: number; readonly reference: Path }[],
): readonly Stretch[] => {
  const bounds = boundsOf(track, things);
  const gains = things.map(({ reference }) => gainsOver(bounds, track, reference));
  const price = (STEADY_SHARE * track.presence.reduce((sum, one) => sum + lengthOf(one), 0)) / 2;
  const states = bestStates([...gains, new Float64Array(bounds.length - 1)], price);
  const stretches: Stretch[] = [];
  states.forEach((state, at) => {
    const thing = things[state]?.thing ?? -1;
    const last = stretches.at(-1);
    if (last?.thing === thing) stretches[stretches.length - 1] = { ...last, endMs: bounds[at + 1]! };
    else stretches.push({ thing, startMs: bounds[at]!, endMs: bounds[at + 1]! });
  });
  return stretches;
};

const boundsOf = (track: Path, things: readonly { readonly reference: Path }[]): readonly number[] => {
  const startMs = track.presence[0]!.startMs;
  const endMs = track.presence.at(-1)!.endMs;
  const stepMs = Math.max(1, Math.ceil((endMs - startMs) / STEPS));
  const moments = [endMs];
  for (let ms = startMs; ms < endMs; ms += stepMs) moments.push(ms);
  for (const { presence } of [track, ...things.map(({ reference }) => reference)]) {
    for (const one of presence) moments.push(one.startMs, one.endMs);
  }
  return [...new Set(moments.filter((ms) => ms >= startMs && ms <= endMs))].sort((a, b) => a - b);
};

/** By stretch between bounds; 0 while either is not there. Half-way through stands for all of it. */
const gainsOver = (bounds: readonly number[], track: Path, reference: Path): Float64Array => {
  const [mine, its] = [new Float64Array(4), new Float64Array(4)];
  let frame = 0;
  let itsFrame = 0;
  return Float64Array.from({ length: bounds.length - 1 }, (_, at) => {
    const [fromMs, toMs] = [bounds[at]!, bounds[at + 1]!];
    frame = frameAt(track.times, fromMs, frame);
    itsFrame = frameAt(reference.times, fromMs, itsFrame);
    if (!isThere(track, frame, fromMs) || !isThere(reference, itsFrame, fromMs)) return 0;
    writeBox(track, frame, (fromMs + toMs) / 2, mine);
    writeBox(reference, itsFrame, (fromMs + toMs) / 2, its);
    return (toMs - fromMs) * (iouOf(mine, its) - ON_IT);
  });
};

/** From one thing to another is two changes, to none or from none is one. The last state is "none". */
const bestStates = (gains: readonly Float64Array[], price: number): Int32Array => {
  const none = gains.length - 1;
  const steps = gains[none]!.length;
  const cameFrom = gains.map(() => new Int32Array(steps));
  const scores = new Float64Array(gains.length);
  for (let at = 0; at < steps; at += 1) {
    const leader = firstMost(scores);
    const [most, ofNone] = [scores[leader]!, scores[none]!];
    for (let state = 0; state <= none; state += 1) {
      const overLeader = most - price * (state === none || leader === none ? 1 : 2);
      const best = Math.max(scores[state]!, overLeader, ofNone - price);
      cameFrom[state]![at] = best === scores[state] ? state : best === overLeader ? leader : none;
      scores[state] = best + gains[state]![at]!;
    }
  }
  const states = new Int32Array(steps);
  let state = firstMost(scores);
  for (let at = steps - 1; at >= 0; at -= 1) {
    states[at] = state;
    state = cameFrom[state]![at]!;
  }
  return states;
};

const firstMost = (scores: Float64Array): number => {
  let best = 0;
  for (let at = 1; at < scores.length; at += 1) if (scores[at]! > scores[best]!) best = at;
  return best;
};
