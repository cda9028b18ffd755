import { csvRecord } from "../core/formats/csv-cells.ts";
import type { Decided } from "./aggregate-fuse.ts";
import { labelNamesOf, type NumberedAnswers } from "./crowd-csv/numbered-answers.ts";

/** What a method made of the answers of a file, with all that is needed to write it down. */
export interface Aggregate extends NumberedAnswers {
  readonly decided: Decided;
}

/** How many answers to an item name a label. */
export const votesFor = ({ answers }: NumberedAnswers, item: number, label: number): number => {
  let votes = 0;
  for (let at = answers.starts[item]!; at < answers.starts[item + 1]!; at += 1)
    if (answers.label[at] === label) votes += 1;
  return votes;
};

/** `task,label,confidence,agreement,annotations`, a line for each task, in the order in which the file first names them. */
export function* consensusLines(aggregate: Aggregate): Generator<string> {
  const { answers, items, decided } = aggregate;
  const named = labelNamesOf(aggregate).map(cell);
  yield "task,label,confidence,agreement,annotations\n";
  for (let number = 0; number < answers.items; number += 1) {
    const item = items.placeOf[number]!;
    const label = decided.label[item]!;
    const annotations = answers.starts[item + 1]! - answers.starts[item]!;
    const agreement = votesFor(aggregate, item, label) / annotations;
    const confidence = decided.chances[item * answers.labels + label]!;
    yield `${cell(items.texts[number]!)},${named[label]},${rounded(confidence)},${rounded(agreement)},${annotations}\n`;
  }
}

/** `worker,skill,answers`, in the order of names: it does not change when the rows of the input do. */
export function* skillLines({ answers, annotators, decided }: Aggregate): Generator<string> {
  const counts = new Int32Array(answers.annotators);
  for (const annotator of answers.annotator) counts[annotator]! += 1;
  yield "worker,skill,answers\n";
  for (const [place, number] of annotators.numberAt.entries())
    yield `${cell(annotators.texts[number]!)},${rounded(decided.skill[place]!)},${counts[place]}\n`;
}

/** Twelve digits: all that means something, and 0.3 rather than 0.30000000000000004. Below 1 stays below 1. */
export const rounded = (figure: number): number => Number(figure.toPrecision(12));

/** A name as RFC 4180 quotes it. */
const cell = (name: string): string => csvRecord([name]).slice(0, -2);
