import { type ClassAnswers, classAnswers } from "../../core/consensus/classes/class-answers.ts";
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
  const { rows, duplicates, replaced } = countedRows(file, keepAll);
  const [items, annotators, labels] = [textOrder(file.items), textOrder(file.annotators), textOrder(file.labels)];
  const answers = classAnswers(
    {
      item: rows.item.map((number) => items.placeOf[number]!),
      annotator: rows.annotator.map((number) => annotators.placeOf[number]!),
      label: rows.label.map((number) => labels.placeOf[number]!),
    },
    { items: file.items.count, annotators: file.annotators.count, labels: file.labels.count },
  );
  return { answers, items, annotators, labels, duplicates, replaced };
};

/** By label's number in the answers. */
export const labelNamesOf = ({ labels }: NumberedAnswers): readonly string[] =>
  Array.from(labels.numberAt, (number) => labels.texts[number]!);
