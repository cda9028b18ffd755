/** Why there is no figure. Said, never hidden in a NaN or a made-up 0 or 1. */
export type WhyUndefined =
  /** Nobody answered anything. */
  | "no-answers"
  /** One person answered: there is nobody to agree with. */
  | "one-annotator"
  /** Several people answered, and no item has two answers. */
  | "no-pairs"
  /** With one possible label everything agrees by definition. */
  | "one-label"
  /** All answers are alike: chance alone explains all agreement, and nothing is left to measure. */
  | "no-variation"
  /** The figure needs the same number of answers to each item. */
  | "unequal-answers"
  /** An interval over items needs at least two that take part. */
  | "too-few-items";

export interface UndefinedFigure {
  readonly kind: "undefined";
  readonly why: WhyUndefined;
}

/**
 * A coefficient and the two numbers it comes from. For alpha and the cross-group figure, `observed` and `expected` are
 * disagreement (1 − observed / expected); for all others they are agreement ((observed − expected) / (1 − expected)).
 */
export interface MeasuredFigure {
  readonly kind: "value";
  /** 1 is full agreement, 0 is what chance gives, below 0 is worse than chance. */
  readonly value: number;
  readonly observed: number;
  readonly expected: number;
}

export type Figure = MeasuredFigure | UndefinedFigure;

/**
 * A coefficient made ready for one set of answers: what does not change is computed once, so that a thousand resamples
 * cost a thousand short sums.
 */
export interface Measure {
  /** The items that take part in it, ascending: what a bootstrap draws from. */
  readonly takesPart: Int32Array;
  /** The figure, of each item once, or of each as many times as said (by item number; whole numbers or weights). */
  readonly figure: (times?: Float64Array) => Figure;
}

/** A source of numbers in [0, 1), handed in so that the same seed gives the same figures. */
export type Random = () => number;

export const undefinedFigure = (why: WhyUndefined): UndefinedFigure => ({ kind: "undefined", why });

export const undefinedMeasure = (why: WhyUndefined): Measure => ({
  takesPart: new Int32Array(0),
  figure: () => undefinedFigure(why),
});

/** 1 − observed / expected; without any expected disagreement there is no variation to measure. */
export const fromDisagreement = (observed: number, expected: number): Figure =>
  expected > 0
    ? { kind: "value", value: 1 - observed / expected, observed, expected }
    : undefinedFigure("no-variation");

/** Rounding leaves this much between a chance agreement of 1 and the sum that stands for it. */
const ROUNDING = 1e-12;

/** (observed − expected) / (1 − expected); where chance alone gives full agreement there is no variation to measure. */
export const fromAgreement = (observed: number, expected: number): Figure =>
  1 - expected > ROUNDING
    ? { kind: "value", value: (observed - expected) / (1 - expected), observed, expected }
    : undefinedFigure("no-variation");
