import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import type { AgreementWeights } from "./agreement-weights.ts";
import { chanceCorrected } from "./chance-corrected.ts";
import type { Measure } from "./figure.ts";
import { labelCounts } from "./label-counts.ts";

/** The share of pairs of answers that agree, mean over items; nothing is taken off for chance (`expected` is 0). */
export const percentAgreement = (answers: ClassAnswers, weights?: AgreementWeights): Measure =>
  chanceCorrected(labelCounts(answers), () => 0, weights);
