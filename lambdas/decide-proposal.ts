import type { AnnotatorId } from "../core/ids.ts";
import type { InstructionReason } from "../core/instruction-version.ts";
import type { Ontology } from "../core/ontology.ts";
import { lineageOf } from "../core/ontology-change/lineage.ts";
import { nextVersion } from "../core/ontology-change/next-version.ts";
import type { Project } from "../core/project.ts";
import type { Proposal } from "../core/proposal.ts";
import { refuse } from "../core/refusal.ts";
import type { Relabelling } from "../core/relabelling.ts";
import { currentOntology } from "./current-ontology.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { changedMeanwhile, findProject } from "./project-shape.ts";
import { findPlan, findProposal, refuseAnswered, refuseUnlessAlive } from "./proposal-rules.ts";
import { finishAccepting } from "./relabel/finish-accepting.ts";
import { relabelQueue } from "./relabel/message.ts";
import { oneShown } from "./shown-proposal.ts";
import { publishInstructions } from "./steps/publish-instructions.ts";
import { showVersions } from "./steps/show-versions.ts";
import { instructionVersions } from "./store/instruction-versions.ts";
import { ontologies } from "./store/ontologies.ts";
import { projects } from "./store/projects.ts";
import { proposals } from "./store/proposals.ts";

const endpoint = endpoints.decideProposal;
type Body = Request<typeof endpoint>["body"];

/** Longer than this handler may run: the message that it sends ahead finds out what became of it. */
const AHEAD_MS = 45_000;

/**
 * The vendor's answer. Declining and asking back change where the proposal stands, and nothing else: no item, no
 * consensus. Accepting makes the next version of the ontology and starts rounds for the very items of the plan.
 */
