import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { findProject } from "./project-shape.ts";
import { findPlan, refuseUnlessAlive } from "./proposal-rules.ts";
import { relabelQueue } from "./relabel/message.ts";
import { shownPlan } from "./shown-plan.ts";
import { relabellings } from "./store/relabellings.ts";

const endpoint = endpoints.relabelRest;

/** After a sample: asks for the other affected items too. Those of the sample are in their next round, and stay in it. */
export const relabelRest = async (
  deps: Deps,
  { path: { projectId, planId }, person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const project = await findProject(deps, projectId);
  refuseUnlessAlive(project);
  const plan = await findPlan(deps, projectId, planId);
  if (plan.accepted?.scope.kind === "sample" && plan.state === "asked")
    await relabellings(deps).begin(plan, { by: person.personId, scope: { kind: "all" } }, "asked");
  const now = await findPlan(deps, projectId, planId);
  if (now.accepted?.scope.kind !== "all")
    throw refuse("conflict", "there is no sample of this plan that is done", {
      field: "path.planId",
      value: now.state,
      allowed: "a plan whose sample has been asked for",
    });
  await relabelQueue(deps).send({ projectId, planId, step: "ask" });
  return shownPlan(deps, project, now);
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), relabelRest));
