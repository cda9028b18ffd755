import type { Answer, Value } from "../../../core/annotation.ts";
import type { Tool } from "../../../core/ontology.ts";
import type { ResponseOf } from "../../../lambdas/endpoints.ts";
import type { Draft } from "../engine/editor.ts";

export const EMPTY: Draft = { classes: [], shapes: [] };

/** The schemas write an absent part as possibly undefined; what came from JSON has no undefined. */
export const answerFromWire = (answer: ResponseOf<"history">["annotations"][number]["answer"]): Answer =>
  answer as Answer;

/** What an answer looks like when she opens it again. */
export const draftFrom = (answer: Answer | undefined): Draft =>
  answer?.kind === "labelled" ? { classes: answer.value.classes ?? [], shapes: answer.value.shapes ?? [] } : EMPTY;

/** The draft as an answer of the tools that the project has: a list that may be empty for each, never left out. */
export const labelled = (draft: Draft, tools: readonly Tool[]): Answer => {
  const value: Value = {
    ...(tools.includes("class") || tools.includes("classes") ? { classes: draft.classes } : {}),
    ...(tools.includes("box") ? { shapes: draft.shapes } : {}),
  };
  return { kind: "labelled", value };
};

/** `class` wants exactly one; an empty list is an answer for the others. */
export const lacksClass = (draft: Draft, tools: readonly Tool[]): boolean =>
  tools.includes("class") && draft.classes.length !== 1;

export const isEmpty = (draft: Draft): boolean => draft.classes.length === 0 && draft.shapes.length === 0;

/** Both are plain JSON made by the page with keys in one order. */
export const isSame = (one: Answer | undefined, other: Answer): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
