import { extended, isUnderWay } from "../core/assignment.ts";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { assignments } from "./store/assignments.ts";
import { leases } from "./store/leases.ts";
import { projects } from "./store/projects.ts";

const endpoint = endpoints.extendLease;
/** The only writers beside it are her other page and reconcile; once each is as much as can come between. */
const ATTEMPTS = 3;

/** "I am still at it": holds what is left for another lease from now. Not for an assignment that has ended. */
export const extendLease = async (
  deps: Deps,
  { path: { projectId, assignmentId }, person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const project = await projects(deps).find(projectId);
  if (!project) throw refuse("not-found", "no such project");
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const assignment = await assignments(deps).find({ annotatorId: person.personId, projectId, assignmentId });
    if (!assignment) throw refuse("not-found", "no such assignment", { field: "path.assignmentId" });
    if (!isUnderWay(assignment)) throw refuse("conflict", "this assignment has ended: ask for the next one");
    const moved = extended(assignment, project.leaseMs, deps.now());
    if ((await leases(deps).extend(assignment, moved)) === "extended") {
      return { expiresInMs: moved.leaseUntilMs - deps.now() };
    }
  }
  throw refuse("conflict", "this assignment is changing just now: ask again");
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), extendLease));
