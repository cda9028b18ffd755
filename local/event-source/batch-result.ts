import type { Outcome } from "../functions/pending.ts";
import { isRecord } from "../template/json.ts";

/**
 * Which messages of a batch were done. Without `ReportBatchItemFailures` all or none; with it, what the function
 * reports: an answer that cannot be understood, or names a message that was not in the batch, fails the whole batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export const doneMessages = (
  outcome: Outcome,
  messageIds: readonly string[],
  reportsItemFailures: boolean,
): readonly string[] => {
  if (outcome.state === "failed") return [];
  if (!reportsItemFailures) return messageIds;
  const answer: unknown = JSON.parse(outcome.answer);
  if (answer === null) return messageIds;
  const failures = isRecord(answer) ? (answer["batchItemFailures"] ?? []) : undefined;
  if (!Array.isArray(failures)) return [];
  const failed = failures.map((one: unknown) => (isRecord(one) ? one["itemIdentifier"] : undefined));
  if (!failed.every((id) => typeof id === "string" && messageIds.includes(id))) return [];
  return messageIds.filter((id) => !failed.includes(id));
};
