import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { shownProposals } from "./shown-proposal.ts";
import { proposals } from "./store/proposals.ts";

const endpoint = endpoints.listProposals;

/** All proposals of the project, oldest first: everybody in it sees every one, and how long it has waited. */
export const listProposals = async (
  deps: Deps,
  { path: { projectId }, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  // Their ids were made by pages, whose clocks may be off.
  const byAge = (await proposals(deps).all(projectId)).toSorted(
    (a, b) => a.proposal.createdAtMs - b.proposal.createdAtMs,
  );
  return { proposals: await shownProposals(deps, projectId, byAge, membership) };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), listProposals));
