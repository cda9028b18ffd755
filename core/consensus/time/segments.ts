import { byText } from "../tally.ts";
import { TIE } from "../tie.ts";
import { refuseTwice } from "./answers-of-one.ts";
import { decode, type TimedEvidence } from "./decode.ts";
import { checkInterval, heldMs, type Interval, lengthOf, merged, sharing } from "./interval.ts";
import { evidenceOf, type Lane, laneOf } from "./lane.ts";
import { learnRates, type Sighting } from "./learn-rates.ts";
import { confidenceOf, EVERYONE_ALIKE, logOdds, type Trust, weightsOf } from "./rates.ts";
import { type Drawn, settleBoundaries } from "./segment-boundaries.ts";

export interface Segment extends Interval {
  readonly label: string;
}

/** All that one annotator marked in one video. No segments is an answer: nothing of this is here. */
export interface SegmentAnswer {
  readonly annotatorId: string;
  readonly segments: readonly Segment[];
}

/** Flickers shorter than half a second are people who disagree on a boundary: docs/consensus-time.md has the figures. */
const STEADY_MS = 500;

export interface SegmentOptions {
  /** What annotators are held to be. @default everybody alike */
  readonly trust?: Trust;
  /** What a majority of one voice must last to be believed, where not all say the same; see `decode`. @default 500 */
  readonly minMs?: number;
}

export interface AgreedSegment extends Segment {
  /** Who marked at least half of it, by id. */
  readonly annotators: readonly string[];
  /** Share of all who answered that marked at least half of it. */
  readonly support: number;
  /** The probability that it is there, tempered; below 1. */
  readonly confidence: number;
  /** Standard deviations of the boundaries that its annotators drew, in milliseconds; 0 for one annotator. */
  readonly startSpreadMs: number;
  readonly endSpreadMs: number;
  /** As much speaks for it as against it. */
  readonly tied: boolean;
}

export interface SegmentConsensus {
  /** By label, then time. Of one label they never overlap or touch. Empty: nothing is here, if anybody answered. */
  readonly segments: readonly AgreedSegment[];
  /** Stretches whose evidence is a tie, by label: whoever decides between two boundaries should look here. */
  readonly inDoubt: readonly Segment[];
  readonly annotators: number;
}

/**
 * Fuses labelled segments of several annotators: for each label evidence by time, decoded into segments, then each
 * boundary set to where those who marked the segment put it. Labels are independent of each other and may overlap. Depends
 * on the set of answers alone. No answers: no segments and 0 annotators. Refuses two answers of one annotator.
 */
export const segmentConsensus = (
  answers: readonly SegmentAnswer[],
  { trust = EVERYONE_ALIKE, minMs = STEADY_MS }: SegmentOptions = {},
): SegmentConsensus => {
  const byLabel = lanesOf(answers).map(({ label, lane, marks }) => {
    const evidence = evidenceOf(lane, trust);
    const tied = tiedIn(evidence);
    const sure = decode(evidence, minMs);
    const open = tied.filter((one) => lengthOf(one) >= minMs && !touchesAny(one, sure));
    const found = [...sure, ...open].sort((a, b) => a.startMs - b.startMs);
    const backed = found.map((segment) => ({ segment, ...voteOn(segment, lane.annotators, marks, trust) }));
    const settled = settleBoundaries(backed);
    const segments = backed.map(({ drawn: _, segment: __, ...vote }, at) => ({ label, ...settled[at]!, ...vote }));
    return { segments, inDoubt: tied.map((interval) => ({ label, ...interval })) };
  });
  return {
    segments: byLabel.flatMap(({ segments }) => segments),
    inDoubt: byLabel.flatMap(({ inDoubt }) => inDoubt),
    annotators: answers.length,
  };
};

/**
 * Learns from all videos of a project how much each annotator overlooks and invents, by things and not by time: a boundary
 * drawn late is neither. Things are the segments that a plain vote finds, ties among them, and what is left of the marks
 * where they are joined.
 */
export const learnSegmentRates = (videos: readonly (readonly SegmentAnswer[])[]): Trust =>
  learnRates(videos.flatMap((answers) => lanesOf(answers).flatMap(sightingsIn)));

const sightingsIn = ({ lane, marks }: LabelLane): readonly Sighting[] => {
  const voted = decode(evidenceOf(lane, EVERYONE_ALIKE), 0);
  const rest = marks.flat().filter((mark) => 2 * heldMs(voted, mark) < lengthOf(mark));
  return [...voted, ...merged(rest)].map((thing) => {
    const hasIt = backersOf(thing, marks);
    return {
      yes: lane.annotators.filter((_, who) => hasIt[who]),
      no: lane.annotators.filter((_, who) => !hasIt[who]),
    };
  });
};

/** Who marked it is who marked half of it: a boundary drawn early or late does not take a voice away. */
const backersOf = (thing: Interval, marks: readonly (readonly Interval[])[]): readonly boolean[] =>
  marks.map((intervals) => 2 * heldMs(intervals, thing) >= lengthOf(thing));

interface LabelLane {
  readonly label: string;
  readonly lane: Lane;
  /** Merged, by annotator in the order of the lane. */
  readonly marks: readonly (readonly Interval[])[];
}

/** A lane for each label that anybody used, in the order of labels; everybody who answered is in each. */
const lanesOf = (answers: readonly SegmentAnswer[]): readonly LabelLane[] => {
  const sorted = answers.toSorted((a, b) => byText(a.annotatorId, b.annotatorId));
  const annotators = sorted.map(({ annotatorId }) => annotatorId);
  refuseTwice(annotators);
  const byLabel = new Map<string, Interval[][]>();
  sorted.forEach(({ segments }, who) => {
    for (const segment of segments) {
      checkInterval(segment, "segment");
      const lists = byLabel.get(segment.label) ?? annotators.map(() => []);
      byLabel.set(segment.label, lists);
      lists[who]!.push(segment);
    }
  });
  return [...byLabel.keys()].sort(byText).map((label) => {
    const marks = (byLabel.get(label) ?? []).map(merged);
    return { label, marks, lane: laneOf(annotators, marks) };
  });
};

const tiedIn = ({ bounds, odds }: TimedEvidence): readonly Interval[] =>
  merged(Array.from(odds, (sum, at) => ({ startMs: bounds[at]!, endMs: bounds[Math.abs(sum) < TIE ? at + 1 : at]! })));

const touchesAny = (one: Interval, intervals: readonly Interval[]): boolean =>
  sharing(intervals, { startMs: one.startMs - 1, endMs: one.endMs + 1 }).length > 0;

const voteOn = (
  segment: Interval,
  annotators: readonly string[],
  marks: readonly (readonly Interval[])[],
  trust: Trust,
): Omit<AgreedSegment, keyof Segment | "startSpreadMs" | "endSpreadMs"> & { readonly drawn: readonly Drawn[] } => {
  const hasIt = backersOf(segment, marks);
  const odds = logOdds(trust.prior);
  const weights = annotators.map((id) => weightsOf(trust.of(id)));
  const weight = weights.reduce((sum, { yes, no }, who) => sum + (hasIt[who] ? yes : no), 0);
  const backers = annotators.filter((_, who) => hasIt[who]);
  return {
    annotators: backers,
    support: backers.length / annotators.length,
    confidence: confidenceOf(odds, weight, annotators.length),
    tied: Math.abs(odds + weight) < TIE,
    drawn: marks.flatMap((intervals, who) => (hasIt[who] ? [{ intervals, weight: weights[who]!.yes }] : [])),
  };
};
