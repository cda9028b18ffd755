import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { type Figure, fromAgreement, undefinedFigure } from "./figure.ts";
import { labelCounts } from "./label-counts.ts";

/**
 * Fleiss' kappa of each label against all others (1971, the kappas per category), in the general form. A label that
 * nobody said, or everybody always, has no variation.
 */
export const fleissByLabel = (answers: ClassAnswers): readonly Figure[] => {
  const counts = labelCounts(answers);
  const { labels, answered, pairable, starts, label, count } = counts;
  const { incomparable } = counts;
  if (incomparable) return Array.from({ length: labels }, () => undefinedFigure(incomparable));
  const share = new Float64Array(labels);
  const unlike = new Float64Array(labels);
  for (const item of answered) {
    const size = counts.answers[item]!;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      const said = count[at]!;
      share[label[at]!]! += said / size / answered.length;
      if (size > 1) unlike[label[at]!]! += (2 * said * (size - said)) / (size * (size - 1)) / pairable.length;
    }
  }
  return Array.from(share, (p, at) => fromAgreement(1 - unlike[at]!, 1 - 2 * p * (1 - p)));
};
