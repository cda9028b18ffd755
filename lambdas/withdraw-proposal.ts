import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { findProposal, refuseAnswered, refuseUnlessAuthor } from "./proposal-rules.ts";
import { oneShown } from "./shown-proposal.ts";
import { proposals } from "./store/proposals.ts";

const endpoint = endpoints.withdrawProposal;

/** Its author takes it back. It stays to be read, with what was said to it. */
export const withdrawProposal = async (
  deps: Deps,
  { path: { projectId, proposalId }, person, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const proposal = await findProposal(deps, projectId, proposalId);
  refuseUnlessAuthor(proposal, person.personId);
  if (proposal.standing.state !== "withdrawn") {
    const to = { state: "withdrawn", atMs: deps.now() } as const;
    const moved = await proposals(deps).move(proposal, ["open", "asked"], to);
    if (moved.state === "elsewhere" && moved.standing.state !== "withdrawn") refuseAnswered(moved);
  }
  return oneShown(deps, projectId, proposalId, membership);
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), withdrawProposal));
