import type { Place } from "./spans.ts";

/** One annotator's spans of the label, by place, and what her word weighs. */
export interface Marker {
  readonly weight: number;
  readonly spans: readonly Place[];
}

/**
 * Code points alone cannot tell two touching spans from one long one. This parts a run of code points that carry a label
 * where more weight says that something ends and something else begins than says that it goes on. An annotator says
 * "part" at a place that divides two neighbouring spans of hers, the middle of one to its left and of the other to its
 * right, so that people who agree that there are two need not agree to the letter where; each pair is heard once. She
 * says "goes on" where one span of hers covers both sides. Where some end exactly there and as many others begin, they
 * say "part" together. Even votes part nothing, unless nobody at all goes on. No part is shorter than the least length.
 */
export const partsOf = (run: Place, markers: readonly Marker[], leastLength: number): readonly Place[] => {
  const inRun = markers.map(({ weight, spans }) => ({
    weight,
    spans: spans.filter(({ start, end }) => start < run.end && end > run.start),
  }));
  return parted(run, inRun, pairsOf(inRun), leastLength);
};

/** Two neighbouring spans of one annotator. */
interface Pair {
  readonly marker: number;
  readonly left: Place;
  readonly right: Place;
}

const pairsOf = (markers: readonly Marker[]): readonly Pair[] =>
  markers.flatMap(({ spans }, marker) => spans.slice(1).map((right, at) => ({ marker, left: spans[at]!, right })));

const parted = (
  run: Place,
  markers: readonly Marker[],
  pairs: readonly Pair[],
  leastLength: number,
): readonly Place[] => {
  const edges = markers.flatMap(({ spans }) => spans.flatMap(({ start, end }) => [start, end]));
  const votes = [...new Set(edges)]
    .filter((at) => at - run.start >= leastLength && run.end - at >= leastLength)
    .map((at) => voteAt(at, markers, pairs))
    .filter(({ part, goesOn }) => part > goesOn || goesOn === 0)
    .sort((a, b) => b.part - b.goesOn - (a.part - a.goesOn) || b.exact - a.exact || a.strain - b.strain || a.at - b.at);
  const best = votes[0];
  if (!best) return [run];
  const left = pairs.filter((pair) => !best.pairs.includes(pair));
  return [
    ...parted({ start: run.start, end: best.at }, markers, left, leastLength),
    ...parted({ start: best.at, end: run.end }, markers, left, leastLength),
  ];
};

const voteAt = (at: number, markers: readonly Marker[], pairs: readonly Pair[]) => {
  const dividing = pairs.filter(({ left, right }) => middle(left) < at && at < middle(right));
  const byPair = new Set(dividing.map(({ marker }) => marker));
  let part = 0;
  let goesOn = 0;
  let ending = 0;
  let beginning = 0;
  markers.forEach(({ weight, spans }, marker) => {
    if (byPair.has(marker)) part += weight;
    else if (spans.some(({ start, end }) => start < at && at < end)) goesOn += weight;
    else if (spans.some(({ end }) => end === at)) ending += weight;
    else if (spans.some(({ start }) => start === at)) beginning += weight;
  });
  return {
    at,
    pairs: dividing,
    part: part + Math.min(ending, beginning),
    goesOn,
    exact: dividing.reduce((sum, pair) => sum + (pair.right.start === at ? markers[pair.marker]!.weight : 0), 0),
    strain: dividing.reduce((sum, { right, marker }) => sum + markers[marker]!.weight * Math.abs(right.start - at), 0),
  };
};

const middle = ({ start, end }: Place): number => (start + end) / 2;
