import type { ClassAnswers } from "./class-answers.ts";

/**
 * The labels that each annotator ever gave. Tables of errors need cells for these alone, so a thousand labels do not
 * cost a million cells an annotator.
 */
export interface AnnotatorLabels {
  readonly pairs: number;
  /** By answer, the number of its pair of annotator and label. Pairs ascend by annotator. */
  readonly pair: Int32Array;
  /** By pair. */
  readonly annotator: Int32Array;
  readonly label: Int32Array;
}

/** Numbers the pairs that occur, in time linear in the answers. */
export const annotatorLabels = ({ annotators, labels, annotator, label }: ClassAnswers): AnnotatorLabels => {
  const byAnnotator = answersByAnnotator(annotator, annotators);
  const pair = new Int32Array(annotator.length);
  const annotatorOf: number[] = [];
  const labelOf: number[] = [];
  const pairOfLabel = new Int32Array(labels);
  const seenBy = new Int32Array(labels).fill(-1);
  for (const answer of byAnnotator) {
    const who = annotator[answer]!;
    const said = label[answer]!;
    if (seenBy[said] !== who) {
      seenBy[said] = who;
      pairOfLabel[said] = annotatorOf.length;
      annotatorOf.push(who);
      labelOf.push(said);
    }
    pair[answer] = pairOfLabel[said]!;
  }
  return {
    pairs: annotatorOf.length,
    pair,
    annotator: Int32Array.from(annotatorOf),
    label: Int32Array.from(labelOf),
  };
};

/** The numbers of all answers, in ascending order of annotators and then of items. */
export const answersByAnnotator = (annotator: Int32Array, annotators: number): Int32Array => {
  const next = new Int32Array(annotators + 1);
  for (const who of annotator) next[who + 1]! += 1;
  for (let who = 0; who < annotators; who += 1) next[who + 1]! += next[who]!;
  const order = new Int32Array(annotator.length);
  for (let answer = 0; answer < annotator.length; answer += 1) {
    const who = annotator[answer]!;
    order[next[who]!] = answer;
    next[who]! += 1;
  }
  return order;
};
