import { createHash } from "node:crypto";
import type { Answer } from "../../core/annotation.ts";
import { checkAnswer } from "../../core/check-answer.ts";
import type { Media } from "../../core/item.ts";
import type { Ontology } from "../../core/ontology.ts";
import { isSameContent } from "../../core/same-content.ts";
import type { Deps } from "../deps.ts";
import type { RefusedAnswer } from "./answer-refusal.ts";
import type { StoredAnswer } from "./large-answers.ts";
import { type GivenAnswer, readAnswer } from "./read-answer.ts";

/** What an answer is held to before it is stored, which may bring a box to the picture's edge. */
export interface AskedBy {
  readonly ontology: Ontology;
  readonly media: Media | undefined;
}

/**
 * Whether an answer says what is stored already under its submission id, however it travels: inside the request or by
 * the hash of its bytes, its names in any order. Large ones are compared by hash, so that nothing of them is fetched.
 */
export const isSameAnswer = async (
  deps: Pick<Deps, "bucket" | "config">,
  given: GivenAnswer,
  stored: StoredAnswer,
  askedBy: AskedBy,
): Promise<{ readonly state: "same" | "other" } | RefusedAnswer> => {
  const storedHash = "answerSha256" in stored ? stored.answerSha256 : undefined;
  if (storedHash && "answerSha256" in given && given.answerSha256 === storedHash) return { state: "same" };
  const read = await readAnswer(deps, given);
  if (read.state === "refused") return read;
  const answer = asStored(read.answer, askedBy);
  // What the schema has parsed has its names in the schema's order, so the same answer has the same text.
  const isSame =
    "answer" in stored ? isSameContent(answer, stored.answer) : sha256Of(JSON.stringify(answer)) === storedHash;
  return { state: isSame ? "same" : "other" };
};

/** One that does not fit cannot be the one that did. */
const asStored = (answer: Answer, { ontology, media }: AskedBy): Answer => {
  const checked = media && checkAnswer(answer, ontology, media);
  return checked?.state === "fits" ? checked.answer : answer;
};

const sha256Of = (text: string): string => createHash("sha256").update(text).digest("hex");
