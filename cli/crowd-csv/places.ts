import type { ClassAnswers } from "../../core/consensus/classes/class-answers.ts";
import type { NumberedAnswers } from "./numbered-answers.ts";

/** Some labels of a file as the classes of a fit, and how the numbers of the file become those of the engine. */
export interface Places {
  readonly items: number;
  readonly labels: number;
  readonly itemAt: (number: number) => number;
  readonly labelAt: (number: number) => number;
  /** By label of all answers: which class it is, -1 where it is none. */
  readonly classOf: Int32Array;
}

/** `classes`: the labels, as all answers number them, that are classes; the n-th is class n. */
export const placesAmong = ({ answers, items, labels }: NumberedAnswers, classes: readonly number[]): Places => {
  const classOf = new Int32Array(answers.labels).fill(-1);
  for (const [at, label] of classes.entries()) classOf[label] = at;
  return {
    items: answers.items,
    labels: classes.length,
    itemAt: (number) => items.placeOf[number]!,
    labelAt: (number) => classOf[labels.placeOf[number]!]!,
    classOf,
  };
};

/** The answers that name one of these labels, numbered by their place among them. */
export const answersAmong = (answers: ClassAnswers, { classOf, labels }: Places): ClassAnswers => {
  const starts = new Int32Array(answers.items + 1);
  for (let item = 0; item < answers.items; item += 1) {
    let told = 0;
    for (let at = answers.starts[item]!; at < answers.starts[item + 1]!; at += 1)
      if (classOf[answers.label[at]!]! >= 0) told += 1;
    starts[item + 1] = starts[item]! + told;
  }
  return {
    ...answers,
    labels,
    starts,
    annotator: answers.annotator.filter((_, at) => classOf[answers.label[at]!]! >= 0),
    label: answers.label.map((label) => classOf[label]!).filter((label) => label >= 0),
  };
};
