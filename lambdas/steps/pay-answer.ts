import type { AssignedItem, Assignment } from "../../core/assignment.ts";
import { monthOf } from "../../core/pay.ts";
import type { Deps } from "../deps.ts";
import type { StoredAnnotation } from "../store/annotations.ts";
import { ledger } from "../store/ledger.ts";
import { workMonths } from "../store/work-months.ts";
import { mayBeSummed } from "./work-of.ts";

/** What the annotator of an assignment said of one of its items in its round, all revisions. */
export const ownAnnotations = (
  annotations: readonly StoredAnnotation[],
  { annotatorId }: Pick<Assignment, "annotatorId">,
  round: number,
): readonly StoredAnnotation[] => annotations.filter((one) => one.annotatorId === annotatorId && one.round === round);

/**
 * Writes the ledger line of an item's round, before the item is marked as done: whoever finds it not done writes it
 * again. Month and rate come from what is stored, so the line is the same each time. Pays the first revision, by the
 * assignment under which it was given; another assignment pays its own. A line into a month that is over takes the sums
 * of that month along.
 */
export const payAnswer = async (
  deps: Pick<Deps, "table" | "config" | "now">,
  assignment: Assignment,
  { itemId, gold }: Pick<AssignedItem, "itemId" | "gold">,
  own: readonly StoredAnnotation[],
): Promise<void> => {
  const first = own.find(({ revision }) => revision === 1);
  if (!first || first.assignmentId !== assignment.assignmentId) return;
  const { annotatorId, projectId, assignmentId, pay } = assignment;
  const { round, acceptedAtMs } = first;
  const keyed = gold && { byAssignment: true as const };
  await ledger(deps).record({ annotatorId, projectId, itemId, round, assignmentId, acceptedAtMs, pay, ...keyed });
  if (mayBeSummed(acceptedAtMs, deps.now())) await workMonths(deps).spoil(annotatorId, monthOf(acceptedAtMs));
};
