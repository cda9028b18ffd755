import { type AssignedItem, type Assignment, isOverdue } from "../../core/assignment.ts";
import { sumOf } from "../../core/progress.ts";
import type { Deps } from "../deps.ts";
import { eachAlone } from "../each-alone.ts";
import { type AssignmentKey, assignments } from "../store/assignments.ts";
import { leases } from "../store/leases.ts";
import { projects } from "../store/projects.ts";
import { stats } from "../store/stats.ts";
import { freeOrFinish, type Outcome } from "./free-or-finish.ts";
import { settlingOf } from "./settling-of.ts";

export interface Reconciled {
  readonly state: "closed" | "left";
  /** Items given back, and items whose answer had not reached the header or the ledger. */
  readonly freed: number;
  readonly finished: number;
}

const EACH = { event: "item.unsettled", named: ({ itemId }: AssignedItem) => ({ itemId }) };
const NOTHING: Reconciled = { state: "left", freed: 0, finished: 0 };

/**
 * Ends an assignment whose lease is long over: each item is decided and paid if it is answered, and given back if not.
 * It looks at every item, those marked as done too: a late answer may have come after the mark. Closed only if the lease
 * is still the one that was read; whoever re-armed it meanwhile gets another look.
 */
export const reconcileLease = async (deps: Deps, key: AssignmentKey): Promise<Reconciled> => {
  const assignment = await assignments(deps).find(key);
  if (!assignment || !isOverdue(assignment, deps.now())) return NOTHING;
  const project = await projects(deps).find(assignment.projectId);
  if (!project) throw new Error(`assignment ${assignment.assignmentId}: its project is missing`);

  const settling = await settlingOf(deps, project);
  const outcomes: Outcome[] = [];
  const failed = await eachAlone(deps, assignment.items, EACH, async (item) => {
    const options = { fetchAnswers: true, leaveAlike: true };
    outcomes.push(await freeOrFinish(deps, settling, assignment, item, options));
  });
  await stats(deps).add(project.projectId, sumOf(outcomes.map(({ change }) => change)));
  if (failed > 0) throw new Error(`assignment ${assignment.assignmentId}: ${failed} items could not be settled`);
  if (outcomes.some(({ state }) => state === "left")) return NOTHING;
  const freed = outcomes.filter(({ state }) => state === "freed").map(({ itemId }) => itemId);
  const done = outcomes.map(({ itemId }) => itemId);
  const state = await leases(deps).closeOverdue(assignment, { done, released: freed });
  if (state !== "closed") return NOTHING;
  return { state: "closed", freed: freed.length, finished: unmarked(assignment, freed) };
};

const unmarked = ({ items, done }: Assignment, freed: readonly string[]): number =>
  items.filter(({ itemId }) => !done.includes(itemId) && !freed.includes(itemId)).length;
