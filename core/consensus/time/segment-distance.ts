import { byText } from "../tally.ts";
import { checkInterval, type Interval, merged, sharedMs, temporalIou } from "./interval.ts";

export interface IntervalPair {
  /** Places in the two lists. */
  readonly a: number;
  readonly b: number;
  readonly iou: number;
}

/**
 * Pairs the intervals of two lists (each in order, none overlapping another of its list) one to one for the most temporal
 * IoU in all. Two pairs that overlap can never cross in time, so one sweep finds the best pairing, in linear time. Of
 * equally good ones it takes the later pair.
 */
export const pairIntervals = (a: readonly Interval[], b: readonly Interval[]): readonly IntervalPair[] => {
  const pairs = overlapping(a, b);
  // Those before `free[n]` share no interval with pair n: the pairs form a chain in which each shares one with the next.
  const free: number[] = [];
  const best = [0];
  let firstOfA = 0;
  let firstOfB = 0;
  pairs.forEach((pair, at) => {
    if (pairs[firstOfA]!.a !== pair.a) firstOfA = at;
    if (pairs[firstOfB]!.b !== pair.b) firstOfB = at;
    free.push(Math.min(firstOfA, firstOfB));
    best.push(Math.max(best[at]!, best[free[at]!]! + pair.iou));
  });
  const chosen: IntervalPair[] = [];
  for (let at = pairs.length; at > 0; ) {
    const pair = pairs[at - 1]!;
    const taken = best[free[at - 1]!]! + pair.iou;
    if (taken >= best[at - 1]!) {
      chosen.push(pair);
      at = free[at - 1]!;
    } else at -= 1;
  }
  return chosen.reverse();
};

const overlapping = (a: readonly Interval[], b: readonly Interval[]): readonly IntervalPair[] => {
  const pairs: IntervalPair[] = [];
  let atA = 0;
  let atB = 0;
  while (atA < a.length && atB < b.length) {
    const [one, other] = [a[atA]!, b[atB]!];
    if (sharedMs(one, other) > 0) pairs.push({ a: atA, b: atB, iou: temporalIou(one, other) });
    if (one.endMs <= other.endMs) atA += 1;
    else atB += 1;
  }
  return pairs;
};

/**
 * How far apart two annotators' segments are, 0 (the same) to 1 (nothing shared): the mean of 1 − temporal IoU over
 * matched segments, those without a partner counting 1, label by label. For Krippendorff's alpha. Overlapping or touching
 * segments of one annotator and label count as one. Both marked nothing: 0; one did and the other did not: 1. Symmetric.
 */
export const segmentDistance = (
  a: readonly (Interval & { readonly label: string })[],
  b: readonly (Interval & { readonly label: string })[],
): number => {
  for (const segment of [...a, ...b]) checkInterval(segment, "segment");
  const labels = [...new Set([...a, ...b].map(({ label }) => label))].sort(byText);
  let things = 0;
  let apart = 0;
  for (const label of labels) {
    const ofA = merged(a.filter((segment) => segment.label === label));
    const ofB = merged(b.filter((segment) => segment.label === label));
    const pairs = pairIntervals(ofA, ofB);
    const alone = ofA.length + ofB.length - 2 * pairs.length;
    things += alone + pairs.length;
    apart += alone + pairs.reduce((sum, { iou }) => sum + 1 - iou, 0);
  }
  return things === 0 ? 0 : apart / things;
};
