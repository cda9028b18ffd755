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

/**
 * Which thing a track is with, moment by moment: the most likely sequence of things (Viterbi) over the stretches between
 * key frames of the track and of the things, where a stretch speaks for a thing by its length times how far their IoU is
 * above 0.3, and each change has a price. "With none" speaks for nothing. Equally good: the first thing, and no change.
 */
export const follow = (
  track: Path,
  things: readonly { readonly thing: number; readonly reference: Path }[],
): readonly Stretch[] => {
  const { startMs, endMs } = { startMs: track.presence[0]?.startMs ?? 0, endMs: track.presence.at(-1)?.endMs ?? 0 };
  const within = (ms: number): boolean => ms > startMs && ms < endMs;
  const moments = [track, ...things.map(({ reference }) => reference)].flatMap(({ times, presence }) => [
    ...times,
    ...presence.flatMap((one) => [one.startMs, one.endMs]),
  ]);
  const bounds = [startMs, ...[...new Set(moments)].filter(within).sort((a, b) => a - b), endMs];
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
const bestStates = (gains: readonly Float64Array[], price: number): readonly number[] => {
  const none = gains.length - 1;
  const steps = gains[0]!.length;
  const cameFrom = gains.map(() => new Int32Array(steps));
  let scores = gains.map(() => 0);
  for (let at = 0; at < steps; at += 1) {
    const leader = firstMost(scores);
    scores = scores.map((score, state) => {
      const overLeader = scores[leader]! - price * (state === none || leader === none ? 1 : 2);
      const overNone = scores[none]! - price;
      const best = Math.max(score, overLeader, overNone);
      cameFrom[state]![at] = best === score ? state : best === overLeader ? leader : none;
      return best + gains[state]![at]!;
    });
  }
  let state = firstMost(scores);
  const states = new Array<number>(steps);
  for (let at = steps - 1; at >= 0; at -= 1) {
    states[at] = state;
    state = cameFrom[state]![at]!;
  }
  return states;
};

const firstMost = (scores: readonly number[]): number =>
  scores.reduce((best, score, at) => (score > scores[best]! ? at : best), 0);
