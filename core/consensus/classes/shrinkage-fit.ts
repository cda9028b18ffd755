/** What the default model believes of annotators and classes: plain numbers, so that a snapshot is these arrays, kept. */
export interface ShrinkageFit {
  readonly annotators: number;
  readonly labels: number;
  /**
   * Natural log of P(annotator says label | true class), at `(annotator × labels + label) × labels + trueClass`, so that
   * an answer adds neighbouring numbers. Empty where that would be over `CELLS_MOST`: everybody is then a coin.
   */
  readonly logErrors: Float64Array;
  /** By annotator: how often she is right, whatever the class; a mean of her answers and the project's. */
  readonly skill: Float64Array;
  /** The skill of somebody who is not among the annotators, or has not answered yet. */
  readonly strangerSkill: number;
  /** P(class) before anybody answered. */
  readonly classPrior: Float64Array;
  /**
   * Where a wrong answer falls: P(label | true class, wrong) at `label × labels + trueClass`. Over the wrong labels of a
   * true class it sums to 1; at the true class it is 0.
   */
  readonly shape: Float64Array;
  /** By annotator: her answers, and how many of them are expected to be right. */
  readonly answered: Float64Array;
  readonly right: Float64Array;
}

/** Above so many cells (64 MB) annotators have no rows of their own, only a skill: with so many labels rows stay empty. */
export const CELLS_MOST = 2 ** 23;

/** No answer is held to be impossible. */
export const LEAST_CHANCE = 1e-9;

/** Stands for somebody the fit has not met. */
export const STRANGER = -1;

/** Adds log P(label | annotator, class) for every class to `into[at]`, `into[at + 1]` and so on. Anybody unknown is a stranger. */
export const addLogErrors = (
  fit: ShrinkageFit,
  annotator: number,
  label: number,
  into: Float64Array,
  at: number,
): void => {
  const { labels, logErrors } = fit;
  if (!(label >= 0 && label < labels)) throw new RangeError(`a label's number below ${labels}, not ${label}`);
  const isKnown = annotator >= 0 && annotator < fit.annotators;
  if (!isKnown || logErrors.length === 0) {
    addCoin(fit, isKnown ? fit.skill[annotator]! : fit.strangerSkill, label, into, at);
    return;
  }
  const row = (annotator * labels + label) * labels;
  for (let truth = 0; truth < labels; truth += 1) into[at + truth]! += logErrors[row + truth]!;
};

const addCoin = (
  { labels, shape }: ShrinkageFit,
  skill: number,
  label: number,
  into: Float64Array,
  at: number,
): void => {
  const row = label * labels;
  for (let truth = 0; truth < labels; truth += 1) {
    const chance = truth === label ? skill : (1 - skill) * shape[row + truth]!;
    into[at + truth]! += Math.log(Math.max(chance, LEAST_CHANCE));
  }
};
