import { ANSWER_BYTES_MAX, type Answer } from "../../core/annotation.ts";
import { parseJson } from "../../core/json-line.ts";
import type { RefusalDetail } from "../../core/refusal.ts";
import { answer, asAnswer } from "../api/shapes.ts";
import type { Deps } from "../deps.ts";
import { readBy } from "../refused-body.ts";
import { answers } from "../store/answers.ts";
import { type RefusedAnswer, refused } from "./answer-refusal.ts";
import { firstBadShape } from "./first-bad-shape.ts";

export type GivenAnswer = { readonly answer: Parameters<typeof asAnswer>[0] } | { readonly answerSha256: string };

type ReadAnswer = { readonly state: "read"; readonly answer: Answer } | RefusedAnswer;

/** The answer itself: from the request, or from the bucket by its hash, held to the same schema. */
export const readAnswer = async (deps: Pick<Deps, "bucket" | "config">, given: GivenAnswer): Promise<ReadAnswer> => {
  if ("answer" in given) return { state: "read", answer: asAnswer(given.answer) };
  const found = await answers(deps).find(given.answerSha256, ANSWER_BYTES_MAX);
  const hashed = {
    field: "answerSha256",
    value: given.answerSha256,
    allowed: "the hash of bytes that were put to the address which startAnswer gave",
  };
  switch (found.state) {
    case "missing":
      return refused("not-found", "no answer was put by this hash: put it again, then submit", hashed);
    case "too-large":
      return refused("too-large", "the answer is too large", {
        field: "answerSha256",
        value: `${found.sizeBytes} bytes`,
        allowed: `at most ${ANSWER_BYTES_MAX} bytes`,
      });
    case "other-bytes":
      return refused("bad-request", "the bytes that were put have another hash", hashed);
    case "no-text":
      return noAnswer("they are not UTF-8", hashed);
    case "found":
      return parseAnswer(found.text);
  }
};

const parseAnswer = (text: string): ReadAnswer => {
  const parsed = parseJson(text);
  if ("reason" in parsed) return noAnswer(parsed.reason, { field: "answer", allowed: "JSON with every name once" });
  const bad = firstBadShape(parsed.value);
  if (bad) return noAnswer(bad.message, bad);
  const read = readBy(answer, parsed.value, "answer");
  if (read.state === "read") return { state: "read", answer: asAnswer(read.content) };
  return noAnswer(read.bad.message, read.bad);
};

const noAnswer = (why: string, { field, value, allowed }: RefusalDetail): RefusedAnswer =>
  refused("bad-request", `the bytes that were put are not an answer: ${why}`, {
    ...(field !== undefined && { field }),
    ...(value !== undefined && { value }),
    ...(allowed !== undefined && { allowed }),
  });
