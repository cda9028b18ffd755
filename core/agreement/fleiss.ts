import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { type AgreementWeights, chanceOf } from "./agreement-weights.ts";
import { chanceCorrected } from "./chance-corrected.ts";
import type { Measure } from "./figure.ts";
import { labelCounts } from "./label-counts.ts";

/**
 * Fleiss' kappa (1971) in its general form, missing answers allowed: chance is two people drawing from the shares of all.
 * With the same number of answers to each item it is the figure of the paper. Undefined where all answers are alike.
 */
export const fleissKappa = (answers: ClassAnswers, weights?: AgreementWeights): Measure =>
  chanceCorrected(labelCounts(answers), (shares) => chanceOf(shares, shares, weights), weights);
