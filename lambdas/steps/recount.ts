import type { ProjectId } from "../../core/ids.ts";
import type { Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { eachAlone } from "../each-alone.ts";
import { projects } from "../store/projects.ts";
import { stats } from "../store/stats.ts";
import { walkProject } from "./walk-project.ts";

/** Items above which a recount is made every ten minutes instead of every minute. */
const LARGE = 10_000;
const SOON_MS = 45_000;
const SELDOM_MS = 10 * 60_000;

/** Counts exactly where something has changed, and goes on with what scrub or an earlier run has begun. Gives how many failed. */
export const recount = async (deps: Deps, deadlineMs: number): Promise<number> => {
  const each = { event: "project.uncounted", named: (projectId: ProjectId) => ({ projectId }) };
  return eachAlone(deps, await projects(deps).ids(), each, async (projectId) => {
    if (deps.now() >= deadlineMs) return;
    const project = await projects(deps).find(projectId);
    if (project && (await isDue(deps, project))) await walkProject(deps, project, deadlineMs);
  });
};

const isDue = async (deps: Deps, { projectId }: Project): Promise<boolean> => {
  const [{ counted, walk }, live] = await Promise.all([stats(deps).exact(projectId), stats(deps).live(projectId)]);
  if (walk) return true;
  if (!counted) return Object.values(live).some((count) => count !== 0);
  if (JSON.stringify(counted.liveThen) === JSON.stringify(live)) return false;
  const { annotations: _, ...byState } = counted.counts;
  const total = Object.values(byState).reduce((sum, count) => sum + count, 0);
  return deps.now() - counted.walkedAtMs >= (total > LARGE ? SELDOM_MS : SOON_MS);
};
