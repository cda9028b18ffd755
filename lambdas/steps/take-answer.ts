import { type AssignedItem, type Assignment, isLate, isPastLease } from "../../core/assignment.ts";
import { checkAnswer } from "../../core/check-answer.ts";
import type { ItemId } from "../../core/ids.ts";
import type { Ontology } from "../../core/ontology.ts";
import { addCounts, type Counts, NO_COUNTS } from "../../core/progress.ts";
import type { Project } from "../../core/project.ts";
import { planRevision } from "../../core/revision.ts";
import type { Deps } from "../deps.ts";
import type { StoredAnnotation } from "../store/annotations.ts";
import type { ItemWithAnnotations } from "../store/items.ts";
import { leases } from "../store/leases.ts";
import { type RefusedAnswer, refused } from "./answer-refusal.ts";
import { assignedAnswers } from "./assigned-answers.ts";
import { storable } from "./large-answers.ts";
import { ownAnnotations, payAnswer } from "./pay-answer.ts";
import { type GivenAnswer, readAnswer } from "./read-answer.ts";
import { isSameAnswer } from "./same-answer.ts";
import { sendToRetry } from "./send-to-retry.ts";
import { type Settling, settleItem } from "./settle-item.ts";

/** What is known of a submit before its first answer is looked at. */
export interface Submission {
  readonly project: Project;
  readonly assignment: Assignment;
  /** The version that the assignment was handed out with: what the annotator was asked by. */
  readonly ontology: Ontology;
  readonly settling: Settling;
  /** False once the project is closed or the annotator has left: stored and paid, not counted. */
  readonly counted: boolean;
}

export type SubmittedAnswer = GivenAnswer & {
  readonly itemId: ItemId;
  readonly submissionId: string;
  readonly replaces?: number | undefined;
};

export type Taken =
  | RefusedAnswer
  | {
      readonly state: "stored";
      readonly annotation: StoredAnnotation;
      /** The header has taken it in: the item may be marked as done. */
      readonly done: boolean;
      /** The token under which the lease was re-armed for it, if it was. */
      readonly token?: string;
      readonly change: Counts;
    };

const ATTEMPTS = 3;

/**
 * The course of one answer. Each step may be the last before a crash, and what then is left behind is found again:
 * by the same submission sent again, which passes the first write and goes on; else by reconcile, through the lease.
 */
export const takeAnswer = async (deps: Deps, submission: Submission, given: SubmittedAnswer): Promise<Taken> => {
  const { assignment } = submission;
  const assigned = assignment.items.find(({ itemId }) => itemId === given.itemId);
  if (!assigned) return refused("not-found", "this item is not in the assignment", itemOfIt(given));

  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const read = await assignedAnswers(deps, assignment, assigned).read();
    if (!read) return refused("not-found", "this item is no longer there", itemOfIt(given));
    const own = ownAnnotations(read.annotations, assignment, assigned.round);
    const plan = planRevision(own, given);
    if (plan.kind === "conflict") return conflict(plan.current, given);
    if (plan.kind === "again") {
      const { ontology } = submission;
      const same = await isSameAnswer(deps, given, plan.found, { ontology, media: read.header.media });
      if (same.state === "refused") return same;
      if (same.state === "other") return otherUnderTheSameId(given);
      const token = assignment.unsettled.find((one) => one === given.submissionId);
      return finish(deps, submission, { assigned, read, own, annotation: plan.found, token });
    }

    const stored = await store(deps, submission, given, read, { assigned, revision: plan.revision });
    if (stored.state === "refused") return stored;
    if (stored.state === "overtaken") continue;
    const { annotation, token } = stored;
    const seen = { header: read.header, annotations: [...read.annotations, annotation] };
    return finish(deps, submission, {
      assigned,
      read: seen,
      own: [...own, annotation],
      annotation,
      isNew: true,
      token,
    });
  }
  return refused("slow-down", "another page of yours is answering this item: try again", { field: "itemId" });
};

