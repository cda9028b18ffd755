import { hasRole } from "../core/membership.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { findProject } from "./project-shape.ts";
import { shownPlan } from "./shown-plan.ts";
import { oneShown } from "./shown-proposal.ts";
import { relabellings } from "./store/relabellings.ts";

const endpoint = endpoints.getProposal;

/** One proposal; for the vendor with the plan that was accepted, else the newest one. */
export const getProposal = async (
  deps: Deps,
  { path: { projectId, proposalId }, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const shown = await oneShown(deps, projectId, proposalId, membership);
  if (!hasRole(membership, ["vendor"])) return shown;
  const plans = (await relabellings(deps).all(projectId)).filter((plan) => plan.proposalId === proposalId);
  const plan = plans.find(({ accepted }) => accepted) ?? plans.at(-1);
  if (!plan) return shown;
  return { ...shown, plan: await shownPlan(deps, await findProject(deps, projectId), plan) };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), getProposal));
