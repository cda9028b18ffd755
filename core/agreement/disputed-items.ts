import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { labelCounts } from "./label-counts.ts";
import { labelDistance } from "./label-distance.ts";
import type { Scale } from "./scale.ts";

/** An item and how far apart its answers are. */
export interface DisputedItem {
  readonly item: number;
  /** The mean distance of two of its answers (label-distance.ts): at nominal level the chance that two people differ. */
  readonly disagreement: number;
  readonly answers: number;
}

/**
 * Items by disagreement, most first, equals in the order of items; those on which all agree, or which have fewer than
 * two answers, are left out.
 */
export const disputedItems = (
  answers: ClassAnswers,
  scale: Scale,
  most = Number.POSITIVE_INFINITY,
): readonly DisputedItem[] => {
  const counts = labelCounts(answers);
  const { pairable, starts, label, count } = counts;
  const distance = labelDistance(counts, scale);
  const disputed: DisputedItem[] = [];
  for (const item of pairable) {
    const size = counts.answers[item]!;
    let apart = 0;
    for (let a = starts[item]!; a < starts[item + 1]!; a += 1) {
      for (let b = a + 1; b < starts[item + 1]!; b += 1) {
        apart += count[a]! * count[b]! * distance(label[a]!, label[b]!);
      }
    }
    if (apart > 0) disputed.push({ item, disagreement: (2 * apart) / (size * (size - 1)), answers: size });
  }
  return disputed.sort((a, b) => b.disagreement - a.disagreement || a.item - b.item).slice(0, most);
};
