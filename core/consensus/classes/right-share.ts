import type { ClassAnswers } from "./class-answers.ts";

export interface RightAnswers {
  /** By annotator, the expected number of her answers that are right. */
  readonly right: Float64Array;
  readonly answered: Float64Array;
}

/** How many answers of each annotator are right, if labels are as likely as the posterior says. */
export const rightAnswers = (
  { items, annotators, labels, starts, annotator, label }: ClassAnswers,
  posterior: Float64Array,
): RightAnswers => {
  const right = new Float64Array(annotators);
  const answered = new Float64Array(annotators);
  for (let item = 0; item < items; item += 1) {
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      const who = annotator[at]!;
      right[who]! += posterior[item * labels + label[at]!]!;
      answered[who]! += 1;
    }
  }
  return { right, answered };
};

/** The expected share of right answers by annotator; half for one who answered nothing. */
export const rightShare = (answers: ClassAnswers, posterior: Float64Array): Float64Array => {
  const { right, answered } = rightAnswers(answers, posterior);
  return right.map((sum, who) => (answered[who]! > 0 ? Math.min(1, sum / answered[who]!) : 0.5));
};
