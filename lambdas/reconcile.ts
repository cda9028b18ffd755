import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { reconcileLeases } from "./steps/reconcile-leases.ts";
import { recount } from "./steps/recount.ts";

/** The function may run for 50 s: leases first, then counting, then time to spare. */
const LEASES_MS = 30_000;
const COUNTING_MS = 42_000;

/**
 * Each minute: finishes or frees what a crash, or somebody who walked away, left half-done. Twice at once does no harm,
 * since every write carries its condition.
 */
export const reconcile = async (deps: Deps): Promise<void> => {
  const startedAtMs = deps.now();
  const leases = await reconcileLeases(deps, startedAtMs + LEASES_MS);
  const projects = await recount(deps, startedAtMs + COUNTING_MS);
  if (leases + projects > 0) throw new Error(`${leases} leases and ${projects} projects could not be reconciled`);
};

export const handler = onFirstCall(() => {
  const deps = awsDeps(process.env);
  return () => reconcile(deps);
});
