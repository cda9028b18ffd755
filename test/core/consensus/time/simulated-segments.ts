import { type Interval, merged } from "../../../../core/consensus/time/interval.ts";
import { pairIntervals } from "../../../../core/consensus/time/segment-distance.ts";
import type { Segment, SegmentAnswer } from "../../../../core/consensus/time/segments.ts";
import { type Seeded, seeded } from "../../../../core/seeded.ts";

/** What an annotator of the simulation does wrong. */
interface Habits {
  readonly jitterMs: number;
  readonly miss: number;
  /** Segments that are not there, for each that is. */
  readonly extra: number;
  /** Leaves a hole of up to a second in the middle. */
  readonly split: number;
  /** Draws two that are less than four seconds apart as one. */
  readonly join: number;
}

export interface SimulatedVideo {
  readonly truth: readonly Interval[];
  readonly answers: readonly SegmentAnswer[];
}

const LABEL = "chewing";

export const normal = (random: Seeded): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** Annotators who differ: boundaries off by 0.15 to 0.6 s (one in ten by four times that), 5 to 35 % missed. */
export const simulateSegments = (seed: number, videos: number, annotators: number): readonly SimulatedVideo[] => {
  const random = seeded(seed);
  const crowd = Array.from(
    { length: annotators },
    (): Habits => ({
      jitterMs: random.between(150, 600),
      miss: random.between(0.05, 0.35),
      extra: random.between(0, 0.3),
      split: random.between(0, 0.15),
      join: random.between(0, 0.3),
    }),
  );
  return Array.from({ length: videos }, () => {
    const truth = trueSegments(random);
    const answers = crowd.map((habits, who) => ({
      annotatorId: `annotator-${who}`,
      segments: seenBy(habits, truth, random),
    }));
    return { truth, answers };
  });
};

const trueSegments = (random: Seeded): readonly Interval[] => {
  const segments: Interval[] = [];
  let at = 0;
  for (let left = random.whole(0, 8); left > 0; left -= 1) {
    const startMs = at + Math.round(random.between(1200, 12_000));
    const endMs = startMs + Math.round(1500 * Math.exp(1.2 * random.next() * 2));
    segments.push({ startMs, endMs });
    at = endMs;
  }
  return segments;
};

const seenBy = (habits: Habits, truth: readonly Interval[], random: Seeded): readonly Segment[] => {
  const off = (): number => Math.round(normal(random) * habits.jitterMs * (random.chance(0.1) ? 4 : 1));
  const drawn: Interval[] = [];
  truth.forEach(({ startMs, endMs }, at) => {
    const next = truth[at + 1];
    if (next && next.startMs - endMs < 4000 && random.chance(habits.join)) {
      drawn.push({ startMs: startMs + off(), endMs: next.endMs + off() });
    }
    if (random.chance(habits.miss)) return;
    const whole = { startMs: startMs + off(), endMs: endMs + off() };
    if (random.chance(habits.split)) {
      const hole = random.whole(startMs, endMs);
      drawn.push({ ...whole, endMs: hole }, { ...whole, startMs: hole + random.whole(100, 1000) });
    } else drawn.push(whole);
    if (random.chance(habits.extra)) {
      const false_ = startMs + random.whole(-12_000, 12_000);
      drawn.push({ startMs: false_, endMs: false_ + random.whole(500, 5000) });
    }
  });
  return drawn.filter(({ startMs, endMs }) => endMs > startMs).map((interval) => ({ label: LABEL, ...interval }));
};

export interface SegmentScore {
  /** Of true segments; one that was not found counts 0. */
  readonly meanIou: number;
  /** F1 over all videos of matches at that IoU or more. */
  readonly f1At50: number;
  readonly f1At75: number;
  readonly f1At90: number;
}

export const scoreSegments = (
  videos: readonly { readonly truth: readonly Interval[]; readonly found: readonly Interval[] }[],
): SegmentScore => {
  const ious = videos.flatMap(({ truth, found }) => pairIntervals(truth, merged(found)).map(({ iou }) => iou));
  const truths = videos.reduce((sum, { truth }) => sum + truth.length, 0);
  const all = truths + videos.reduce((sum, { found }) => sum + merged(found).length, 0);
  const f1 = (gate: number): number => (2 * ious.filter((iou) => iou >= gate).length) / all;
  return {
    meanIou: ious.reduce((sum, iou) => sum + iou, 0) / truths,
    f1At50: f1(0.5),
    f1At75: f1(0.75),
    f1At90: f1(0.9),
  };
};
