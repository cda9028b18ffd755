import { byText } from "../tally.ts";
import { type TextAnswer, type TextWeights, type WritingOptions, type Written, writtenBy } from "./free-text.ts";
import { distancesOf } from "./medoid.ts";

/** All answers to one item. */
export interface TextItem {
  readonly item: string;
  readonly answers: readonly TextAnswer[];
}

/** So many items in which an annotator is as far from the others as everyone. */
const PRIOR_ITEMS = 5;
const ITERATIONS = 5;
const BOUNDS = { least: 0.2, most: 5 };

/**
 * Learns from a project's answers whose texts lie near those of others: each one's weighted mean distance to the rest of
 * the item, over what is usual in that item (a hard one is no fault), averaged over items and shrunk to 1; the weight is
 * one over its square, within 0.2 and 5, as for an error of that size. Weights and distances are taken in turn five times.
 * Items with fewer than three answers teach nothing: of two, each is as far from the other. Texts are cut as by `options`.
 */
export const fitTextWeights = (
  items: readonly TextItem[],
  options: Omit<WritingOptions, "weights"> = {},
): TextWeights => {
  const ready = items
    .toSorted((a, b) => byText(a.item, b.item))
    .map(({ answers }) => writtenBy(answers, options))
    .map((written) => ({ written, distances: distancesOf(written) }));
  const names = [...new Set(ready.flatMap(({ written }) => written.map(({ annotator }) => annotator)))].sort(byText);
  let weights = new Map(names.map((name) => [name, 1]));
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    const sums = new Map(names.map((name) => [name, { off: PRIOR_ITEMS, items: PRIOR_ITEMS }]));
    for (const { written, distances } of ready) {
      relativeStrains(written, distances, weights).forEach((strain, at) => {
        const sum = sums.get(written[at]!.annotator)!;
        sum.off += strain;
        sum.items += 1;
      });
    }
    weights = new Map(names.map((name) => [name, weightOf(sums.get(name)!)]));
  }
  return weights;
};

const weightOf = ({ off, items }: { readonly off: number; readonly items: number }): number =>
  Math.min(BOUNDS.most, Math.max(BOUNDS.least, (items / off) ** 2));

/** Of each answer its mean distance to the others over the mean of these means; none where nothing can be told. */
const relativeStrains = (
  written: readonly Written[],
  distances: readonly (readonly number[])[],
  weights: TextWeights,
): readonly number[] => {
  if (written.length < 3) return [];
  const strains = written.map((_, at) => {
    let sum = 0;
    let others = 0;
    written.forEach(({ annotator }, other) => {
      if (other === at) return;
      sum += weights.get(annotator)! * distances[at]![other]!;
      others += weights.get(annotator)!;
    });
    return sum / others;
  });
  const mean = strains.reduce((sum, strain) => sum + strain, 0) / strains.length;
  return mean === 0 ? strains.map(() => 1) : strains.map((strain) => strain / mean);
};
