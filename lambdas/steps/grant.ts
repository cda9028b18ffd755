import { type Assignment, withClaim } from "../../core/assignment.ts";
import type { AnnotatorId, AssignmentId } from "../../core/ids.ts";
import { freeSlots, type ItemHeader } from "../../core/item.ts";
import type { Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { assignments } from "../store/assignments.ts";
import { items } from "../store/items.ts";

export interface Granted {
  readonly assignment: Assignment;
  readonly headers: readonly ItemHeader[];
}

/**
 * Claims items for her. The assignment is written first, with its lease and all that it may come to hold: cut anywhere
 * after that, reconcile finds the lease and every claim that was made under it (I4). Undefined when others were faster.
 */
export const grant = async (
  deps: Deps,
  project: Project,
  annotatorId: AnnotatorId,
  wanted: readonly ItemHeader[],
): Promise<Granted | undefined> => {
  const nowMs = deps.now();
  const assignment: Assignment = {
    // A ULID, as made by the composition root.
    assignmentId: deps.newId() as AssignmentId,
    projectId: project.projectId,
    annotatorId,
    items: wanted.map(({ itemId, round }) => ({ itemId, round })),
    done: [],
    released: [],
    unsettled: [],
    state: "open",
    leaseUntilMs: nowMs + project.leaseMs,
    firstLeaseUntilMs: nowMs + project.leaseMs,
    ontologyVersion: project.ontologyVersion,
    instructionsVersion: project.instructions.version,
    pay: project.pay,
    createdAtMs: nowMs,
  };
  await assignments(deps).open(assignment);

  const claims = await inParallel(wanted, wanted.length, async (header) => {
    const claimed = withClaim(header, annotatorId, assignment.assignmentId);
    const claim = { annotatorId, token: assignment.assignmentId, backlog: freeSlots(claimed, project.overlap) > 0 };
    return (await items(deps).claim(claimed, header.ver, claim)) === "claimed" ? claimed : undefined;
  });
  const headers = claims.filter((claimed) => claimed !== undefined);
  if (headers.length === wanted.length) return { assignment, headers };

  const won = headers.map(({ itemId, round }) => ({ itemId, round }));
  await assignments(deps).narrow(assignment, won);
  return won.length > 0 ? { assignment: { ...assignment, items: won }, headers } : undefined;
};
