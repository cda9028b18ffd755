import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { type AgreementWeights, chanceOf } from "./agreement-weights.ts";
import { answersByAnnotator } from "./answers-by-annotator.ts";
import { chanceCorrected } from "./chance-corrected.ts";
import type { Measure } from "./figure.ts";
import { labelCounts } from "./label-counts.ts";

/**
 * Conger's kappa (1980), Cohen's for many: chance is two different people, each drawing from the shares of her own
 * answers. Missing answers allowed; those who answered nothing are left out.
 */
export const congerKappa = (answers: ClassAnswers, weights?: AgreementWeights): Measure => {
  const byAnnotator = answersByAnnotator(answers);
  return chanceCorrected(
    labelCounts(answers),
    (_, times) => betweenPeople(answers, byAnnotator, times, weights),
    weights,
  );
};

/** The mean chance agreement of ordered pairs of different people: that of their summed shares, less each with herself. */
const betweenPeople = (
  { annotators, labels }: ClassAnswers,
  { starts, item, label }: ReturnType<typeof answersByAnnotator>,
  times?: Float64Array,
  weights?: AgreementWeights,
): number => {
  const summed = new Float64Array(labels);
  const own = new Float64Array(labels);
  let people = 0;
  let withHerself = 0;
  for (let annotator = 0; annotator < annotators; annotator += 1) {
    let all = 0;
    for (let at = starts[annotator]!; at < starts[annotator + 1]!; at += 1) all += times ? times[item[at]!]! : 1;
    if (all === 0) continue;
    people += 1;
    own.fill(0);
    for (let at = starts[annotator]!; at < starts[annotator + 1]!; at += 1) {
      own[label[at]!]! += (times ? times[item[at]!]! : 1) / all;
    }
    withHerself += chanceOf(own, own, weights);
    for (let at = 0; at < labels; at += 1) summed[at]! += own[at]!;
  }
  return people < 2 ? 1 : (chanceOf(summed, summed, weights) - withHerself) / (people * (people - 1));
};
