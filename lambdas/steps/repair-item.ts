import { type AuditedItem, type Fault, faultsOf } from "../../core/audit.ts";
import { currentCounted } from "../../core/decide.ts";
import type { Project } from "../../core/project.ts";
import { withReview } from "../../core/review.ts";
import type { Deps } from "../deps.ts";
import { eachAlone } from "../each-alone.ts";
import { assignments } from "../store/assignments.ts";
import { items } from "../store/items.ts";
import { reviews } from "../store/reviews.ts";
import { changeHeader } from "./change-header.ts";
import { loadAnswer } from "./large-answers.ts";
import { type Settling, settleItem } from "./settle-item.ts";

/**
 * Sets right what must never be, and says what it set right. Each finding rings, repaired or not: it is a defect, ours or
 * of a restore. One that cannot be repaired now is found again by the next walk.
 */
export const repairItem = async (
  deps: Deps,
  project: Project,
  settling: Settling,
  item: AuditedItem,
): Promise<number> => {
  const { projectId } = project;
  const { itemId } = item;
  let repaired = 0;
  const each = { event: "item.unrepaired", named: ({ kind }: Fault) => ({ projectId, itemId, fault: kind }) };
  await eachAlone(deps, faultsOf(item, project.overlap, deps.now()), each, async (fault) => {
    if (!(await repair(deps, project, settling, item, fault))) return;
    repaired += 1;
    deps.log.error("item.repaired", { projectId, itemId, fault: fault.kind });
  });
  return repaired;
};

const repair = async (
  deps: Deps,
  project: Project,
  settling: Settling,
  { itemId }: AuditedItem,
  fault: Fault,
): Promise<boolean> => {
  switch (fault.kind) {
    case "answers-unseen":
    case "stuck":
      return (await settleItem(deps, settling, itemId, { fetchAnswers: true })).state === "settled";
    case "backlog-wrong":
      await changeHeader(deps, project, itemId, ({ header }) => header);
      return true;
    case "claim-old": {
      const { annotatorId, token } = fault;
      const { projectId } = project;
      const held = await assignments(deps).find({ annotatorId, projectId, assignmentId: token });
      if (held?.state === "open") return false;
      const giveBack = { annotatorId, token };
      return (await settleItem(deps, settling, itemId, { giveBack, fetchAnswers: true })).state === "settled";
    }
    case "review-unseen":
      return bringReview(deps, project, itemId);
  }
};

/** The newest decision of the round, on the header where its reviewer meant it to be. */
const bringReview = async (deps: Deps, project: Project, itemId: AuditedItem["itemId"]): Promise<boolean> => {
  const [all, now] = await Promise.all([
    reviews(deps).ofItem(project.projectId, itemId),
    items(deps).find(project.projectId, itemId),
  ]);
  const last = all.findLast((review) => review.kind === "decided" && review.round === now?.round);
  if (last?.kind !== "decided") return false;
  const decision =
    "decision" in last
      ? last.decision
      : await loadAnswer(deps, { answerSha256: last.decisionSha256, answerBytes: last.decisionBytes });
  await changeHeader(deps, project, itemId, ({ header, annotations }) =>
    header.round === last.round
      ? withReview(header, decision, currentCounted(annotations.filter(({ round }) => round === header.round)))
      : header,
  );
  return true;
};
