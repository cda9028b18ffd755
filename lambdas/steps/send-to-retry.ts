import { SendMessageCommand } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { Assignment } from "../../core/assignment.ts";
import type { ItemId } from "../../core/ids.ts";
import { annotatorId, assignmentId, itemId, projectId } from "../api/shapes.ts";
import type { Deps } from "../deps.ts";

/** An item whose header has yet to take an answer in, and the assignment in which to mark it as done. */
export const retryMessage = z.object({
  projectId,
  itemId,
  annotatorId,
  assignmentId,
  token: z.string().optional(),
});

/**
 * Has an item decided soon, with more time and memory. The message may be lost: the lease still lists the item as not
 * done, and reconcile comes to it. So a queue that is away must not fail an answer that is safe.
 */
export const sendToRetry = async (
  { queue, config, log }: Pick<Deps, "queue" | "config" | "log">,
  {
    assignment,
    itemId: item,
    token,
  }: { readonly assignment: Assignment; readonly itemId: ItemId; readonly token: string | undefined },
): Promise<void> => {
  const message: z.input<typeof retryMessage> = {
    projectId: assignment.projectId,
    itemId: item,
    annotatorId: assignment.annotatorId,
    assignmentId: assignment.assignmentId,
    ...(token && { token }),
  };
  try {
    await queue.send(
      new SendMessageCommand({ QueueUrl: config.RETRY_QUEUE_URL, MessageBody: JSON.stringify(message) }),
    );
  } catch (error) {
    log.warn("retry.unsent", { itemId: item, error: error instanceof Error ? error.message : String(error) });
  }
};
