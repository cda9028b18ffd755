import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { findProposal, refuseAnswered, refuseUnlessAuthor } from "./proposal-rules.ts";
import { oneShown } from "./shown-proposal.ts";
import { proposals } from "./store/proposals.ts";
import { heldVoice } from "./voice-notes.ts";

const endpoint = endpoints.answerProposal;

/** Its author answers what the vendor asked. Her words are stored first; then the proposal waits for the vendor again. */
export const answerProposal = async (
  deps: Deps,
  { path: { projectId, proposalId }, body, person, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const proposal = await findProposal(deps, projectId, proposalId);
  refuseUnlessAuthor(proposal, person.personId);
  refuseAnswered(proposal);
  const voice = body.voice === undefined ? undefined : await heldVoice(deps, projectId, body.voice);
  await proposals(deps).say(projectId, {
    wordId: deps.newId(),
    proposalId,
    by: "author",
    ...(body.text !== undefined && { text: body.text }),
    ...(voice && { voice }),
    atMs: deps.now(),
  });
  const moved = await proposals(deps).move(proposal, ["open", "asked"], { state: "open" });
  // Answered by the vendor in the same moment: her words stand beside it.
  if (moved.state === "elsewhere") deps.log.info("proposal.answered-late", { projectId, proposalId });
  return oneShown(deps, projectId, proposalId, membership);
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), answerProposal));
