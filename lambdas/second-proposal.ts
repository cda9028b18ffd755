import { isDeepStrictEqual } from "node:util";
import type { AnnotatorId, ProjectId } from "../core/ids.ts";
import type { Second } from "../core/proposal.ts";
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

/**
 * "I see this too", once a person. Sent again it answers with the first, whatever has changed meanwhile; other words
 * than the first are refused, since the first stand. Nothing that she is offered hangs on it.
 */
export const secondProposal = async (
  deps: Deps,
  { path: { projectId, proposalId }, body, person, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const proposal = await findProposal(deps, projectId, proposalId);
  if (proposal.authorId === person.personId)
    throw refuse("conflict", "this proposal is your own: others second it", { field: "path.proposalId" });
  if (await isThere(deps, projectId, proposalId, person.personId, body))
    return oneShown(deps, projectId, proposalId, membership);
  refuseUnlessAlive(await findProject(deps, projectId));
  refuseAnswered(proposal);
  const example = body.example && exampleOf(body.example);
  if (example) await refuseExampleOfOthers(deps, projectId, person.personId, example);
  const voice = body.voice === undefined ? undefined : await heldVoice(deps, projectId, body.voice);
  const put = await proposals(deps).second(projectId, {
    proposalId,
    annotatorId: person.personId,
    ...(example && { example }),
    ...(body.note !== undefined && { note: body.note }),
    ...(voice && { voice }),
    atMs: deps.now(),
  });
  // Of two sent at once one is too late: the first stands, and is the same or refuses her.
  if (put === "there") await isThere(deps, projectId, proposalId, person.personId, body);
  return oneShown(deps, projectId, proposalId, membership);
};

type Body = Request<typeof endpoint>["body"];

/** Whether she has seconded it in these words. In others: a refusal. */
const isThere = async (
  deps: Deps,
  projectId: ProjectId,
  proposalId: string,
  annotatorId: AnnotatorId,
  body: Body,
): Promise<boolean> => {
  const file = await proposals(deps).file(projectId, proposalId);
  const stands = file?.seconds.find((second) => second.annotatorId === annotatorId);
  if (!stands) return false;
  if (isSame(stands, body)) return true;
  throw refuse("conflict", "you have seconded it already", {
    field: "body",
    value: "other words than the first",
    allowed: "the same again, or nothing more",
  });
};

const isSame = ({ note, example, voice }: Second, body: Body): boolean =>
  note === body.note &&
  voice?.key === body.voice &&
  isDeepStrictEqual(example, body.example && exampleOf(body.example));

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), secondProposal));
