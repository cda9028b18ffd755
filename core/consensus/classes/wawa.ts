import type { ClassMethod } from "./class-fit.ts";
import { majority, smoothedShare } from "./majority.ts";
import { clamp } from "./read-out.ts";
import { weightedVotes } from "./weighted-votes.ts";

/**
 * Wawa, worker agreement with aggregate (Appen's measure, a method in crowd-kit): each annotator weighs the share of her
 * answers that the majority shares, and weighted votes are counted once more. It assumes that most are right most of the
 * time, and knows of no confusions. Where votes tie each leader counts as its part of the majority, so that no label's
 * number decides. Equal weights are a tie; where nobody on an item has any weight, all count alike. An item without
 * answers holds every label equally likely. Its confidence is smoothed as the majority's is.
 */
export const wawa: ClassMethod = (answers, gold) => {
  const { items, labels, starts } = answers;
  const { posterior: shares, skill } = majority(answers, gold);
  const posterior = weightedVotes(answers, skill);
  const confidence = new Float64Array(items * labels);
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    const known = gold?.[item] ?? -1;
    if (known >= 0) {
      clamp(posterior, row, labels, known);
      clamp(confidence, row, labels, known);
      continue;
    }
    let total = 0;
    for (let at = row; at < row + labels; at += 1) total += posterior[at]!;
    const answered = starts[item + 1]! - starts[item]!;
    for (let at = row; at < row + labels; at += 1) {
      posterior[at] = total > 0 ? posterior[at]! / total : shares[at]!;
      confidence[at] = smoothedShare(posterior[at]! * answered, answered, labels);
    }
  }
  return { posterior, confidence, skill };
};
