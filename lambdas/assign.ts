import { ASSIGNMENTS_HELD_MAX } from "../core/assignment.ts";
import { hasRole } from "../core/membership.ts";
import type { Project } from "../core/project.ts";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { discardTickets, findItems } from "./steps/find-items.ts";
import { grant } from "./steps/grant.ts";
import { pickGold } from "./steps/pick-gold.ts";
import { newestOf, resume, underWayOf } from "./steps/resume.ts";
import { showAssignment } from "./steps/show-assignment.ts";
import { projects } from "./store/projects.ts";

const endpoint = endpoints.assign;
type Answer = Reply<typeof endpoint>;

/** How often she tries again for items that others took in the same moment. */
const ROUNDS = 3;

/**
 * Hands items over: first an assignment of hers that the page does not know of, else a new one. At most one held open
 * and one fetched ahead. A crash leaves at worst an assignment without its claims, which ends with its lease.
 */
export const assign = async (
  deps: Deps,
  { path: { projectId }, body, person: { personId }, membership }: Request<typeof endpoint>,
): Promise<Answer> => {
  const project = await projects(deps).find(projectId);
  if (!project) throw refuse("not-found", "no such project");
  refuseUnlessOpen(project);

  const holding = body.holding ?? [];
  const newest = await newestOf(deps, personId, projectId);
  const held = underWayOf(newest);
  // Who settles items, or says which are gold, knows them.
  const mayMeetGold = !hasRole(membership, ["vendor", "reviewer"]);
  for (const assignment of held.filter(({ assignmentId }) => !holding.includes(assignmentId))) {
    const resumed = await resume(deps, assignment, project.leaseMs);
    if (resumed) return { state: "assigned", assignment: resumed };
  }
  const stillHeld = held.filter(({ assignmentId }) => holding.includes(assignmentId));
  if (stillHeld.length >= ASSIGNMENTS_HELD_MAX) return nothing(deps, { everythingAnswered: false, afterMs: 20_000 });

  for (let round = 1; round <= ROUNDS; round++) {
    const order = round === 1 ? "same-for-all" : "by-chance";
    const { headers, tickets } = await findItems(deps, { project, annotatorId: personId, order });
    const meets = { project, annotatorId: personId, newest, wanted: headers };
    const gold = mayMeetGold ? await pickGold(deps, meets) : undefined;
    const granted = headers.length > 0 ? await grant(deps, project, personId, { headers, gold }) : undefined;
    await discardTickets(deps, project, tickets);
    if (granted) {
      const { assignment } = granted;
      deps.log.info("lease.granted", {
        projectId,
        ...{ assignmentId: assignment.assignmentId, items: headers.length },
      });
      return {
        state: "assigned",
        assignment: await showAssignment(deps, assignment, { headers: granted.headers, done: [] }),
      };
    }
    if (headers.length === 0) return nothing(deps, { everythingAnswered: true, afterMs: 20_000 });
  }
  return nothing(deps, { everythingAnswered: false, afterMs: 2_000 });
};

const refuseUnlessOpen = ({ state }: Project): void => {
  if (state === "open") return;
  if (state === "closed") throw refuse("project-closed", "this project is closed: there is nothing more to label");
  throw refuse("project-not-open", "this project hands out no items now", { value: state, allowed: "an open project" });
};

/** Spread by chance, so that those who wait do not come back together. */
const nothing = (
  { random }: Deps,
  { everythingAnswered, afterMs }: { readonly everythingAnswered: boolean; readonly afterMs: number },
): Answer => ({ state: "nothing", retryAfterMs: Math.round(afterMs * (1 + random())), everythingAnswered });

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), assign));
