import type { AnnotatorId } from "../core/ids.ts";
import { refuse } from "../core/refusal.ts";
import type { ThreadWord } from "../core/thread.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { findThread, oneThread } from "./shown-thread.ts";
import { withholdAskedGold } from "./steps/withhold-asked-gold.ts";
import { threads } from "./store/threads.ts";
import { refuseOtherWord, wordOf } from "./thread-words.ts";

const endpoint = endpoints.replyInThread;

/** Adds a word to a question, as it was said. Sent twice under its id it is there once. */
export const replyInThread = async (
  deps: Deps,
  { path: { projectId, threadId }, body: { wordId, ...said }, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const { thread, words } = await findThread(deps, projectId, threadId);
  if (!words.some((word) => word.wordId === wordId)) refuseMore(words, membership.personId);
  await withholdAskedGold(deps, projectId, thread.anchor);
  const word = await wordOf(deps, membership, wordId, said);
  // The first word lies in the thread itself, under the same id.
  const stands = wordId === threadId ? thread.first : await threads(deps).say(projectId, threadId, word);
  refuseOtherWord(word, stands, "body.wordId");
  deps.log.info("thread.replied", { projectId, threadId, speaker: word.speaker });
  return oneThread(deps, threadId, membership);
};

/** Against flooding alone; of some sent at the same moment a few more may get through. */
const WORDS_MAX = 100;

const refuseMore = (words: readonly ThreadWord[], personId: AnnotatorId): void => {
  const own = words.filter(({ authorId }) => authorId === personId).length;
  if (own < WORDS_MAX) return;
  throw refuse("slow-down", "you have said so much to this question that no more can be taken", {
    field: "body",
    value: String(own),
    allowed: `up to ${WORDS_MAX} words to one question`,
  });
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), replyInThread));