type Stored =
  | { readonly state: "stored"; readonly annotation: StoredAnnotation; readonly token: string | undefined }
  | { readonly state: "overtaken" }
  | RefusedAnswer;

/** Check; re-arm the lease when reconcile may have looked for the last time; only then write the row, once. */
const store = async (
  deps: Deps,
  { assignment, ontology, project, counted }: Submission,
  given: SubmittedAnswer,
  { header }: ItemWithAnnotations,
  { assigned, revision }: { readonly assigned: AssignedItem; readonly revision: number },
): Promise<Stored> => {
  const answer = await readAnswer(deps, given);
  if (answer.state === "refused") return answer;
  if (!header.media) return refused("not-found", "this item cannot be labelled", itemOfIt(given));
  const checked = checkAnswer(answer.answer, ontology, header.media);
  if (checked.state === "misfit") {
    const { message, ...detail } = checked.misfit;
    return refused("bad-request", message, detail);
  }
  const content = await storable(deps, checked.answer);

  const nowMs = deps.now();
  const isOutsideLease = revision > 1 || isPastLease(assignment, nowMs);
  const token = isOutsideLease ? given.submissionId : undefined;
  if (token) await leases(deps).rearm(assignment, { token, leaseUntilMs: nowMs + project.leaseMs });

  const annotation: StoredAnnotation = {
    itemId: given.itemId,
    round: assigned.round,
    annotatorId: assignment.annotatorId,
    revision,
    submissionId: given.submissionId,
    assignmentId: assignment.assignmentId,
    ontologyVersion: ontology.version,
    instructionsVersion: assignment.instructionsVersion,
    acceptedAtMs: nowMs,
    late: isLate(assignment, { ...assigned, revision }, header, nowMs),
    counted,
    ...content,
  };
  const put = await assignedAnswers(deps, assignment, assigned).put(annotation);
  return put.state === "stored" ? { state: "stored", annotation, token } : { state: "overtaken" };
};

interface Accepted {
  readonly assigned: AssignedItem;
  readonly read: ItemWithAnnotations;
  readonly own: readonly StoredAnnotation[];
  readonly annotation: StoredAnnotation;
  readonly isNew?: true;
  readonly token?: string | undefined;
}

/** Pay, then decide; gold decides nothing. An item that could not be decided here keeps its lease, and the retry queue has it sooner. */
const finish = async (
  deps: Deps,
  { assignment, settling }: Submission,
  { assigned, read, own, annotation, isNew, token }: Accepted,
): Promise<Taken> => {
  const { itemId } = annotation;
  await payAnswer(deps, assignment, assigned, own);
  if (assigned.gold) return { state: "stored", annotation, done: true, ...(token && { token }), change: NO_COUNTS };
  const settled = await settleItem(deps, settling, itemId, { read });
  const done = settled.state === "settled";
  if (!done) await sendToRetry(deps, { assignment, itemId, token });
  const counted = isNew && annotation.revision === 1 ? { annotations: 1 } : {};
  const change = addCounts(addCounts(NO_COUNTS, counted), done ? settled.change : {});
  return { state: "stored", annotation, done, ...(token && { token }), change };
};

const itemOfIt = ({ itemId }: SubmittedAnswer) => ({
  field: "itemId",
  value: itemId,
  allowed: "an item of this assignment",
});

const conflict = (current: number, { replaces }: SubmittedAnswer): Taken => {
  const value = replaces === undefined ? {} : { value: String(replaces) };
  return current === 0
    ? refused("conflict", "there is no answer of yours to correct yet", {
        field: "replaces",
        ...value,
        allowed: "leave it out",
      })
    : refused("conflict", "you have answered this item already", {
        field: "replaces",
        ...value,
        allowed: `${current}, to correct that answer`,
      });
};

/** What was acknowledged under an id stays said: another answer is never taken for it. */
const otherUnderTheSameId = ({ submissionId }: SubmittedAnswer): Taken =>
  refused("conflict", "another answer to this item was stored under this submission id", {
    field: "submissionId",
    value: submissionId,
    allowed: "a new id for a new answer, or the same answer again",
  });
