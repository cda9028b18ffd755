import { type Assignment, extended, isPastLease, isUnderWay } from "../../core/assignment.ts";
import type { AnnotatorId, AssignmentId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import type { endpoints, Reply } from "../endpoints.ts";
import { inParallel } from "../in-parallel.ts";
import { assignments } from "../store/assignments.ts";
import { leases } from "../store/leases.ts";
import { assignedAnswers } from "./assigned-answers.ts";
import { ownAnnotations } from "./pay-answer.ts";
import { showAssignment } from "./show-assignment.ts";

/** Two are held at most, so an open one further down than this was left long ago and ends with its lease. */
const NEWEST = 10;

/** Her newest assignments, those that have ended among them, the newest first. */
export const newestOf = async (
  deps: Deps,
  annotatorId: AnnotatorId,
  projectId: ProjectId,
): Promise<readonly Assignment[]> =>
  (await assignments(deps).newestFirst(annotatorId, projectId, { limit: NEWEST })).found;

/** Those with something left to answer, the oldest first: its lease ends first. */
export const underWayOf = (newest: readonly Assignment[]): readonly Assignment[] =>
  newest.filter(isUnderWay).toReversed();

/**
 * An assignment whose answer got lost on the way, or whose page was closed: the items that are still held for her, and
 * those of them that are answered. Undefined when nothing of it is left to answer: its lease is then left alone, so that
 * it ends and reconcile comes, however often she asks.
 */
export const resume = async (
  deps: Deps,
  assignment: Assignment,
  leaseMs: number,
): Promise<Extract<Reply<typeof endpoints.assign>, { state: "assigned" }>["assignment"] | undefined> => {
  const kept = await stillHers(deps, assignment);
  if (kept.every(({ isAnswered }) => isAnswered)) return undefined;
  // What a crash before the claims has left: gold by itself would tell what it is.
  if (assignment.items.length > 1 && kept.every(({ isGold }) => isGold)) return undefined;
  // Past its end reconcile may come any moment: the lease is moved first, then what is still held is looked at.
  if (isPastLease(assignment, deps.now())) {
    const moved = extended(assignment, leaseMs, deps.now());
    if ((await leases(deps).extend(assignment, moved)) === "changed-meanwhile") return undefined;
    return resume(deps, { ...assignment, ...moved }, leaseMs);
  }
  const done = kept.filter(({ isAnswered }) => isAnswered).map(({ header }) => header.itemId);
  return showAssignment(deps, assignment, { headers: kept.map(({ header }) => header), done });
};

const stillHers = async (deps: Deps, assignment: Assignment) => {
  const { annotatorId, assignmentId, released } = assignment;
  const left = assignment.items.filter(({ itemId }) => !released.includes(itemId));
  const read = await inParallel(left, 5, async (assigned) => {
    const found = await assignedAnswers(deps, assignment, assigned).read();
    if (!found) return [];
    const isAnswered = ownAnnotations(found.annotations, assignment, assigned.round).length > 0;
    const isHeld = assigned.gold || holds(found.header.claims, annotatorId, assignmentId);
    return isAnswered || isHeld ? [{ header: found.header, isAnswered, isGold: assigned.gold === true }] : [];
  });
  return read.flat();
};

const holds = (
  claims: Readonly<Record<AnnotatorId, AssignmentId>>,
  annotatorId: AnnotatorId,
  token: AssignmentId,
): boolean => claims[annotatorId] === token;
