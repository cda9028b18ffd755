import { type Interval, lengthOf, sharing } from "./interval.ts";

/** One annotator's merged marks of the label, and how much her word weighs. */
export interface Drawn {
  readonly intervals: readonly Interval[];
  readonly weight: number;
}

export interface BackedSegment {
  readonly segment: Interval;
  readonly drawn: readonly Drawn[];
}

export interface Settled extends Interval {
  readonly startSpreadMs: number;
  readonly endSpreadMs: number;
}

/**
 * Sets each boundary of decoded segments (in order, not touching) to the weighted mean of where those who marked the
 * segment put theirs. Whoever put it further away than half the segment drew something else at that end (two segments as
 * one, or one as two) and is left out there. Segments stay apart: none passes the middle of the gap to its neighbour.
 */
export const settleBoundaries = (backed: readonly BackedSegment[]): readonly Settled[] =>
  backed.map(({ segment, drawn }, at) => {
    const start = meanNear(segment.startMs, lengthOf(segment) / 2, drawn.flatMap(startsIn(segment)));
    const end = meanNear(segment.endMs, lengthOf(segment) / 2, drawn.flatMap(endsIn(segment)));
    const startMs = Math.max(start.ms, middleAfter(backed[at - 1]?.segment, segment) + 1);
    const endMs = Math.min(end.ms, middleAfter(segment, backed[at + 1]?.segment));
    const isLost = startMs >= endMs;
    return {
      startMs: isLost ? segment.startMs : startMs,
      endMs: isLost ? segment.endMs : endMs,
      startSpreadMs: start.spreadMs,
      endSpreadMs: end.spreadMs,
    };
  });

interface Boundary {
  readonly ms: number;
  readonly weight: number;
}

const startsIn =
  (segment: Interval) =>
  ({ intervals, weight }: Drawn): readonly Boundary[] => {
    const [first] = sharing(intervals, segment);
    return first ? [{ ms: first.startMs, weight }] : [];
  };

const endsIn =
  (segment: Interval) =>
  ({ intervals, weight }: Drawn): readonly Boundary[] => {
    const last = sharing(intervals, segment).at(-1);
    return last ? [{ ms: last.endMs, weight }] : [];
  };

/** Counted from `from`, so that a shift in time shifts the mean and leaves every bit of it as it was. */
const meanNear = (from: number, reachMs: number, boundaries: readonly Boundary[]): { ms: number; spreadMs: number } => {
  const near = boundaries.filter(({ ms }) => Math.abs(ms - from) <= reachMs);
  const total = near.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return { ms: from, spreadMs: 0 };
  const mean = near.reduce((sum, { ms, weight }) => sum + weight * (ms - from), 0) / total;
  const variance = near.reduce((sum, { ms, weight }) => sum + weight * (ms - from - mean) ** 2, 0) / total;
  // To a millionth first: whether half a millisecond goes up must not hang on the last bit of a sum.
  return { ms: from + Math.round(Math.round(mean * 1e6) / 1e6), spreadMs: Math.sqrt(variance) };
};

const middleAfter = (one: Interval | undefined, next: Interval | undefined): number => {
  if (!next) return Number.POSITIVE_INFINITY;
  if (!one) return Number.NEGATIVE_INFINITY;
  return Math.floor((one.endMs + next.startMs) / 2);
};
