import { unreachable } from "../assert.ts";
import type { LabelCounts } from "./label-counts.ts";
import { meanRanks } from "./mean-ranks.ts";
import type { Scale } from "./scale.ts";

/** How far two labels, told by their numbers, are apart: symmetrical, 0 of a label to itself, never negative. */
export type LabelDistance = (a: number, b: number) => number;

export const ratioDistance =
  (values: Float64Array): LabelDistance =>
  (a, b) => {
    const sum = values[a]! + values[b]!;
    return sum === 0 ? 0 : ((values[a]! - values[b]!) / sum) ** 2;
  };

/**
 * The distance that alpha takes for disagreement at a level. Nominal, ratio and ordinal ones lie in 0 to 1 (ranks are
 * taken as shares of all answers); the interval one is a squared difference in the labels' own unit.
 */
export const labelDistance = (counts: LabelCounts, scale: Scale): LabelDistance => {
  switch (scale.level) {
    case "nominal":
      return (a, b) => (a === b ? 0 : 1);
    case "ordinal": {
      const ranks = meanRanks(counts, scale.values)();
      const all = counts.pairable.reduce((sum, item) => sum + counts.answers[item]!, 0);
      return (a, b) => ((ranks[a]! - ranks[b]!) / all) ** 2;
    }
    case "interval":
      return (a, b) => (scale.values[a]! - scale.values[b]!) ** 2;
    case "ratio":
      return ratioDistance(scale.values);
    default:
      return unreachable(scale);
  }
};
