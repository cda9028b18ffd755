import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { findProject } from "./project-shape.ts";
import { findProposal, refuseAnswered, refuseExampleOfOthers, refuseUnlessAlive } from "./proposal-rules.ts";
import { exampleOf } from "./propose.ts";
import { oneShown } from "./shown-proposal.ts";
import { proposals } from "./store/proposals.ts";
import { heldVoice } from "./voice-notes.ts";

const endpoint = endpoints.secondProposal;

/** "I see this too", once a person: the first stands, and again answers alike. Nothing that she is offered hangs on it. */
export const secondProposal = async (
  deps: Deps,
  { path: { projectId, proposalId }, body, person, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  refuseUnlessAlive(await findProject(deps, projectId));
  const proposal = await findProposal(deps, projectId, proposalId);
  if (proposal.authorId === person.personId)
    throw refuse("conflict", "this proposal is your own: others second it", { field: "path.proposalId" });
  refuseAnswered(proposal);
  const example = body.example && exampleOf(body.example);
  if (example) await refuseExampleOfOthers(deps, projectId, person.personId, example);
  const voice = body.voice === undefined ? undefined : await heldVoice(deps, projectId, body.voice);
  await proposals(deps).second(projectId, {
    proposalId,
    annotatorId: person.personId,
    ...(example && { example }),
    ...(body.note !== undefined && { note: body.note }),
    ...(voice && { voice }),
    atMs: deps.now(),
  });
  return oneShown(deps, projectId, proposalId, membership);
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), secondProposal));
