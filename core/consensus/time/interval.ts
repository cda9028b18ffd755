import { refuse } from "../../refusal.ts";

/**
 * A stretch of a video in whole milliseconds, `endMs` not included: a frame belongs to it when the time at which the
 * frame is shown, rounded down, does. Whoever counts in frames may hand in frame numbers instead, if everything is.
 */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/** Refuses what is no time, and what ends before it starts. `what` names it for the one who must mend it. */
export const checkInterval = ({ startMs, endMs }: Interval, what: string): void => {
  checkMoment(startMs, `${what} start`);
  checkMoment(endMs, `${what} end`);
  if (endMs < startMs) {
    throw refuse("bad-request", `a ${what} ends before it starts`, {
      value: `${startMs} to ${endMs}`,
      allowed: "an end at or after the start",
    });
  }
};

/** Refuses a moment that is not a whole number of milliseconds. It may lie before zero: a shift does no harm. */
export const checkMoment = (ms: number, what: string): void => {
  if (Number.isSafeInteger(ms)) return;
  throw refuse("bad-request", `a ${what} is not a whole number of milliseconds`, {
    value: String(ms),
    allowed: "a whole number",
  });
};

/**
 * The time that intervals hold together, in order, none touching the next: those of one annotator that overlap or touch
 * are one. An interval of no length holds no time and is left out.
 */
export const merged = (intervals: readonly Interval[]): readonly Interval[] => {
  const joined: Interval[] = [];
  for (const { startMs, endMs } of inOrder(intervals)) {
    const last = joined.at(-1);
    if (startMs === endMs) continue;
    if (!last || startMs > last.endMs) joined.push({ startMs, endMs });
    else if (endMs > last.endMs) joined[joined.length - 1] = { startMs: last.startMs, endMs };
  }
  return joined;
};

const inOrder = (intervals: readonly Interval[]): readonly Interval[] =>
  intervals.toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);

export const lengthOf = ({ startMs, endMs }: Interval): number => endMs - startMs;

/** Milliseconds that both hold. */
export const sharedMs = (a: Interval, b: Interval): number =>
  Math.max(0, Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs));

/** Temporal IoU: shared time over joint time, 0 to 1. Two intervals of no length share nothing: 0. */
export const temporalIou = (a: Interval, b: Interval): number => {
  const shared = sharedMs(a, b);
  return shared === 0 ? 0 : shared / (lengthOf(a) + lengthOf(b) - shared);
};

/** The place of the first of merged intervals that ends after a moment; their number, if none does. */
export const firstEndingAfter = (intervals: readonly Interval[], ms: number): number => {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (intervals[middle]!.endMs > ms) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** Those of merged intervals that share time with another, in order. */
export const sharing = (intervals: readonly Interval[], within: Interval): readonly Interval[] => {
  const from = firstEndingAfter(intervals, within.startMs);
  let to = from;
  while (to < intervals.length && intervals[to]!.startMs < within.endMs) to += 1;
  return intervals.slice(from, to);
};

/** Milliseconds of `within` that merged intervals hold. */
export const heldMs = (intervals: readonly Interval[], within: Interval): number =>
  sharing(intervals, within).reduce((sum, interval) => sum + sharedMs(interval, within), 0);
