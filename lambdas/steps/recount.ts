import type { ProjectId } from "../../core/ids.ts";
import { areSameCounts, type Counts, NO_COUNTS } from "../../core/progress.ts";
import type { Deps } from "../deps.ts";
import { eachAlone } from "../each-alone.ts";
import { projects } from "../store/projects.ts";
import { type ExactStats, stats } from "../store/stats.ts";
import { LANDED_MS, settleCount, walkProject } from "./walk-project.ts";

/**
 * A walk reads every row, so the next one waits by how many there are: a project costs the same each hour that it is
 * worked at, large or small (about three rows a second), and is counted once a day at least.
 */
export const WAIT_MS_A_ROW = 360;
const SOON_MS = 45_000;
const DAY_MS = 24 * 60 * 60_000;

/** Counts exactly where something has changed, and goes on with what scrub or an earlier run has begun or counted. Gives how many failed. */
export const recount = async (deps: Deps, deadlineMs: number): Promise<number> => {
  const each = { event: "project.uncounted", named: (projectId: ProjectId) => ({ projectId }) };
  return eachAlone(deps, await projects(deps).ids(), each, async (projectId) => {
    if (deps.now() >= deadlineMs) return;
    const due = await whatIsDue(deps, projectId);
    if (due === "settle") return settleCount(deps, projectId);
    const project = due === "walk" ? await projects(deps).find(projectId) : undefined;
    if (project) await walkProject(deps, project, deadlineMs);
  });
};

const whatIsDue = async (deps: Deps, projectId: ProjectId): Promise<"settle" | "walk" | undefined> => {
  const mayLag = { mayLag: true };
  const { exact, live: sums } = stats(deps);
  const [{ counted, walk, unsettled }, live] = await Promise.all([exact(projectId, mayLag), sums(projectId, mayLag)]);
  if (walk) return "walk";
  if (unsettled) return deps.now() - unsettled.endedAtMs >= LANDED_MS ? "settle" : undefined;
  return isStale(counted, live, deps.now()) ? "walk" : undefined;
};

const isStale = (counted: ExactStats["counted"], live: Counts, nowMs: number): boolean => {
  if (!counted) return !areSameCounts(live, NO_COUNTS);
  if (areSameCounts(counted.liveThen, live)) return false;
  const rows = Object.values(counted.counts).reduce((sum, count) => sum + count, 0);
  return nowMs - counted.walkedAtMs >= Math.min(DAY_MS, Math.max(SOON_MS, rows * WAIT_MS_A_ROW));
};
