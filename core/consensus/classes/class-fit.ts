import { TIE } from "../tie.ts";
import type { ClassAnswers } from "./class-answers.ts";

/** Known labels: of each item its label's number, or -1 where it is not known. */
export type Gold = Int32Array;

/** What a class method makes of answers. Arrays by item and label are row-major: `item × labels + label`. */
export interface ClassFit {
  /** P(label) by item; each row sums to 1. Its highest label wins. An item without answers has the method's prior. */
  readonly posterior: Float64Array;
  /** The calibrated P(label) to report, same shape: below 1 save for gold. The same array where a method has no other. */
  readonly confidence: Float64Array;
  /** How often each annotator is right, 0 to 1, as the method believes. */
  readonly skill: Float64Array;
}

/** One way to fuse classes. Pure; the same answers give the same bits. Gold clamps its items' posterior. */
export type ClassMethod = (answers: ClassAnswers, gold?: Gold) => ClassFit;

export interface Winners {
  /** The winning label by item: of several equally likely ones the lowest number. */
  readonly label: Int32Array;
  /** 1 where another label is as likely to a billionth: a tie is a result, and is reported. */
  readonly tied: Uint8Array;
}

/** The most likely label of each row, and whether another is as likely. */
export const winnersOf = (posterior: Float64Array, labels: number): Winners => {
  const items = posterior.length / labels;
  const label = new Int32Array(items);
  const tied = new Uint8Array(items);
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    let best = 0;
    for (let at = 1; at < labels; at += 1) if (posterior[row + at]! > posterior[row + best]! + TIE) best = at;
    let alike = 0;
    for (let at = 0; at < labels; at += 1) if (posterior[row + at]! >= posterior[row + best]! - TIE) alike += 1;
    label[item] = best;
    tied[item] = alike > 1 ? 1 : 0;
  }
  return { label, tied };
};
