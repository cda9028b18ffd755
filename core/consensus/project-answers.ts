import type { Answer } from "../annotation.ts";
import type { ItemId, LabelId } from "../ids.ts";
import type { ItemLabel } from "./online/numbered-answers.ts";
import type { CountedAnswer } from "./result.ts";

/** "None of these fit" is one more class to the engine. No label can have this id: theirs have no underscore at both ends. */
export const NONE_FIT = "__none_fit__";

/** The classes of an ontology as the engine numbers them. */
export const classesOf = (labels: readonly LabelId[]): readonly string[] => [...labels, NONE_FIT];

/** An item as far as learning looks at it. */
export interface AnsweredItem {
  readonly itemId: ItemId;
  /** The current, counted answers of its round. */
  readonly answers: readonly CountedAnswer[];
  /** What a reviewer decided: learned from as known. */
  readonly settled?: Answer;
}

/**
 * Who said which class of it. An answer without a class ("can't tell", "unusable") says nothing of who takes what for
 * what: it is left out here, and heard when the item is decided.
 */
export const labelsSaid = ({ itemId, answers }: AnsweredItem): readonly ItemLabel[] =>
  answers.flatMap(({ annotatorId, answer }) => {
    const label = classOf(answer);
    return label === undefined ? [] : [{ itemId, annotatorId, label }];
  });

/** The class that an answer names, if it names one. */
export const classOf = (answer: Answer): string | undefined => {
  if (answer.kind === "none_fit") return NONE_FIT;
  return answer.kind === "labelled" ? answer.value.classes?.[0] : undefined;
};
