/** How an annotator errs within what anybody marked, as probabilities per code point. */
export interface MarkingRates {
  /** P(not marked | the label is there). */
  readonly miss: number;
  /** P(marked | the label is not there). */
  readonly falseAlarm: number;
}

/** What is believed of marking in a project. Handed in, or fitted to the project by `fitSpanModel`. */
export interface SpanModel {
  /** P(the label is there) for a code point that somebody marked with it, before it is asked who. */
  readonly inside: number;
  /** For strangers. */
  readonly pooled: MarkingRates;
  readonly annotators: ReadonlyMap<string, MarkingRates>;
}

/** Everyone alike, and misses as likely as false alarms: more than half decide, and even votes are a doubt. */
export const EVERYONE_MARKS_ALIKE: SpanModel = {
  inside: 0.5,
  pooled: { miss: 0.2, falseAlarm: 0.2 },
  annotators: new Map(),
};

/** The rates of an annotator; those of everyone together for a stranger. */
export const ratesOf = ({ annotators, pooled }: SpanModel, annotator: string): MarkingRates =>
  annotators.get(annotator) ?? pooled;

const LEAST = 0.01;

/**
 * Keeps rates within 0.01 and 0.99, so that nobody's word is ever certain, and a false alarm no likelier than a hit, so
 * that a mark never speaks against what it marks.
 */
export const boundedRates = ({ miss, falseAlarm }: MarkingRates): MarkingRates => {
  const bounded = Math.min(1 - LEAST, Math.max(LEAST, miss));
  return { miss: bounded, falseAlarm: Math.min(1 - bounded, Math.max(LEAST, falseAlarm)) };
};

/** The same bound for a share of code points. */
export const boundedShare = (share: number): number => Math.min(1 - LEAST, Math.max(LEAST, share));

/** Log odds that a mark, and that the lack of one, add to "the label is there". */
export const logOddsOf = ({ miss, falseAlarm }: MarkingRates): { readonly marked: number; readonly bare: number } => ({
  marked: Math.log((1 - miss) / falseAlarm),
  bare: Math.log(miss / (1 - falseAlarm)),
});
