import { byText } from "../tally.ts";
import { overlapOf, type Place, type Span } from "./spans.ts";

/** 1 − intersection over union of two places, in code points: 0 for the same place, 1 for places that do not touch. */
export const spanDistance = (a: Place, b: Place): number => 1 - overlapOf(a, b);

/**
 * How far apart two people's markings of one text are, 0 to 1, for agreement: 1 − the code points that both gave a label
 * over those that either did, summed over labels. Nothing marked by both is 0, by one alone 1. A code point that two
 * spans of one person give the same label counts once.
 */
export const markingDistance = (a: readonly Span[], b: readonly Span[]): number => {
  const labels = [...new Set([...a, ...b].map(({ label }) => label))].sort(byText);
  let shared = 0;
  let either = 0;
  for (const label of labels) {
    const inA = covered(a, label);
    const inB = covered(b, label);
    const joint = lengthOf(merged([...inA, ...inB]));
    either += joint;
    shared += lengthOf(inA) + lengthOf(inB) - joint;
  }
  return either === 0 ? 0 : 1 - shared / either;
};

const covered = (spans: readonly Span[], label: string): readonly Place[] =>
  merged(spans.filter((span) => span.label === label));

const lengthOf = (places: readonly Place[]): number => places.reduce((sum, { start, end }) => sum + end - start, 0);

const merged = (places: readonly Place[]): readonly Place[] => {
  const runs: Place[] = [];
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = runs.at(-1);
    if (last && start <= last.end) runs[runs.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else runs.push({ start, end });
  }
  return runs;
};
