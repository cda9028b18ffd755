import { type Assignment, isUnderWay } from "../core/assignment.ts";
import { sumOf } from "../core/progress.ts";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { inParallel } from "./in-parallel.ts";
import { freeOrFinish } from "./steps/free-or-finish.ts";
import { settlingOf } from "./steps/settling-of.ts";
import { assignments } from "./store/assignments.ts";
import { leases } from "./store/leases.ts";
import { projects } from "./store/projects.ts";
import { stats } from "./store/stats.ts";

const endpoint = endpoints.release;
const AT_ONCE = 5;

/**
 * Gives back what is not answered. An item with an answer is decided instead, so that no answer is passed over. The
 * lease ends first and the assignment stays in reconcile's index: an answer that is under way in another page at this
 * moment is looked for once more, after the grace.
 */
export const release = async (
  deps: Deps,
  { path: { projectId, assignmentId }, person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const [project, assignment] = await Promise.all([
    projects(deps).find(projectId),
    assignments(deps).find({ annotatorId: person.personId, projectId, assignmentId }),
  ]);
  if (!project || !assignment) throw refuse("not-found", "no such assignment", { field: "path.assignmentId" });
  if (!isUnderWay(assignment)) return { released: 0 };
  if ((await leases(deps).startRelease(assignment, deps.now())) === "closed-already") return { released: 0 };

  const settling = await settlingOf(deps, project);
  const left = assignment.items.filter(({ itemId }) => !assignment.done.includes(itemId));
  const outcomes = await inParallel(left, AT_ONCE, (item) => freeOrFinish(deps, settling, assignment, item));
  const freed = outcomes.filter(({ state }) => state === "freed").map(({ itemId }) => itemId);
  const done = outcomes.filter(({ state }) => state !== "left").map(({ itemId }) => itemId);
  await assignments(deps).finish(withRelease(assignment), { done, released: freed });
  await stats(deps).add(projectId, sumOf(outcomes.map(({ change }) => change)));
  return { released: freed.length };
};

/** The row has changed by our own hand since it was read: its release keeps it open. */
const withRelease = (assignment: Assignment): Assignment => ({
  ...assignment,
  unsettled: [...assignment.unsettled, "release"],
});

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), release));
