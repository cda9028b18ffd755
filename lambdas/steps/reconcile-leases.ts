import { assert } from "../../core/assert.ts";
import { CLOCK_SKEW_MS_MAX, HANDLER_TIMEOUT_MS_MAX, RECONCILE_GRACE_MS } from "../../core/assignment.ts";
import type { Deps } from "../deps.ts";
import { eachAlone } from "../each-alone.ts";
import { inParallel } from "../in-parallel.ts";
import { LEASE_SHARDS } from "../store/assignment-row.ts";
import type { AssignmentKey } from "../store/assignments.ts";
import { leases } from "../store/leases.ts";
import { reconcileLease } from "./reconcile-lease.ts";

const PAGE = 25;
const EACH = {
  event: "lease.unreconciled",
  named: ({ key: { assignmentId } }: { readonly key: AssignmentKey }) => ({ assignmentId }),
};

/** Every lease that is long over, until the time is up. One that fails does not hold up the others. Gives how many failed. */
export const reconcileLeases = async (deps: Deps, deadlineMs: number): Promise<number> => {
  assert(RECONCILE_GRACE_MS > HANDLER_TIMEOUT_MS_MAX + CLOCK_SKEW_MS_MAX, "grace covers the slowest handler");
  const failed = await inParallel(LEASE_SHARDS, 4, (shard) => reconcileShard(deps, shard, deadlineMs));
  return failed.reduce((sum, one) => sum + one, 0);
};

/** Oldest first. */
const reconcileShard = async (deps: Deps, shard: string, deadlineMs: number): Promise<number> => {
  let failed = 0;
  let after: string | undefined;
  while (deps.now() < deadlineMs) {
    const beforeMs = deps.now() - RECONCILE_GRACE_MS;
    const page = await leases(deps).endedBefore(shard, beforeMs, { after, limit: PAGE });
    failed += await eachAlone(deps, page, EACH, async ({ key }) => {
      if (deps.now() >= deadlineMs) return;
      const { state, freed, finished } = await reconcileLease(deps, key);
      if (state === "closed") deps.log.info("lease.ended", { assignmentId: key.assignmentId, freed, finished });
    });
    if (page.length < PAGE) return failed;
    after = page.at(-1)?.ls;
  }
  deps.log.warn("leases.overdue", { shard });
  return failed;
};