export const decideProposal = async (
  deps: Deps,
  { path: { projectId, proposalId }, body, person, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const project = await findProject(deps, projectId);
  const proposal = await findProposal(deps, projectId, proposalId);
  if (body.outcome === "accept") await accept(deps, { project, proposal, by: person.personId }, body);
  else if (body.outcome === "accept_instructions") await acceptInstructions(deps, { project, proposal }, body);
  else await answer(deps, proposal, body);
  deps.log.info("proposal.decided", { projectId, proposalId, outcome: body.outcome });
  return oneShown(deps, projectId, proposalId, membership);
};

const answer = async (
  deps: Deps,
  proposal: Proposal,
  body: Extract<Body, { outcome: "ask" | "decline" }>,
): Promise<void> => {
  refuseAnswered(proposal);
  const atMs = deps.now();
  const to =
    body.outcome === "decline"
      ? ({ state: "declined", reason: body.reason, atMs } as const)
      : ({ state: "asked" } as const);
  if (body.outcome === "ask") {
    const { projectId, proposalId } = proposal;
    await proposals(deps).say(projectId, { wordId: deps.newId(), proposalId, by: "vendor", text: body.text, atMs });
  }
  const moved = await proposals(deps).move(proposal, ["open", "asked"], to);
  if (moved.state === "elsewhere") refuseAnswered(moved);
};

/** Cut after the instructions were published, accepting again finds them made for this proposal, and says where it stands. */
const acceptInstructions = async (
  deps: Deps,
  { project, proposal }: Pick<Accepting, "project" | "proposal">,
  { ver, text, reason }: Extract<Body, { outcome: "accept_instructions" }>,
): Promise<void> => {
  refuseAnswered(proposal);
  const because = { proposalId: proposal.proposalId };
  const made = (await instructionVersions(deps).outlines(project.projectId)).find(
    (one) => one.version === project.instructions.version && isReason(one.because, because),
  );
  if (!made && project.ver !== ver) throw changedMeanwhile(ver);
  const instructionsVersion =
    made?.version ?? (await publishInstructions(deps, project, text, because)).instructions.version;
  const to = { state: "accepted", reason, atMs: deps.now(), instructionsVersion } as const;
  // Whoever withdrew or declined it in the same moment was too late: the instructions are in force.
  const moved = await proposals(deps).move(proposal, ["open", "asked", "withdrawn", "declined"], to);
  if (moved.state === "elsewhere") refuseAnswered(moved);
};

const isReason = (one: InstructionReason | undefined, { proposalId }: { readonly proposalId: string }): boolean =>
  one !== undefined && "proposalId" in one && one.proposalId === proposalId;

interface Accepting {
  readonly project: Project;
  readonly proposal: Proposal;
  readonly by: AnnotatorId;
}

/**
 * A message goes ahead; then the version is written, then the project points to it: that is the moment. Cut before it,
 * nothing has changed, and accepting again takes the next number. Cut after it, the message (or accepting the same plan
 * again) does what is left. Of two at once, one finds the project changed.
 */
const accept = async (
  deps: Deps,
  { project, proposal, by }: Accepting,
  { planId, scope, reason }: Extract<Body, { outcome: "accept" }>,
): Promise<void> => {
  const { projectId, proposalId } = proposal;
  const plan = await findPlan(deps, projectId, planId);
  const versions = await ontologies(deps).all(projectId);
  const made = lineageOf(versions, project.ontologyVersion).find(({ because }) => because?.proposalId === proposalId);
  if (made?.because?.planId === planId) return finishAccepting(deps, plan, made, { by, scope });
  refuseUnlessAlive(project);
  refuseAnswered(made?.because ? acceptedBy(proposal, made) : proposal);
  const before = await currentOntology(deps, project);
  refuseUnlessReady(plan, proposal, before, deps.now());
  const version = Math.max(...versions.map((one) => one.version)) + 1;
  const because = { proposalId, planId, reason };
  const next = nextVersion(before, plan.changes, { version, because, publishedAtMs: deps.now() });
  if (next.state === "unfit") throw new Error(`plan ${planId}: ${next.unfit.message}`);
  await relabelQueue(deps).send({ projectId, planId, step: "finish", version, by, scope }, AHEAD_MS);
  const published = await ontologies(deps).publish(projectId, next.ontology);
  if (published === "version-taken") throw movedOn(before.version);
  const pointed = await projects(deps).replace({ ...project, ontologyVersion: version }, project.ver);
  if (pointed === "changed-meanwhile") throw changedMeanwhile(project.ver);
  await finishAccepting(deps, plan, next.ontology, { by, scope });
  await showVersions(deps, { ...project, ontologyVersion: version });
};

/** A proposal that made a version is accepted, also while the row does not say so yet. */
const acceptedBy = (proposal: Proposal, { version, publishedAtMs, because }: Ontology): Proposal => ({
  ...proposal,
  standing: { state: "accepted", reason: because?.reason ?? "", atMs: publishedAtMs, version },
});

/** People go on answering while the vendor looks: what was found longer ago than this is looked for again. */
const PLAN_GOOD_MS = 60 * 60_000;

const refuseUnlessReady = (plan: Relabelling, { proposalId }: Proposal, { version }: Ontology, nowMs: number): void => {
  if (plan.proposalId !== proposalId)
    throw refuse("bad-request", "this plan is of another proposal", { field: "body.planId", value: plan.planId });
  if (plan.state === "looking")
    throw refuse("conflict", "the affected items are still being looked for", {
      field: "body.planId",
      value: plan.state,
      allowed: "a plan that is ready",
    });
  if (plan.baseVersion !== version) throw movedOn(plan.baseVersion);
  if (nowMs - plan.asOfMs > PLAN_GOOD_MS)
    throw refuse("conflict", "people have answered since you looked: look again at what this would change", {
      field: "body.planId",
      value: `found ${Math.round((nowMs - plan.asOfMs) / 60_000)} minutes ago`,
      allowed: `a plan of the last ${PLAN_GOOD_MS / 60_000} minutes`,
    });
};

const movedOn = (baseVersion: number) =>
  refuse("conflict", "the labels have changed meanwhile: look again at what this would change", {
    field: "body.planId",
    value: `made for version ${baseVersion}`,
    allowed: "a plan made for the version in force",
  });

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), decideProposal));
