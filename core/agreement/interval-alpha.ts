import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { type Measure, undefinedMeasure } from "./figure.ts";
import { labelCounts } from "./label-counts.ts";
import { itemMoments, squaredAlpha } from "./squared-alpha.ts";

/**
 * Krippendorff's alpha for numbers whose differences mean something (degrees, pixels): disagreement is the squared
 * difference. `values` holds the number that each label stands for. Linear in the answers, however many values there are.
 */
export const intervalAlpha = (answers: ClassAnswers, values: Float64Array): Measure => {
  const counts = labelCounts(answers);
  if (counts.incomparable) return undefinedMeasure(counts.incomparable);
  const moments = itemMoments(counts, values);
  return { takesPart: counts.pairable, figure: (times) => squaredAlpha(counts, moments, times) };
};
