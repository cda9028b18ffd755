import type { NumericAnswers } from "./numeric-answers.ts";

/** The mean of each item's answers, everybody alike; 0 for an item without answers. */
export const meanNumbers = ({ items, starts, value }: NumericAnswers): Float64Array =>
  Float64Array.from({ length: items }, (_, item) => {
    const given = value.subarray(starts[item]!, starts[item + 1]!);
    return given.reduce((sum, one) => sum + one / given.length, 0);
  });

/**
 * The median of each item's answers: half the way between the middle two of an even number. Outliers do not move it.
 * 0 for an item without answers.
 */
export const medianNumbers = ({ items, starts, value }: NumericAnswers): Float64Array =>
  Float64Array.from({ length: items }, (_, item) => {
    const given = value.slice(starts[item]!, starts[item + 1]!).sort();
    const low = given[Math.floor((given.length - 1) / 2)] ?? 0;
    const high = given[Math.floor(given.length / 2)] ?? 0;
    return low / 2 + high / 2;
  });
