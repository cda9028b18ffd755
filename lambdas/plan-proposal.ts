import { nextVersion } from "../core/ontology-change/next-version.ts";
import type { NewLabel, OntologyChange } from "../core/ontology-change/operations.ts";
import { refuse } from "../core/refusal.ts";
import type { Relabelling } from "../core/relabelling.ts";
import { asChange } from "./api/proposals.ts";
import { currentOntology } from "./current-ontology.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { refuseExamplesOfOthers } from "./ontology-rules.ts";
import { findProject } from "./project-shape.ts";
import { findProposal, refuseAnswered, refuseUnlessAlive } from "./proposal-rules.ts";
import { relabelQueue } from "./relabel/message.ts";
import { shownPlan } from "./shown-plan.ts";
import { relabellings } from "./store/relabellings.ts";

const endpoint = endpoints.planProposal;

/**
 * Begins to look into what accepting these changes would mean. Nothing is changed by it: a plan that nobody accepts is
 * a list that nobody reads. Cut before the message, the vendor has no answer, and asks for another plan.
 */
export const planProposal = async (
  deps: Deps,
  { path: { projectId, proposalId }, body }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const project = await findProject(deps, projectId);
  refuseUnlessAlive(project);
  refuseAnswered(await findProposal(deps, projectId, proposalId));
  const ontology = await currentOntology(deps, project);
  const changes = body.changes.map(asChange);
  for (const [at, change] of changes.entries())
    refuseExamplesOfOthers(projectId, madeBy(change), `body.changes.${at}.${change.kind === "add" ? "label" : "into"}`);
  const asOfMs = deps.now();
  const because = { proposalId, reason: "" };
  const next = nextVersion(ontology, changes, { version: ontology.version + 1, because, publishedAtMs: asOfMs });
  if (next.state === "unfit") {
    const { message, field, value, allowed } = next.unfit;
    throw refuse("bad-request", message, { field: `body.changes.${field}`, value, allowed });
  }
  const plan: Relabelling = {
    planId: deps.newId(),
    projectId,
    proposalId,
    changes,
    baseVersion: ontology.version,
    asOfMs,
    state: "looking",
    bucketsDone: 0,
    affected: 0,
    asked: 0,
    createdAtMs: asOfMs,
  };
  await relabellings(deps).create(plan);
  await relabelQueue(deps).send({ projectId, planId: plan.planId, step: "look" });
  return shownPlan(deps, project, plan);
};

const madeBy = (change: OntologyChange): readonly NewLabel[] => {
  if (change.kind === "add") return [change.label];
  return change.kind === "split" ? change.into : [];
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), planProposal));
