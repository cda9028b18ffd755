import { designEffect } from "../design-effect.ts";
import type { ClassAnswers } from "./class-answers.ts";
import type { ClassMethod, Gold } from "./class-fit.ts";
import { fitShrinkage } from "./shrinkage.ts";
import { neverSure, readOut, softmaxInto } from "./shrinkage-read-out.ts";

/** The probabilities of one item at a correlation of mistakes: below 1, `labels` numbers. */
export type Reading = (item: number, rho: number) => Float64Array;

/** A class method that gold may choose, with a temperature of its own. */
export interface Candidate {
  readonly name: string;
  /** How it fuses, for the winners. */
  readonly method: ClassMethod;
  /** Learns from answers and the gold it is given; then reads out items at any temperature. */
  readonly learn: (answers: ClassAnswers, gold: Gold) => Reading;
}

/** The default, read out as it always is. */
export const shrinkageCandidate = (method: ClassMethod): Candidate => ({
  name: "default",
  method,
  learn: (answers, gold) => {
    const fit = fitShrinkage(answers, gold);
    return (item, rho) => readOut(alone(answers, item), fit, rho).confidence;
  },
});

/** A method whose posterior holds everybody's evidence as independent: its log odds are divided by the design effect. */
export const posteriorCandidate = (name: string, method: ClassMethod): Candidate => ({
  name,
  method,
  learn: (answers, gold) => {
    const { posterior } = method(answers, gold);
    const { labels } = answers;
    return (item, rho) => {
      const spread = designEffect(countOf(answers, item), rho);
      const row = posterior
        .subarray(item * labels, (item + 1) * labels)
        .map((chance) => Math.log(Math.max(chance, Number.MIN_VALUE)) / spread);
      softmaxInto(row, 0, labels);
      neverSure(row, 0, labels);
      return row;
    };
  },
});

/** A method whose posterior is shares of votes: so many votes as count as independent, and one more that is spread evenly. */
export const votesCandidate = (name: string, method: ClassMethod): Candidate => ({
  name,
  method,
  learn: (answers, gold) => {
    const { posterior } = method(answers, gold);
    const { labels } = answers;
    return (item, rho) => {
      const count = countOf(answers, item);
      const votes = count / designEffect(count, rho);
      const row = posterior
        .subarray(item * labels, (item + 1) * labels)
        .map((share) => (votes * share + 1 / labels) / (votes + 1));
      neverSure(row, 0, labels);
      return row;
    };
  },
});

const countOf = ({ starts }: ClassAnswers, item: number): number => starts[item + 1]! - starts[item]!;

const alone = (answers: ClassAnswers, item: number): ClassAnswers => {
  const [from, to] = [answers.starts[item]!, answers.starts[item + 1]!];
  return {
    ...answers,
    items: 1,
    starts: Int32Array.of(0, to - from),
    annotator: answers.annotator.subarray(from, to),
    label: answers.label.subarray(from, to),
  };
};
