import { isDeepStrictEqual } from "node:util";
import type { AnnotatorId, ProjectId } from "../core/ids.ts";
import { isUnanswered, type Proposal, type ProposalExample } from "../core/proposal.ts";
import { refuse } from "../core/refusal.ts";
import { currentOntology } from "./current-ontology.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { findProject } from "./project-shape.ts";
import { findProposal, refuseExampleOfOthers, refuseOtherLabels, refuseUnlessAlive } from "./proposal-rules.ts";
import { oneShown } from "./shown-proposal.ts";
import { proposals } from "./store/proposals.ts";
import { heldVoice } from "./voice-notes.ts";

const endpoint = endpoints.propose;

/**
 * Stores what an annotator asks for, in her words. Sent twice under the same id it is there once, and the second time
 * answers with the first, whatever has changed meanwhile; other words under the id are refused. Nothing that she is
 * offered hangs on it.
 */
export const propose = async (
  deps: Deps,
  { path: { projectId }, body, person, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const before = await proposals(deps).find(projectId, body.proposalId);
  if (before) {
    refuseOther(before, body, person.personId);
    return oneShown(deps, projectId, body.proposalId, membership);
  }
  const project = await findProject(deps, projectId);
  refuseUnlessAlive(project);
  refuseOtherLabels(body.kind, body.labels, await currentOntology(deps, project));
  await refuseMore(deps, projectId, person.personId);
  const example = exampleOf(body.example);
  await refuseExampleOfOthers(deps, projectId, person.personId, example);
  const voice = body.voice === undefined ? undefined : await heldVoice(deps, projectId, body.voice);
  const { proposalId, kind, labels, names, definition, why, language } = body;
  const proposal: Proposal = {
    proposalId,
    projectId,
    authorId: person.personId,
    kind,
    labels,
    ...(names && { names }),
    ...(definition && { definition }),
    ...(why !== undefined && { why }),
    language,
    ...(voice && { voice }),
    example,
    ontologyVersion: project.ontologyVersion,
    standing: { state: "open" },
    createdAtMs: deps.now(),
  };
  // Of two sent at once one is too late: what stands then is hers and the same, or she is told.
  if ((await proposals(deps).put(proposal)) === "there")
    refuseOther(await findProposal(deps, projectId, proposalId), body, person.personId);
  deps.log.info("proposal.made", { projectId, proposalId, kind });
  return oneShown(deps, projectId, proposalId, membership);
};

/** Against flooding alone: an answered one makes room. */
const UNANSWERED_MAX = 30;

const refuseMore = async (deps: Deps, projectId: ProjectId, authorId: AnnotatorId): Promise<void> => {
  const own = (await proposals(deps).all(projectId)).filter(({ proposal }) => proposal.authorId === authorId);
  const unanswered = own.filter(({ proposal }) => isUnanswered(proposal));
  if (unanswered.length < UNANSWERED_MAX) return;
  throw refuse("slow-down", "so many of your proposals wait for an answer that no more can be taken", {
    field: "body",
    value: String(unanswered.length),
    allowed: `up to ${UNANSWERED_MAX} unanswered: withdraw one, or wait for the vendor`,
  });
};

type Body = Request<typeof endpoint>["body"];

/** Somebody else's proposal may lie under the id, or other words of hers: then these are not there, and she is told. */
const refuseOther = (stands: Proposal, body: Body, personId: AnnotatorId): void => {
  const { proposalId } = stands;
  const said = { ...body, example: exampleOf(body.example) };
  const isSame = isDeepStrictEqual(wordsOf(said), wordsOf({ ...stands, voice: stands.voice?.key }));
  if (stands.authorId === personId && isSame) return;
  throw refuse("conflict", "something else was proposed under this id: send the proposal under a new one", {
    field: "body.proposalId",
    value: proposalId,
    allowed: "a ULID that nobody used, or the same words again",
  });
};

interface Words extends Pick<Proposal, "kind" | "labels" | "language" | "example"> {
  readonly names?: Proposal["names"] | undefined;
  readonly definition?: Proposal["definition"] | undefined;
  readonly why?: string | undefined;
  /** The key of a recording. */
  readonly voice?: string | undefined;
}

const wordsOf = ({ kind, labels, names, definition, why, language, voice, example }: Words): Words => ({
  kind,
  labels,
  names,
  definition,
  why,
  language,
  voice,
  example,
});

/** JSON has no undefined, but zod's type of an absent key allows it. */
export const exampleOf = ({ itemId, region }: Body["example"]): ProposalExample => ({
  itemId,
  ...(region && { region }),
});

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), propose));
