import { byText } from "../tally.ts";
import { BARE, cellsOf } from "./marked-cells.ts";
import { boundedRates, boundedShare, logOddsOf, type MarkingRates, type SpanModel } from "./span-model.ts";
import { orderedAnswers, type SpanAnswer } from "./spans.ts";

/** All answers to one item. */
export interface SpanItem {
  readonly item: string;
  readonly answers: readonly SpanAnswer[];
}

/** A prior of so many usual spans: that everyone errs at 0.2, and that an annotator errs as everyone does. */
const POOLED_PRIOR = { spans: 5, rate: 0.2 };
const ANNOTATOR_PRIOR_SPANS = 5;
/** As for classes: more iterations follow the few annotators who agree with each other. */
const ITERATIONS = 5;

/**
 * Learns from a project's answers who misses and who marks too much, by EM on binary evidence (Dawid and Skene 1979) with
 * shrinkage: an annotator's rates to those of everyone, theirs to 0.2. Only code points that somebody gave the label
 * count, or the empty rest of each text would make everybody perfect; a code point weighs the part it is of a usual span
 * of its label and item, or one long span would outvote twenty. Items that fewer than two people answered teach nothing.
 * Without any, rates are those of the prior.
 */
export const fitSpanModel = (items: readonly SpanItem[]): SpanModel => {
  const cells = observationsOf(items);
  const names = [...new Set(items.flatMap(({ answers }) => answers.map(({ annotator }) => annotator)))].sort(byText);
  let there = cells.map(({ marked, bare }) => marked.length / (marked.length + bare.length));
  let model = maximize(cells, there, names);
  for (let iteration = 1; iteration < ITERATIONS; iteration += 1) {
    there = estimate(cells, model);
    model = maximize(cells, there, names);
  }
  return model;
};

/** One cell of one label of one item. */
interface Observation {
  readonly weight: number;
  readonly marked: readonly string[];
  readonly bare: readonly string[];
}

const observationsOf = (items: readonly SpanItem[]): readonly Observation[] =>
  items
    .toSorted((a, b) => byText(a.item, b.item))
    .flatMap(({ answers }) => {
      if (answers.length < 2) return [];
      const inOrder = orderedAnswers(answers);
      const labels = [...new Set(inOrder.flatMap(({ spans }) => spans.map(({ label }) => label)))].sort(byText);
      return labels.flatMap((label) => ofLabel(inOrder, label));
    });

const ofLabel = (answers: readonly SpanAnswer[], label: string): readonly Observation[] => {
  const lengths = answers.flatMap(({ spans }) =>
    spans.filter((span) => span.label === label).map(({ start, end }) => end - start),
  );
  const usual = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return cellsOf(answers, [label]).map(({ start, end, says }) => ({
    weight: (end - start) / usual,
    marked: answers.flatMap(({ annotator }, at) => (says[at] === BARE ? [] : [annotator])),
    bare: answers.flatMap(({ annotator }, at) => (says[at] === BARE ? [annotator] : [])),
  }));
};

const estimate = (cells: readonly Observation[], { inside, pooled, annotators }: SpanModel): number[] => {
  const odds = new Map([...annotators].map(([annotator, rates]) => [annotator, logOddsOf(rates)]));
  const stranger = logOddsOf(pooled);
  const prior = Math.log(inside / (1 - inside));
  return cells.map(({ marked, bare }) => {
    let sum = prior;
    for (const annotator of marked) sum += (odds.get(annotator) ?? stranger).marked;
    for (const annotator of bare) sum += (odds.get(annotator) ?? stranger).bare;
    return 1 / (1 + Math.exp(-sum));
  });
};

/** Weights of cells by what is believed to be there, and whether it was marked. */
interface Counts {
  there: number;
  missed: number;
  absent: number;
  falsely: number;
}

const maximize = (cells: readonly Observation[], there: readonly number[], names: readonly string[]): SpanModel => {
  const counts = new Map(names.map((name): [string, Counts] => [name, noCounts()]));
  const all = noCounts();
  let inside = 1;
  let weights = 2;
  cells.forEach(({ weight, marked, bare }, at) => {
    const present = weight * there[at]!;
    const absent = weight - present;
    inside += present;
    weights += weight;
    for (const [annotators, isMarked] of [
      [marked, true],
      [bare, false],
    ] as const) {
      for (const annotator of annotators) {
        for (const sums of [counts.get(annotator)!, all]) {
          sums.there += present;
          sums.absent += absent;
          if (isMarked) sums.falsely += absent;
          else sums.missed += present;
        }
      }
    }
  });
  const pooled = ratesFrom(all, POOLED_PRIOR.spans, { miss: POOLED_PRIOR.rate, falseAlarm: POOLED_PRIOR.rate });
  const annotators = new Map(names.map((name) => [name, ratesFrom(counts.get(name)!, ANNOTATOR_PRIOR_SPANS, pooled)]));
  return { inside: boundedShare(inside / weights), pooled, annotators };
};

const noCounts = (): Counts => ({ there: 0, missed: 0, absent: 0, falsely: 0 });

const ratesFrom = ({ there, missed, absent, falsely }: Counts, strength: number, prior: MarkingRates): MarkingRates =>
  boundedRates({
    miss: (missed + strength * prior.miss) / (there + strength),
    falseAlarm: (falsely + strength * prior.falseAlarm) / (absent + strength),
  });
