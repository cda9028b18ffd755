import { assert } from "../assert.ts";
import type { ClassAnswers } from "./classes/class-answers.ts";
import type { ClassFit, ClassMethod, Gold } from "./classes/class-fit.ts";
import { shrinkage } from "./classes/shrinkage.ts";

/** An item's place on a scale, read off how likely each of its steps is. Arrays are by item. */
export interface OrdinalReading {
  /** The step with half of the probability on either side: the least distance from the truth, in steps, to expect. */
  readonly median: Int32Array;
  /** 1 where the next step is a median as well: the halves meet between the two, and the lower is named. */
  readonly tied: Uint8Array;
  /** The mean position: the least squared distance to expect. */
  readonly mean: Float64Array;
  /** How far from the median the truth is expected to be, in the unit of positions. */
  readonly distance: Float64Array;
}

export interface OrdinalFit extends ClassFit, OrdinalReading {}

/** A half is met if it is missed by no more: renaming annotators must not break a tie. */
const HALF_TIE = 1e-9;

/**
 * Labels on a scale, lowest first. Who is right how often is learned as for any classes, for people mix up neighbours in
 * their own ways; but the answer is read off as a place on the scale, so that one "very bad" against two "good" is not
 * simply outvoted, and a split between the ends lies between them. The reading takes the calibrated probabilities: an item without
 * answers lies where the prior does, and gold where it says.
 */
export const fuseOrdinal = (
  answers: ClassAnswers,
  { gold, positions, method = shrinkage }: OrdinalOptions = {},
): OrdinalFit => {
  const fit = method(answers, gold);
  return { ...fit, ...readOrdinal(fit.confidence, positions ?? evenSteps(answers.labels)) };
};

export interface OrdinalOptions {
  readonly gold?: Gold;
  /** Where each label lies on the scale, in ascending order. @default 0, 1, 2 and so on */
  readonly positions?: Float64Array;
  /** @default the default class engine */
  readonly method?: ClassMethod;
}

/** Reads places off probabilities, row-major by item and label. */
export const readOrdinal = (probability: Float64Array, positions: Float64Array): OrdinalReading => {
  const labels = positions.length;
  const items = labels === 0 ? 0 : probability.length / labels;
  for (let at = 1; at < labels; at += 1) assert(positions[at]! > positions[at - 1]!, "positions ascend");
  const reading = {
    median: new Int32Array(items),
    tied: new Uint8Array(items),
    mean: new Float64Array(items),
    distance: new Float64Array(items),
  };
  for (let item = 0; item < items; item += 1) {
    const row = probability.subarray(item * labels, (item + 1) * labels);
    const total = row.reduce((sum, chance) => sum + chance, 0);
    const { step, tied } = medianOf(row, total);
    reading.median[item] = step;
    reading.tied[item] = tied ? 1 : 0;
    reading.mean[item] = row.reduce((sum, chance, at) => sum + (chance / total) * positions[at]!, 0);
    reading.distance[item] = row.reduce(
      (sum, chance, at) => sum + (chance / total) * Math.abs(positions[at]! - positions[step]!),
      0,
    );
  }
  return reading;
};

const medianOf = (row: Float64Array, total: number): { readonly step: number; readonly tied: boolean } => {
  let below = 0;
  for (let step = 0; step < row.length; step += 1) {
    below += row[step]! / total;
    if (below >= 0.5 - HALF_TIE) return { step, tied: below <= 0.5 + HALF_TIE && step < row.length - 1 };
  }
  return { step: row.length - 1, tied: false };
};

const evenSteps = (labels: number): Float64Array => Float64Array.from({ length: labels }, (_, at) => at);
