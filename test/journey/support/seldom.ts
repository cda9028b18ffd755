import { DeleteItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { RECONCILE_GRACE_MS } from "../../../core/assignment.ts";
import type { AnnotatorId, AssignmentId, ItemId, ProjectId } from "../../../core/ids.ts";
import * as shapes from "../../../lambdas/api/shapes.ts";
import type { Deps } from "../../../lambdas/deps.ts";
import { sendToRetry } from "../../../lambdas/steps/send-to-retry.ts";
import { answers } from "../../../lambdas/store/answers.ts";
import { assignments } from "../../../lambdas/store/assignments.ts";
import { items } from "../../../lambdas/store/items.ts";
import { reviews } from "../../../lambdas/store/reviews.ts";
import { S } from "../../../lambdas/store/row.ts";
import { stats } from "../../../lambdas/store/stats.ts";
import { workMonths } from "../../../lambdas/store/work-months.ts";

const TWO_MONTHS_MS = 62 * 86_400_000;

interface Handed {
  readonly projectId: ProjectId;
  readonly annotatorId: AnnotatorId;
  readonly assignmentId: AssignmentId;
}

/** Ids as the stores want them. */
export const handed = (projectId: string, personId: string, assignmentId: string): Handed => ({
  projectId: shapes.projectId.parse(projectId),
  annotatorId: shapes.annotatorId.parse(personId),
  assignmentId: shapes.assignmentId.parse(assignmentId),
});

const assignmentOf = async (deps: Deps, key: Handed) => {
  const found = await assignments(deps).find(key);
  if (!found) throw new Error(`no assignment ${key.assignmentId}`);
  return found;
};

/** As if nobody had decided the item since it was made: its answers lie there, its header knows nothing of them. */
const forgetDecision = async (deps: Deps, projectId: ProjectId, itemId: ItemId): Promise<void> => {
  const header = await items(deps).find(projectId, itemId);
  if (!header) throw new Error(`no item ${itemId}`);
  const { consensus: _, ...bare } = header;
  await items(deps).replace({ ...bare, state: "open", answeredBy: [], overlapWanted: 1 }, header.ver, true);
};

export const forgetDecisions = async (deps: Deps, key: Handed): Promise<void> => {
  for (const { itemId } of (await assignmentOf(deps, key)).items) await forgetDecision(deps, key.projectId, itemId);
};

/** As if a submit had died behind its first write, longer ago than reconcile's grace. */
export const cutSubmit = async (deps: Deps, key: Handed): Promise<void> => {
  const assignment = await assignmentOf(deps, key);
  await forgetDecisions(deps, key);
  const longAgoMs = Date.now() - 2 * RECONCILE_GRACE_MS;
  const ended = { leaseUntilMs: longAgoMs, firstLeaseUntilMs: longAgoMs };
  await assignments(deps).open({ ...assignment, ...ended, state: "open", done: [], unsettled: [] });
};

/** As if a reviewer's decision, a large one, had been stored long ago and had not reached the item's header. */
export const unseenReview = async (
  deps: Deps,
  { projectId, annotatorId }: Handed,
  item: string,
  decision: string,
): Promise<void> => {
  const { sha256, sizeBytes } = await answers(deps).put(decision);
  await reviews(deps).record(projectId, shapes.itemId.parse(item), {
    ...{ kind: "decided", reviewId: deps.newId(), round: 1, reviewerId: annotatorId },
    atMs: Date.now() - 2 * RECONCILE_GRACE_MS,
    ...{ decisionSha256: sha256, decisionBytes: sizeBytes },
  });
};

/** As if her page had been closed for longer than the lease. */
export const endLease = async (deps: Deps, key: Handed): Promise<void> => {
  const ended = { leaseUntilMs: Date.now() - 1_000, firstLeaseUntilMs: Date.now() - 1_000 };
  await assignments(deps).open({ ...(await assignmentOf(deps, key)), ...ended });
};

/** As if so much had been answered that skills are to be learned. */
export const manyAnswers = (deps: Deps, projectId: string): Promise<void> =>
  stats(deps).add(shapes.projectId.parse(projectId), { annotations: 1_000 });

/** As if the queue brought its message a second time. */
export const retryAgain = async (deps: Deps, key: Handed): Promise<void> => {
  const assignment = await assignmentOf(deps, key);
  await forgetDecisions(deps, key);
  for (const { itemId } of assignment.items) await sendToRetry(deps, { assignment, itemId, token: undefined });
};

/** As if she had worked in a project for two months: some months of the ledger are over, and nobody has summed them. */
export const longAgo = async (deps: Deps, key: Handed): Promise<void> => {
  const assignment = await assignmentOf(deps, key);
  const first = shapes.assignmentId.parse(`0000000000${key.assignmentId.slice(10)}`);
  const createdAtMs = Date.now() - TWO_MONTHS_MS;
  await assignments(deps).open({ ...assignment, assignmentId: first, state: "closed", createdAtMs });
};

/** As if a line had come into the months that are over. */
export const spoilSums = async (deps: Deps, annotatorId: AnnotatorId): Promise<void> => {
  for (const { month } of await workMonths(deps).ofPerson(annotatorId))
    await workMonths(deps).spoil(annotatorId, month);
};

/** As in an installation, or a project, in which nobody has needed it yet. */
export const forgetSecret = async ({ table, config }: Deps, of: string | "installation"): Promise<void> => {
  const { PEOPLE_TABLE, MAIN_TABLE } = config;
  const [TableName, pk, sk] =
    of === "installation" ? [PEOPLE_TABLE, "KEY#record", "META"] : [MAIN_TABLE, `PR#${of}`, "SECRET"];
  await table.send(new DeleteItemCommand({ TableName, Key: { pk: S(pk), sk: S(sk) } }));
};

/** As if the function had died between the manifest of an export and its row. */
export const cutExport = async (deps: Deps, project: string, id: string): Promise<void> => {
  const [projectId, exportId] = [shapes.projectId.parse(project), shapes.exportId.parse(id)];
  await deps.table.send(
    new UpdateItemCommand({
      TableName: deps.config.MAIN_TABLE,
      Key: { pk: S(`PR#${projectId}`), sk: S(`EX#${exportId}`) },
      UpdateExpression: "SET #state = :running",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":running": S("running") },
    }),
  );
  const MessageBody = JSON.stringify({ projectId, exportId, step: "join" });
  const QueueUrl = deps.config.EXPORT_QUEUE_URL;
  await deps.queue.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: projectId }));
};
