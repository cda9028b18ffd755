import { byText } from "../tally.ts";
import { type CellVerdict, verdictsOf } from "./cell-evidence.ts";
import { cellsOf, type MarkedCell } from "./marked-cells.ts";
import { type Marker, partsOf } from "./span-cuts.ts";
import { fusedSpanOf } from "./span-match.ts";
import { EVERYONE_MARKS_ALIKE, ratesOf, type SpanModel } from "./span-model.ts";
import { bySpan, orderedAnswers, type Place, type Span, type SpanAnswer } from "./spans.ts";

export interface SpanOptions {
  /** Who misses and who marks too much. @default everyone alike */
  readonly model?: SpanModel;
  /** May a code point carry several labels? @default true */
  readonly overlapping?: boolean;
  /** Code points; what is shorter is dropped. @default 1 */
  readonly minLength?: number;
  /** Code points of the text: refuses spans outside it. */
  readonly textLength?: number;
}

/** A span that stands. */
export interface FusedSpan extends Span {
  /** Mean probability of its code points that they carry the label, tempered; below 1. */
  readonly confidence: number;
  /** Share of all annotators of the item behind it, 0 to 1. */
  readonly agreement: number;
  /** Those with a span of this label that overlaps it by 0.3, in the order of their ids. */
  readonly annotators: readonly string[];
  /** The least and the greatest place where these begin it, and end it. */
  readonly startRange: readonly [number, number];
  readonly endRange: readonly [number, number];
}

/** A place where the votes are even: for these labels, or for one and nothing. */
export interface SpanDoubt extends Place {
  readonly labels: readonly string[];
}

export interface SpanConsensus {
  /** By place, then label. None is an answer: nothing is here. */
  readonly spans: readonly FusedSpan[];
  readonly doubts: readonly SpanDoubt[];
  /** Mean over the spans; without any, the share of annotators who marked nothing; 0 without answers. */
  readonly agreement: number;
}

/**
 * Fuses the spans of one item. Each code point that somebody marked is decided by who marked it and who did not; decided
 * code points in a row are a span, parted where people part them. So a fused span begins and ends only where some
 * annotator's span does. Where votes are even nothing stands, and the place is a doubt, unless it only touches a span
 * that stands: then it is in the range of its edge.
 */
export const fuseSpans = (answers: readonly SpanAnswer[], options: SpanOptions = {}): SpanConsensus => {
  const { overlapping = true, textLength } = options;
  const inOrder = orderedAnswers(answers, textLength);
  const labels = [...new Set(inOrder.flatMap(({ spans }) => spans.map(({ label }) => label)))].sort(byText);
  const layers = (overlapping ? labels.map((label) => [label]) : [labels]).map((layer) =>
    fuseLayer(inOrder, layer, options),
  );
  const places = layers.flatMap(({ places }) => places).sort(bySpan);
  const spans = places.map((place, at) => supported(place, at, places, inOrder));
  const doubts = layers.flatMap((layer) => layer.doubts).sort((a, b) => a.start - b.start || a.end - b.end);
  return { spans, doubts, agreement: agreementOf(spans, inOrder) };
};

interface SurePlace extends Span {
  readonly confidence: number;
}

interface Decided {
  readonly cell: MarkedCell;
  readonly verdict: CellVerdict;
}

/** Even one whose marks say nothing is heard on where a span goes on, if nobody else is there. */
const LEAST_WEIGHT = 0.01;

/** Labels of one layer exclude each other. */
const fuseLayer = (
  answers: readonly SpanAnswer[],
  labels: readonly string[],
  { model = EVERYONE_MARKS_ALIKE, minLength = 1 }: SpanOptions,
): { readonly places: readonly SurePlace[]; readonly doubts: readonly SpanDoubt[] } => {
  const verdictOf = verdictsOf(answers, labels.length, model);
  const decided = cellsOf(answers, labels).map((cell): Decided => ({ cell, verdict: verdictOf(cell) }));
  const places = labels.flatMap((label, number) => {
    const inLabel = decided.filter(({ verdict }) => verdict.state === "in" && verdict.label === number);
    const markers = answers.map(({ annotator, spans }): Marker => {
      const { miss, falseAlarm } = ratesOf(model, annotator);
      return { weight: Math.max(LEAST_WEIGHT, 1 - miss - falseAlarm), spans: ofLabel(spans, label) };
    });
    return runsOf(inLabel.map(({ cell }) => cell))
      .flatMap((run) => partsOf(run, markers, minLength))
      .filter(({ start, end }) => end - start >= minLength)
      .map((place): SurePlace => ({ ...place, label, confidence: confidenceIn(place, inLabel) }));
  });
  return { places, doubts: doubtsOf(decided, labels, places) };
};

const ofLabel = (spans: readonly Span[], label: string): readonly Span[] =>
  spans.filter((span) => span.label === label);

/** Neighbours joined. The cells come by place. */
const runsOf = (cells: readonly Place[]): readonly Place[] => {
  const runs: Place[] = [];
  for (const { start, end } of cells) {
    const last = runs.at(-1);
    if (last?.end === start) runs[runs.length - 1] = { start: last.start, end };
    else runs.push({ start, end });
  }
  return runs;
};

const confidenceIn = ({ start, end }: Place, decided: readonly Decided[]): number => {
  let sum = 0;
  for (const { cell, verdict } of decided) {
    const shared = Math.min(end, cell.end) - Math.max(start, cell.start);
    if (shared > 0 && verdict.state === "in") sum += shared * verdict.confidence;
  }
  return sum / (end - start);
};

const doubtsOf = (
  decided: readonly Decided[],
  labels: readonly string[],
  places: readonly Span[],
): readonly SpanDoubt[] => {
  const even = decided.flatMap(({ cell, verdict }): readonly SpanDoubt[] =>
    verdict.state === "even"
      ? [{ start: cell.start, end: cell.end, labels: verdict.labels.map((label) => labels[label]!) }]
      : [],
  );
  return [...Map.groupBy(even, (doubt) => JSON.stringify(doubt.labels)).values()]
    .flatMap((alike) => runsOf(alike).map((run): SpanDoubt => ({ ...run, labels: alike[0]!.labels })))
    .filter(({ start, end, labels: led }) => {
      const touched = places.filter((place) => place.end === start || place.start === end);
      return !touched.some(({ label }) => led.includes(label));
    });
};

const supported = (
  { start, end, label, confidence }: SurePlace,
  at: number,
  places: readonly Span[],
  answers: readonly SpanAnswer[],
): FusedSpan => {
  const behind = answers
    .map(({ annotator, spans }) => ({
      annotator,
      spans: spans.filter((span) => span.label === label && fusedSpanOf(span, places) === at),
    }))
    .filter(({ spans }) => spans.length > 0);
  const range = (edges: readonly number[], own: number): readonly [number, number] => [
    Math.min(own, ...edges),
    Math.max(own, ...edges),
  ];
  const backing = behind.flatMap(({ spans }) => spans);
  return {
    start,
    end,
    label,
    confidence,
    agreement: behind.length / answers.length,
    annotators: behind.map(({ annotator }) => annotator),
    startRange: range(
      backing.map((span) => span.start),
      start,
    ),
    endRange: range(
      backing.map((span) => span.end),
      end,
    ),
  };
};

const agreementOf = (spans: readonly FusedSpan[], answers: readonly SpanAnswer[]): number => {
  if (answers.length === 0) return 0;
  if (spans.length === 0) return answers.filter((answer) => answer.spans.length === 0).length / answers.length;
  return spans.reduce((sum, { agreement }) => sum + agreement, 0) / spans.length;
};
