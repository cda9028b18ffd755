import type { ClassAnswers } from "../../../../core/consensus/classes/class-answers.ts";
import { seeded } from "../../../../core/seeded.ts";

/** All answers one by one as `[item, annotator, label]`, shuffled the same way for the same seed. */
export const arrivals = (answers: ClassAnswers, seed: number): readonly (readonly [number, number, number])[] => {
  const { whole } = seeded(seed);
  const all = Array.from({ length: answers.items }, (_, item) =>
    Array.from(
      answers.label.subarray(answers.starts[item], answers.starts[item + 1]),
      (label, nth) => [item, answers.annotator[answers.starts[item]! + nth]!, label] as const,
    ),
  ).flat();
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = whole(0, last);
    [all[last], all[other]] = [all[other]!, all[last]!];
  }
  return all;
};
