import type { Proposal, ProposalWord } from "../core/proposal.ts";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { findProposal, refuseAnswered, refuseUnlessAuthor } from "./proposal-rules.ts";
import { oneShown } from "./shown-proposal.ts";
import { proposals } from "./store/proposals.ts";
import { heldVoice } from "./voice-notes.ts";

const endpoint = endpoints.answerProposal;

/**
 * Its author answers what the vendor asked. Her words are stored first; then the proposal waits for the vendor again.
 * Sent twice under their id they are there once, whatever has changed meanwhile; cut in between, sending again moves the
 * proposal, unless the vendor has asked something else since.
 */
export const answerProposal = async (
  deps: Deps,
  { path: { projectId, proposalId }, body, person, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const proposal = await findProposal(deps, projectId, proposalId);
  refuseUnlessAuthor(proposal, person.personId);
  const before = await wordsOf(deps, proposal);
  const stands = before.find(({ wordId }) => wordId === body.wordId);
  if (stands) {
    refuseOther(stands, body);
    if (before.some(({ by, atMs }) => by === "vendor" && atMs > stands.atMs))
      return oneShown(deps, projectId, proposalId, membership);
  } else {
    refuseAnswered(proposal);
    refuseMore(before);
    await say(deps, proposal, body);
  }
  const moved = await proposals(deps).move(proposal, ["open", "asked"], { state: "open" });
  // Answered by the vendor in the same moment: her words stand beside it.
  if (moved.state === "elsewhere") deps.log.info("proposal.answered-late", { projectId, proposalId });
  return oneShown(deps, projectId, proposalId, membership);
};

type Body = Request<typeof endpoint>["body"];

const say = async (deps: Deps, proposal: Proposal, body: Body): Promise<void> => {
  const { projectId, proposalId } = proposal;
  const voice = body.voice === undefined ? undefined : await heldVoice(deps, projectId, body.voice);
  const put = await proposals(deps).say(projectId, {
    wordId: body.wordId,
    proposalId,
    by: "author",
    ...(body.text !== undefined && { text: body.text }),
    ...(voice && { voice }),
    atMs: deps.now(),
  });
  if (put === "put") return;
  // Of two sent at once under one id the first stands.
  const stands = (await wordsOf(deps, proposal)).find(({ wordId }) => wordId === body.wordId);
  if (stands) refuseOther(stands, body);
};

const wordsOf = async (deps: Deps, { projectId, proposalId }: Proposal): Promise<readonly ProposalWord[]> =>
  (await proposals(deps).file(projectId, proposalId))?.words ?? [];

/** What was said under an id stays said: other words are never taken for it, and the vendor's not for hers. */
const refuseOther = (stands: ProposalWord, { wordId, text, voice }: Body): void => {
  if (stands.by === "author" && stands.text === text && stands.voice?.key === voice) return;
  throw refuse("conflict", "something else was said under this id", {
    field: "body.wordId",
    value: wordId,
    allowed: "a new ULID for new words, or the same words again",
  });
};

/** Against flooding alone; of some sent at the same moment a few more may get through. */
const WORDS_MAX = 100;

const refuseMore = (words: readonly ProposalWord[]): void => {
  const own = words.filter(({ by }) => by === "author").length;
  if (own < WORDS_MAX) return;
  throw refuse("slow-down", "you have said so much about this proposal that no more can be taken", {
    field: "body",
    value: String(own),
    allowed: `up to ${WORDS_MAX} answers to one proposal`,
  });
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), answerProposal));
