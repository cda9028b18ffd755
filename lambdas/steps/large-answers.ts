import { ANSWER_BYTES_MAX, type Answer, INLINE_ANSWER_BYTES_MAX } from "../../core/annotation.ts";
import type { AnnotatorId } from "../../core/ids.ts";
import { answer, asAnswer } from "../api/shapes.ts";
import type { Deps } from "../deps.ts";
import type { StoredAnnotation } from "../store/annotations.ts";
import { answers } from "../store/answers.ts";

type AnswerDeps = Pick<Deps, "bucket" | "config">;
export type StoredAnswer =
  | { readonly answer: Answer }
  | { readonly answerSha256: string; readonly answerBytes: number };

/** An answer as a row can hold it: a large one goes to the bucket first. */
export const storable = async (deps: AnswerDeps, given: Answer): Promise<StoredAnswer> => {
  const text = JSON.stringify(given);
  if (Buffer.byteLength(text) <= INLINE_ANSWER_BYTES_MAX) return { answer: given };
  const { sha256, sizeBytes } = await answers(deps).put(text);
  return { answerSha256: sha256, answerBytes: sizeBytes };
};

/** The answer of a row, fetched if it is large. It was checked before its row was written: anything else is a fault. */
export const loadAnswer = async (deps: AnswerDeps, stored: StoredAnswer): Promise<Answer> => {
  if ("answer" in stored) return stored.answer;
  const found = await answers(deps).find(stored.answerSha256, ANSWER_BYTES_MAX);
  if (found.state !== "found") throw new Error(`answer ${stored.answerSha256} is ${found.state}`);
  return asAnswer(answer.parse(JSON.parse(found.text)));
};

/** Annotations with their large answers fetched, one after another, since each may take 32 MB. */
export const withAnswers = async <One extends StoredAnnotation & { readonly annotatorId: AnnotatorId }>(
  deps: AnswerDeps,
  annotations: readonly One[],
): Promise<readonly (One & { readonly answer: Answer })[]> => {
  const loaded: (One & { readonly answer: Answer })[] = [];
  for (const annotation of annotations) loaded.push({ ...annotation, answer: await loadAnswer(deps, annotation) });
  return loaded;
};
