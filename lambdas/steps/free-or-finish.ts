import type { AssignedItem, Assignment } from "../../core/assignment.ts";
import type { ItemId } from "../../core/ids.ts";
import type { Counts } from "../../core/progress.ts";
import type { Deps } from "../deps.ts";
import { goldAnswers } from "../store/gold-answers.ts";
import { ownAnnotations, payAnswer } from "./pay-answer.ts";
import { type SettleOptions, type Settling, settleItem } from "./settle-item.ts";

/** `left`: the header could not be written just now, or large answers have to be fetched first. */
export interface Outcome {
  readonly itemId: ItemId;
  readonly state: "freed" | "finished" | "left";
  readonly change: Partial<Counts>;
}

/**
 * One item of an assignment that ends: with an answer it is decided and paid, without one its claim is given back. Both
 * in a write that saw the annotations, so an answer that came between the read and the write makes it look again.
 */
export const freeOrFinish = async (
  deps: Deps,
  settling: Settling,
  assignment: Assignment,
  assigned: AssignedItem,
  options: Pick<SettleOptions, "fetchAnswers" | "leaveAlike"> = {},
): Promise<Outcome> => {
  const { itemId, round, gold } = assigned;
  if (gold) return finishGold(deps, assignment, assigned);
  const giveBack = { annotatorId: assignment.annotatorId, token: assignment.assignmentId };
  const settled = await settleItem(deps, settling, itemId, { giveBack, ...options });
  // Erased: no header is left that could hold a claim.
  if (settled.state === "gone") return { itemId, state: "freed", change: {} };
  if (settled.state !== "settled") return { itemId, state: "left", change: {} };
  const own = ownAnnotations(settled.annotations, assignment, round);
  await payAnswer(deps, assignment, assigned, own);
  return { itemId, state: own.length > 0 ? "finished" : "freed", change: settled.change };
};

/** Nothing holds gold for her but the assignment: what she said of it is paid. */
const finishGold = async (deps: Deps, assignment: Assignment, gold: AssignedItem): Promise<Outcome> => {
  const { itemId } = gold;
  const own = await goldAnswers(deps).ofAssigned(assignment.projectId, { ...assignment, ...gold });
  await payAnswer(deps, assignment, gold, own);
  return { itemId, state: own.length > 0 ? "finished" : "freed", change: {} };
};
