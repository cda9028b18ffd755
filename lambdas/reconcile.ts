import { assert } from "../core/assert.ts";
import { CLOCK_SKEW_MS_MAX, HANDLER_TIMEOUT_MS_MAX, RECONCILE_GRACE_MS } from "../core/assignment.ts";
import type { Project } from "../core/project.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { inParallel } from "./in-parallel.ts";
import { reconcileLease } from "./steps/reconcile-lease.ts";
import { walkProject } from "./steps/walk-project.ts";
import { LEASE_SHARDS } from "./store/assignment-row.ts";
import { leases } from "./store/leases.ts";
import { projects } from "./store/projects.ts";
import { stats } from "./store/stats.ts";

/** The function may run for 50 s: leases first, then counting, then time to spare. */
const LEASES_MS = 30_000;
const WALKS_MS = 42_000;
const PAGE = 25;
/** Items above which a recount is made every ten minutes instead of every minute. */
const LARGE = 10_000;

/**
 * Each minute: finishes or frees what a crash, or somebody who walked away, left half-done. Runs twice at once without
 * harm, since every write carries its condition. A lease that fails does not hold up the others; it fails the run.
 */
export const reconcile = async (deps: Deps): Promise<void> => {
  assert(RECONCILE_GRACE_MS > HANDLER_TIMEOUT_MS_MAX + CLOCK_SKEW_MS_MAX, "grace covers the slowest handler");
  const startedAtMs = deps.now();
  const shards = await inParallel(LEASE_SHARDS, 4, (shard) => reconcileShard(deps, shard, startedAtMs + LEASES_MS));
  const failed = shards.reduce((sum, one) => sum + one, 0);
  await recount(deps, startedAtMs + WALKS_MS);
  if (failed > 0) throw new Error(`${failed} leases could not be reconciled`);
};

/** Oldest first, until none is left or the time is up. Gives the number that failed. */
const reconcileShard = async (deps: Deps, shard: string, deadlineMs: number): Promise<number> => {
  let failed = 0;
  let after: string | undefined;
  while (deps.now() < deadlineMs) {
    const beforeMs = deps.now() - RECONCILE_GRACE_MS;
    const page = await leases(deps).endedBefore(shard, beforeMs, { after, limit: PAGE });
    for (const { key } of page) {
      if (deps.now() >= deadlineMs) break;
      try {
        const { state, freed, finished } = await reconcileLease(deps, key);
        if (state === "closed") deps.log.info("lease.ended", { assignmentId: key.assignmentId, freed, finished });
      } catch (error) {
        failed += 1;
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        deps.log.error("lease.unreconciled", { assignmentId: key.assignmentId, error: reason });
      }
    }
    if (page.length < PAGE) return failed;
    after = page.at(-1)?.ls;
  }
  deps.log.warn("leases.overdue", { shard });
  return failed;
};

/** Counts exactly where something has changed, and goes on with what scrub or an earlier run has begun. */
const recount = async (deps: Deps, deadlineMs: number): Promise<void> => {
  for (const projectId of await projects(deps).ids()) {
    if (deps.now() >= deadlineMs) return;
    const project = await projects(deps).find(projectId);
    if (project && (await isDue(deps, project))) await walkProject(deps, project, deadlineMs);
  }
};

const isDue = async (deps: Deps, { projectId }: Project): Promise<boolean> => {
  const [{ counted, walk }, live] = await Promise.all([stats(deps).exact(projectId), stats(deps).live(projectId)]);
  if (walk) return true;
  if (!counted) return Object.values(live).some((count) => count !== 0);
  if (JSON.stringify(counted.liveThen) === JSON.stringify(live)) return false;
  const { annotations: _, ...byState } = counted.counts;
  const total = Object.values(byState).reduce((sum, count) => sum + count, 0);
  return deps.now() - counted.asOfMs >= (total > LARGE ? 10 * 60_000 : 45_000);
};

export const handler = onFirstCall(() => {
  const deps = awsDeps(process.env);
  return () => reconcile(deps);
});
