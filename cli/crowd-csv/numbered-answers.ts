import type { ClassAnswers } from "../../core/consensus/classes/class-answers.ts";
import { sortFew } from "../../core/sort-few.ts";
import type { AnswerFile } from "./answer-rows.ts";
import { countedRows } from "./counted-rows.ts";
import { type TextOrder, textOrder } from "./text-order.ts";

/** Answers as the methods take them, with the names that the numbers stand for. */
export interface NumberedAnswers {
  /** Numbered in the order of names, so that the rows of a file may come in any order. */
  readonly answers: ClassAnswers;
  readonly items: TextOrder;
  readonly annotators: TextOrder;
  readonly labels: TextOrder;
  readonly duplicates: number;
  readonly replaced: number;
}

/** Takes the rows that count. Read what else names labels (gold, predictions) before: its labels are numbered too. */
export const numberedAnswers = (file: AnswerFile, keepAll: boolean): NumberedAnswers => {
  const counted = countedRows(file, keepAll);
  const [items, annotators, labels] = [textOrder(file.items), textOrder(file.annotators), textOrder(file.labels)];
  const { order, starts: rowStarts, counts, duplicates, replaced } = counted;
  const total = file.item.length - duplicates - replaced;
  const starts = new Int32Array(file.items.count + 1);
  // Annotator and label as one number, so that a few of them are put in order at once.
  const said = new Float64Array(total);
  let end = 0;
  for (let item = 0; item < file.items.count; item += 1) {
    const number = items.numberAt[item]!;
    for (let at = rowStarts[number]!; at < rowStarts[number + 1]!; at += 1) {
      const row = order[at]!;
      if (counts[row] === 0) continue;
      said[end] = annotators.placeOf[file.annotator[row]!]! * labels.texts.length + labels.placeOf[file.label[row]!]!;
      end += 1;
    }
    sortFew(said, starts[item]!, end);
    starts[item + 1] = end;
  }
  const answers: ClassAnswers = {
    items: file.items.count,
    annotators: file.annotators.count,
    labels: file.labels.count,
    starts,
    ...apart(said, labels.texts.length),
  };
  return { answers, items, annotators, labels, duplicates, replaced };
};

const apart = (said: Float64Array, labels: number): Pick<ClassAnswers, "annotator" | "label"> => {
  const [annotator, label] = [new Int32Array(said.length), new Int32Array(said.length)];
  for (let at = 0; at < said.length; at += 1) {
    const who = Math.floor(said[at]! / labels);
    annotator[at] = who;
    label[at] = said[at]! - who * labels;
  }
  return { annotator, label };
};

/** By label's number in the answers. */
export const labelNamesOf = ({ labels }: NumberedAnswers): readonly string[] =>
  Array.from(labels.numberAt, (number) => labels.texts[number]!);
