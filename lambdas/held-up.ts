import type { ProjectId } from "../core/ids.ts";
import { holdingUp, SECONDS_THAT_HOLD } from "../core/proposal.ts";
import { refuse } from "../core/refusal.ts";
import type { Deps } from "./deps.ts";
import { findProject } from "./project-shape.ts";
import { proposals } from "./store/proposals.ts";

/**
 * Refuses new files while a proposal that three or more have seconded waits for an answer, where the project is set so.
 * What is there goes on being labelled: nothing that anybody is offered hangs on it.
 */
export const refuseWhileHeldUp = async (deps: Deps, projectId: ProjectId): Promise<void> => {
  const project = await findProject(deps, projectId);
  if (!project.proposalsFirst || project.state === "draft") return;
  const held = holdingUp(await proposals(deps).all(projectId));
  if (held.length === 0) return;
  throw refuse("conflict", "a proposal that several people have seconded waits for your answer: answer it first", {
    field: "projectId",
    value: `${held.length} unanswered with ${SECONDS_THAT_HOLD} seconds or more`,
    allowed: "accept or decline them; or turn the setting off",
  });
};
