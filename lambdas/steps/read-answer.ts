import { ANSWER_BYTES_MAX, type Answer } from "../../core/annotation.ts";
import { answer, asAnswer } from "../api/shapes.ts";
import type { Deps } from "../deps.ts";
import { answers } from "../store/answers.ts";

/** Why one answer of a submit was refused; its neighbours go their own way. */
export interface AnswerRefusal {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly allowed?: string;
}

export type GivenAnswer = { readonly answer: Parameters<typeof asAnswer>[0] } | { readonly answerSha256: string };

type ReadAnswer =
  | { readonly state: "read"; readonly answer: Answer }
  | { readonly state: "refused"; readonly refusal: AnswerRefusal };

const refused = (code: string, message: string, field: string, allowed?: string): ReadAnswer => ({
  state: "refused",
  refusal: { code, message, field, ...(allowed !== undefined && { allowed }) },
});

/** The answer itself: from the request, or from the bucket by its hash, held to the same schema. */
export const readAnswer = async (deps: Pick<Deps, "bucket" | "config">, given: GivenAnswer): Promise<ReadAnswer> => {
  if ("answer" in given) return { state: "read", answer: asAnswer(given.answer) };
  const found = await answers(deps).find(given.answerSha256, ANSWER_BYTES_MAX);
  switch (found.state) {
    case "missing":
      return refused("not-found", "no answer was put by this hash: put it again, then submit", "answerSha256");
    case "too-large":
      return refused("too-large", "the answer is too large", "answerSha256", `at most ${ANSWER_BYTES_MAX} bytes`);
    case "other-bytes":
      return refused("bad-request", "the bytes that were put have another hash", "answerSha256");
    case "found":
      return parseAnswer(found.text);
  }
};

const parseAnswer = (text: string): ReadAnswer => {
  const parsed = answer.safeParse(fromJson(text));
  if (parsed.success) return { state: "read", answer: asAnswer(parsed.data) };
  const issue = parsed.error.issues[0];
  const field = ["answer", ...(issue?.path ?? []).map(String)].join(".");
  return refused("bad-request", "the bytes that were put are not an answer", field, issue?.message);
};

/** What is not JSON is no answer: undefined fits no schema. */
const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
