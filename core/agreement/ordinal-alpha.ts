import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { type Measure, undefinedMeasure } from "./figure.ts";
import { labelCounts } from "./label-counts.ts";
import { meanRanks } from "./mean-ranks.ts";
import { itemMoments, squaredAlpha } from "./squared-alpha.ts";

/**
 * Krippendorff's alpha for ordered labels. Disagreement of two labels is the square of how many answers lie between
 * them, each counted by half; that is the difference of their mean ranks among all answers compared, so it costs no
 * more than the interval figure. Only the order of `values` counts; labels of equal value are one.
 */
export const ordinalAlpha = (answers: ClassAnswers, values: Float64Array): Measure => {
  const counts = labelCounts(answers);
  if (counts.incomparable) return undefinedMeasure(counts.incomparable);
  const ranksOf = meanRanks(counts, values);
  return {
    takesPart: counts.pairable,
    figure: (times) => squaredAlpha(counts, itemMoments(counts, ranksOf(times)), times),
  };
};
