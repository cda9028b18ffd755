import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import type { AgreementWeights } from "./agreement-weights.ts";
import { chanceCorrected } from "./chance-corrected.ts";
import type { Measure } from "./figure.ts";
import { labelCounts } from "./label-counts.ts";

/**
 * Brennan and Prediger's coefficient (1981): chance is every label equally likely. Labels are those that could be said,
 * whether or not anybody did; it needs two.
 */
export const brennanPrediger = (answers: ClassAnswers, weights?: AgreementWeights): Measure => {
  const { labels } = answers;
  const weight = weights ? weights.reduce((sum, one) => sum + one, 0) : labels;
  return chanceCorrected(labelCounts(answers), () => (labels < 2 ? undefined : weight / labels ** 2), weights);
};
