import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { findProject } from "./project-shape.ts";
import { findPlan } from "./proposal-rules.ts";
import { shownPlan } from "./shown-plan.ts";

const endpoint = endpoints.getPlan;

/** How far a plan is, what it found, and after acceptance what came of it. */
export const getPlan = async (
  deps: Deps,
  { path: { projectId, planId } }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const [project, plan] = await Promise.all([findProject(deps, projectId), findPlan(deps, projectId, planId)]);
  return shownPlan(deps, project, plan);
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), getPlan));
