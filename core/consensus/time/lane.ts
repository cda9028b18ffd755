import type { TimedEvidence } from "./decode.ts";
import type { Interval } from "./interval.ts";
import { logOdds, type Trust, weightsOf } from "./rates.ts";

/**
 * Who says at which time that something is there. What is said changes at somebody's boundary alone, so between two
 * boundaries it is one piece of evidence: exact, however long the video and however fine its frames.
 */
export interface Lane {
  /** In the order of their ids, so that sums do not depend on who came first. */
  readonly annotators: readonly string[];
  /** Ascending; stretch k goes from `bounds[k]` to `bounds[k + 1]`. Before the first and after the last nobody marks. */
  readonly bounds: readonly number[];
  /** 1 where the annotator says yes, by stretch and annotator: `stretch × annotators + annotator`. */
  readonly said: Uint8Array;
}

/** `byAnnotator`: merged intervals of everybody who looked, in the order of `annotators`; an empty list is a no. */
export const laneOf = (annotators: readonly string[], byAnnotator: readonly (readonly Interval[])[]): Lane => {
  const all = byAnnotator.flatMap((intervals) => intervals.flatMap(({ startMs, endMs }) => [startMs, endMs]));
  const bounds = [...new Set(all)].sort((a, b) => a - b);
  const stretches = Math.max(0, bounds.length - 1);
  const said = new Uint8Array(stretches * annotators.length);
  byAnnotator.forEach((intervals, who) => {
    let stretch = 0;
    for (const { startMs, endMs } of intervals) {
      while (bounds[stretch]! < startMs) stretch += 1;
      for (; bounds[stretch]! < endMs; stretch += 1) said[stretch * annotators.length + who] = 1;
    }
  });
  return { annotators, bounds, said };
};

const stretchesOf = ({ bounds }: Lane): number => Math.max(0, bounds.length - 1);

/** What is said by stretch, with the prior: above 0 for there. */
export const evidenceOf = (lane: Lane, { prior, of }: Trust): TimedEvidence => {
  const weights = lane.annotators.map((id) => weightsOf(of(id)));
  const voices = weights.length;
  const odds = new Float64Array(stretchesOf(lane)).fill(logOdds(prior));
  const unanimous = new Uint8Array(odds.length);
  for (let stretch = 0; stretch < odds.length; stretch += 1) {
    let marks = 0;
    for (let who = 0; who < voices; who += 1) {
      const isMarked = lane.said[stretch * voices + who]!;
      marks += isMarked;
      odds[stretch]! += isMarked === 1 ? weights[who]!.yes : weights[who]!.no;
    }
    unanimous[stretch] = marks === 0 || marks === voices ? 1 : 0;
  }
  return { bounds: lane.bounds, odds, unanimous };
};
