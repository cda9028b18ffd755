import type { ProjectId } from "../core/ids.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { eachAlone } from "./each-alone.ts";
import { walkProject } from "./steps/walk-project.ts";
import { projects } from "./store/projects.ts";

/** The function may run for 60 s. What is not walked by then, reconcile goes on with. */
const WALK_MS = 45_000;

export interface Scrubbed {
  readonly repaired: number;
  readonly unfinished: number;
}

/**
 * Each week, and whenever the embedded cloud starts: walks every project, repairs what must never be and counts it. Each
 * project's walk is begun, however short the time, so that reconcile finds all of them.
 */
export const scrub = async (deps: Deps, walkMs = WALK_MS): Promise<Scrubbed> => {
  const deadlineMs = deps.now() + walkMs;
  let repaired = 0;
  let unfinished = 0;
  const each = { event: "project.unscrubbed", named: (projectId: ProjectId) => ({ projectId }) };
  const failed = await eachAlone(deps, await projects(deps).ids(), each, async (projectId) => {
    const project = await projects(deps).find(projectId);
    if (!project) return;
    const walked = await walkProject(deps, project, deadlineMs);
    repaired += walked.repaired;
    unfinished += walked.state === "unfinished" ? 1 : 0;
  });
  deps.log.info("project.scrubbed", { repaired, unfinished });
  if (failed > 0) throw new Error(`${failed} projects could not be scrubbed`);
  return { repaired, unfinished };
};

export const handler = onFirstCall(() => {
  const deps = awsDeps(process.env);
  return () => scrub(deps);
});
