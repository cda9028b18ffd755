import type { ClassAnswers } from "./class-answers.ts";
import type { Gold } from "./class-fit.ts";
import { CELLS_MOST } from "./shrinkage-fit.ts";

/** How often who said what when what was true, each answer spread over the classes as likely as they are held to be. */
export interface SoftCounts {
  readonly annotators: number;
  readonly labels: number;
  /** At `(annotator × labels + label) × labels + trueClass`; empty where there would be too many cells. */
  readonly cells: Float64Array;
  /** The same summed over annotators: `label × labels + trueClass`. */
  readonly pooled: Float64Array;
  /** By annotator: answers expected to be right, and all of them. */
  readonly right: Float64Array;
  readonly answered: Float64Array;
  /** Items by class, and how many have an answer or a known label. */
  readonly classes: Float64Array;
  items: number;
}

/** Counts being added to. */
export interface CountsInWork extends SoftCounts {
  /** Room for the numbers of one item's likely classes. */
  readonly likely: Int32Array;
}

/** A class less likely than this counts nowhere: most items have one likely class of many. */
const NEGLIGIBLE = 1e-12;

/** Where a pass begins: no answers yet. Without cells of their own where annotators would need too many. */
export const emptyCounts = ({ annotators, labels }: Pick<ClassAnswers, "annotators" | "labels">): CountsInWork => {
  const cells = annotators * labels * labels;
  return {
    annotators,
    labels,
    cells: new Float64Array(cells > CELLS_MOST ? 0 : cells),
    pooled: new Float64Array(labels * labels),
    right: new Float64Array(annotators),
    answered: new Float64Array(annotators),
    classes: new Float64Array(labels),
    items: 0,
    likely: new Int32Array(labels),
  };
};

/** Begins the next pass in the same memory. */
export const clearCounts = (counts: SoftCounts): void => {
  for (const sums of [counts.cells, counts.pooled, counts.right, counts.answered, counts.classes]) sums.fill(0);
  counts.items = 0;
};

/** Counts one item's answers, its classes being as likely as `belief` says. Of those who met nobody only the item counts. */
export const countItem = (
  counts: CountsInWork,
  { starts, annotator, label, labels }: ClassAnswers,
  item: number,
  belief: Float64Array,
  metOthers: Uint8Array,
): void => {
  const { cells, pooled, right, answered, classes, likely } = counts;
  let likelies = 0;
  for (let truth = 0; truth < labels; truth += 1) {
    const chance = belief[truth]!;
    classes[truth]! += chance;
    if (chance > NEGLIGIBLE) {
      likely[likelies] = truth;
      likelies += 1;
    }
  }
  counts.items += 1;
  for (let answer = starts[item]!; answer < starts[item + 1]!; answer += 1) {
    const who = annotator[answer]!;
    if (metOthers[who] === 0) continue;
    const said = label[answer]!;
    answered[who]! += 1;
    right[who]! += belief[said]!;
    const row = cells.length > 0 ? (who * labels + said) * labels : said * labels;
    const rows = cells.length > 0 ? cells : pooled;
    for (let nth = 0; nth < likelies; nth += 1) {
      const truth = likely[nth]!;
      rows[row + truth]! += belief[truth]!;
    }
  }
};

/**
 * 1 for annotators of whom answers can tell how often they are right: who answered an item that somebody else answered
 * too, or one that is known. The others nobody could have contradicted, however often they answered.
 */
export const whoMetOthers = ({ annotators, items, starts, annotator }: ClassAnswers, gold?: Gold): Uint8Array => {
  const met = new Uint8Array(annotators);
  for (let item = 0; item < items; item += 1) {
    const [from, to] = [starts[item]!, starts[item + 1]!];
    if (to - from < 2 && (gold?.[item] ?? -1) < 0) continue;
    for (let answer = from; answer < to; answer += 1) met[annotator[answer]!] = 1;
  }
  return met;
};

/** Fills `pooled` from the annotators' own cells: once a pass instead of at every answer. */
export const poolCounts = ({ cells, pooled, annotators }: SoftCounts): void => {
  if (cells.length === 0) return;
  const size = pooled.length;
  for (let who = 0; who < annotators; who += 1)
    for (let cell = 0; cell < size; cell += 1) pooled[cell]! += cells[who * size + cell]!;
};
