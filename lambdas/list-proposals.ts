import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { shownProposals } from "./shown-proposal.ts";
import { proposals } from "./store/proposals.ts";

const endpoint = endpoints.listProposals;

/**
 * All proposals of the project, oldest first: everybody in it sees every one, and how long it has waited. Who seconded and
 * with what words is told by `getProposal`, one at a time: here it would grow with everybody's words.
 */
export const listProposals = async (
  deps: Deps,
  { path: { projectId }, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const shown = await shownProposals(deps, projectId, await proposals(deps).all(projectId), membership, "counted");
  return { proposals: shown };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), listProposals));
