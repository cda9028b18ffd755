import { type Measure, type Random, type UndefinedFigure, undefinedFigure } from "./figure.ts";

/** Where the figure would lie with other items of the same kind. */
export interface BootstrapInterval {
  readonly kind: "interval";
  readonly low: number;
  readonly high: number;
  /** The share of resamples between them, e.g. 0.95. */
  readonly coverage: number;
  readonly resamples: number;
  /** Resamples that had no figure, e.g. because all answers drawn were alike; left out. */
  readonly withoutFigure: number;
}

/** Above this share of resamples without a figure, the others say little. */
const WITHOUT_FIGURE_MAX = 0.05;

/**
 * The percentile interval of a figure by drawing items with replacement (Efron 1979), among those that take part in it.
 * The same generator state gives the same interval. It treats annotators as given: with few of them, others may well
 * agree more or less than it says.
 */
export const bootstrapInterval = (
  measure: Measure,
  random: Random,
  { resamples = 1000, coverage = 0.95 }: { readonly resamples?: number; readonly coverage?: number } = {},
): BootstrapInterval | UndefinedFigure => {
  const whole = measure.figure();
  if (whole.kind === "undefined") return whole;
  const { takesPart } = measure;
  if (takesPart.length < 2) return undefinedFigure("too-few-items");
  const times = new Float64Array(takesPart[takesPart.length - 1]! + 1);
  const values = new Float64Array(resamples);
  let found = 0;
  for (let resample = 0; resample < resamples; resample += 1) {
    times.fill(0);
    for (let draw = 0; draw < takesPart.length; draw += 1) {
      times[takesPart[Math.floor(random() * takesPart.length)]!]! += 1;
    }
    const figure = measure.figure(times);
    if (figure.kind === "undefined") continue;
    values[found] = figure.value;
    found += 1;
  }
  const withoutFigure = resamples - found;
  if (found === 0 || withoutFigure > WITHOUT_FIGURE_MAX * resamples) return undefinedFigure("no-variation");
  const sorted = values.subarray(0, found).sort();
  return {
    kind: "interval",
    low: quantile(sorted, (1 - coverage) / 2),
    high: quantile(sorted, (1 + coverage) / 2),
    coverage,
    resamples,
    withoutFigure,
  };
};

/** Between the two values next to it, in proportion. */
const quantile = (sorted: Float64Array, share: number): number => {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
};
