import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { distanceAlpha } from "./distance-alpha.ts";
import type { Measure } from "./figure.ts";
import { ratioDistance } from "./label-distance.ts";

/**
 * Krippendorff's alpha for numbers with a true zero (counts, lengths): disagreement is the square of the difference over
 * the sum, so 1 against 2 weighs as much as 100 against 200. Two zeros agree. `values` are not negative.
 */
export const ratioAlpha = (answers: ClassAnswers, values: Float64Array): Measure =>
  distanceAlpha(answers, ratioDistance(values));
