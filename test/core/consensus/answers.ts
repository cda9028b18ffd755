import type { Answer, Box } from "../../../core/annotation.ts";
import type { CountedAnswer } from "../../../core/consensus/index.ts";
import type { AnnotatorId, LabelId } from "../../../core/ids.ts";

/** Builders for answers: whoever is first in a list is annotator 1. */
export const annotator = (number: number): AnnotatorId =>
  `00000000-0000-4000-8000-${String(number).padStart(12, "0")}` as AnnotatorId;

export const label = (text: string): LabelId => text as LabelId;

export const classes = (...labels: string[]): Answer => ({
  kind: "labelled",
  value: { classes: labels.map(label) },
});

/** `[label, x, y, width, height]` each. */
export type Drawn = readonly [string, number, number, number, number];
export const boxes = (...drawn: readonly Drawn[]): Answer => ({
  kind: "labelled",
  value: { shapes: drawn.map(boxOf) },
});
const boxOf = ([name, x, y, width, height]: Drawn, at: number): Box => ({
  type: "box",
  id: `b${at}`,
  label: label(name),
  x,
  y,
  width,
  height,
});

export const noneFit: Answer = { kind: "none_fit" };
export const cantTell: Answer = { kind: "cant_tell", reason: "blurred" };
export const unusable: Answer = { kind: "unusable", reason: "does_not_load" };

export const counted = (...answers: readonly Answer[]): readonly CountedAnswer[] =>
  answers.map((answer, at) => ({ annotatorId: annotator(at + 1), answer }));
