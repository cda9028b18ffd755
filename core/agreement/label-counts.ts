import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { sortFew } from "../sort-few.ts";
import type { WhyUndefined } from "./figure.ts";

/**
 * How many answers of each item say which label: all that most figures need of answers. Only labels that were said take
 * room, so a million answers stay a few megabytes whatever the number of labels.
 */
export interface LabelCounts {
  readonly items: number;
  readonly labels: number;
  /** The labels said of item i lie at `starts[i]` up to, not including, `starts[i + 1]`, in ascending order. */
  readonly starts: Int32Array;
  readonly label: Int32Array;
  readonly count: Int32Array;
  /** Answers by item. */
  readonly answers: Int32Array;
  /** Items with an answer, ascending. */
  readonly answered: Int32Array;
  /** Items with two answers or more, ascending: only these can agree or disagree. */
  readonly pairable: Int32Array;
  /** Why nothing can be compared, if so. */
  readonly incomparable: Extract<WhyUndefined, "no-answers" | "one-annotator" | "no-pairs"> | undefined;
}

/**
 * Counts labels by item, in time linear in the answers. Several answers of one annotator to an item count as answers of
 * several people: drop them before, if they are corrections.
 */
export const labelCounts = (answers: ClassAnswers): LabelCounts => {
  const { items, labels } = answers;
  const starts = new Int32Array(items + 1);
  const label = new Int32Array(answers.label.length);
  const count = new Int32Array(answers.label.length);
  const tally = new Int32Array(labels);
  let end = 0;
  for (let item = 0; item < items; item += 1) {
    const from = end;
    for (let at = answers.starts[item]!; at < answers.starts[item + 1]!; at += 1) {
      const said = answers.label[at]!;
      if (tally[said] === 0) {
        label[end] = said;
        end += 1;
      }
      tally[said]! += 1;
    }
    sortFew(label, from, end);
    for (let at = from; at < end; at += 1) {
      count[at] = tally[label[at]!]!;
      tally[label[at]!] = 0;
    }
    starts[item + 1] = end;
  }
  const perItem = Int32Array.from({ length: items }, (_, item) => answers.starts[item + 1]! - answers.starts[item]!);
  const itemsWith = (least: number): Int32Array => perItem.map((_, item) => item).filter((at) => perItem[at]! >= least);
  const pairable = itemsWith(2);
  return {
    items,
    labels,
    starts,
    label: label.slice(0, end),
    count: count.slice(0, end),
    answers: perItem,
    answered: itemsWith(1),
    pairable,
    incomparable: whyIncomparable(answers, pairable),
  };
};

const whyIncomparable = (answers: ClassAnswers, pairable: Int32Array): LabelCounts["incomparable"] => {
  const first = answers.annotator[0];
  if (first === undefined) return "no-answers";
  if (answers.annotator.every((annotator) => annotator === first)) return "one-annotator";
  return pairable.length === 0 ? "no-pairs" : undefined;
};
