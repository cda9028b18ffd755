import type { ClassAnswers } from "../consensus/classes/class-answers.ts";

/** The same answers, put together by annotator. */
export interface AnswersByAnnotator {
  /** Answers of annotator a lie at `starts[a]` up to, not including, `starts[a + 1]`, in ascending order of items. */
  readonly starts: Int32Array;
  readonly item: Int32Array;
  readonly label: Int32Array;
}

/** Turns answers by item into answers by annotator, in time linear in their number. */
export const answersByAnnotator = ({ items, annotators, ...answers }: ClassAnswers): AnswersByAnnotator => {
  const starts = new Int32Array(annotators + 1);
  for (const annotator of answers.annotator) starts[annotator + 1]! += 1;
  for (let at = 0; at < annotators; at += 1) starts[at + 1]! += starts[at]!;
  const next = starts.slice();
  const item = new Int32Array(answers.annotator.length);
  const label = new Int32Array(answers.annotator.length);
  for (let of = 0; of < items; of += 1) {
    for (let at = answers.starts[of]!; at < answers.starts[of + 1]!; at += 1) {
      const place = next[answers.annotator[at]!]!;
      item[place] = of;
      label[place] = answers.label[at]!;
      next[answers.annotator[at]!]! += 1;
    }
  }
  return { starts, item, label };
};
