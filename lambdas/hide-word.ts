import type { Membership } from "../core/membership.ts";
import { refuse } from "../core/refusal.ts";
import { HIDING_GROUNDS, type Hiding, type ThreadWord } from "../core/thread.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { findThread, oneThread, speakerOf } from "./shown-thread.ts";
import { threads } from "./store/threads.ts";

const endpoint = endpoints.hideWord;

/**
 * Lays a notice over a word, which stays as it is. Who said it takes it back; a vendor hides abuse and personal data, and
 * says why. Nobody else may. Asked twice, the first notice stands.
 */
export const hideWord = async (
  deps: Deps,
  { path: { projectId, threadId, wordId }, body, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const { words } = await findThread(deps, projectId, threadId);
  const word = words.find((one) => one.wordId === wordId);
  if (!word) throw refuse("not-found", "nobody said this here", { field: "path.wordId", value: wordId });
  const hiding = hidingBy(membership, word, body, deps.now());
  await threads(deps).hide(projectId, threadId, hiding);
  deps.log.info("thread.word-hidden", { projectId, threadId, wordId, by: hiding.by });
  return oneThread(deps, threadId, membership);
};

const hidingBy = (
  membership: Membership,
  { wordId, authorId }: ThreadWord,
  { ground, reason }: Request<typeof endpoint>["body"],
  atMs: number,
): Hiding => {
  if (authorId === membership.personId) return { by: "author", wordId, atMs };
  if (speakerOf(membership) !== "vendor") {
    throw refuse("not-allowed", "these are somebody else's words", { allowed: "whoever said it, or the vendor" });
  }
  if (!ground || !reason) {
    throw refuse("bad-request", "say why this is hidden: everybody reads it in its place", {
      field: ground ? "body.reason" : "body.ground",
      allowed: ground ? "some words" : HIDING_GROUNDS.join(" or "),
    });
  }
  return { by: "vendor", wordId, vendorId: membership.personId, ground, reason, atMs };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), hideWord));
