import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import type { AgreementWeights } from "./agreement-weights.ts";
import { chanceCorrected } from "./chance-corrected.ts";
import type { Measure } from "./figure.ts";
import { labelCounts } from "./label-counts.ts";

/**
 * Gwet's AC1, and AC2 where weights are given (2008): chance is somebody guessing, likelier where labels are evenly used,
 * so that a rare label does not drag the figure down as it does kappa. All alike is 1. Labels are those that could be
 * said, whether or not anybody did; it needs two.
 */
export const gwetAc = (answers: ClassAnswers, weights?: AgreementWeights): Measure => {
  const { labels } = answers;
  const weight = weights ? weights.reduce((sum, one) => sum + one, 0) : labels;
  return chanceCorrected(
    labelCounts(answers),
    (shares) => {
      if (labels < 2) return undefined;
      const evenness = shares.reduce((sum, share) => sum + share * (1 - share), 0);
      return (weight * evenness) / (labels * (labels - 1));
    },
    weights,
  );
};
