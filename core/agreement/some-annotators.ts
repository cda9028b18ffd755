import type { ClassAnswers } from "../consensus/classes/class-answers.ts";

/** The answers of those annotators alone; items and labels keep their numbers. */
export const answersOfSome = (answers: ClassAnswers, isAmong: (annotator: number) => boolean): ClassAnswers => {
  const { items, starts } = answers;
  const kept = new Int32Array(answers.label.length);
  const newStarts = new Int32Array(items + 1);
  let end = 0;
  for (let item = 0; item < items; item += 1) {
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      if (!isAmong(answers.annotator[at]!)) continue;
      kept[end] = at;
      end += 1;
    }
    newStarts[item + 1] = end;
  }
  const at = kept.subarray(0, end);
  return {
    ...answers,
    starts: newStarts,
    annotator: Int32Array.from(at, (place) => answers.annotator[place]!),
    label: Int32Array.from(at, (place) => answers.label[place]!),
  };
};
