import type { QueueEngine } from "./engine.ts";
import * as messages from "./message-actions.ts";
import * as moves from "./move-actions.ts";
import * as queueActions from "./queue-actions.ts";
import type { Queue } from "./queues.ts";
import type { RequestReader } from "./request.ts";

/** One request of a caller whose signature was accepted. */
export interface ActionCall {
  readonly engine: QueueEngine;
  readonly request: RequestReader;
  /** As it stands in messages. */
  readonly senderId: string;
  /** Aborts when the client hangs up. */
  readonly gone: AbortSignal;
  /** Refuses a caller without the permission on a queue; undefined stands for all of them. */
  permit(action: string, queueName: string | undefined): void;
  /** The queue, or the refusal that it is not there. */
  queue(name: string): Queue;
  urlOf(name: string): string;
  /** What to do if the answer cannot be handed to the client. */
  onLost(undo: () => void): void;
}

export type Action = (call: ActionCall) => object | Promise<object>;

/** By the name after `AmazonSQS.` in the request's target. */
export const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ["CancelMessageMoveTask", moves.cancelMessageMoveTask],
  ["ChangeMessageVisibility", messages.changeMessageVisibility],
  ["ChangeMessageVisibilityBatch", messages.changeMessageVisibilityBatch],
  ["CreateQueue", queueActions.createQueue],
  ["DeleteMessage", messages.deleteMessage],
  ["DeleteMessageBatch", messages.deleteMessageBatch],
  ["DeleteQueue", queueActions.deleteQueue],
  ["GetQueueAttributes", queueActions.getQueueAttributes],
  ["GetQueueUrl", queueActions.getQueueUrl],
  ["ListDeadLetterSourceQueues", queueActions.listDeadLetterSourceQueues],
  ["ListMessageMoveTasks", moves.listMessageMoveTasks],
  ["ListQueueTags", queueActions.listQueueTags],
  ["ListQueues", queueActions.listQueues],
  ["PurgeQueue", queueActions.purgeQueue],
  ["ReceiveMessage", messages.receiveMessage],
  ["SendMessage", messages.sendMessage],
  ["SendMessageBatch", messages.sendMessageBatch],
  ["SetQueueAttributes", queueActions.setQueueAttributes],
  ["StartMessageMoveTask", moves.startMessageMoveTask],
  ["TagQueue", queueActions.tagQueue],
  ["UntagQueue", queueActions.untagQueue],
]);
