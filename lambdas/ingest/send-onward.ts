import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import type { Deps } from "../deps.ts";
import type { OnwardMessage } from "./messages.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const BATCH_MAX = 10;

/** Sends work back to the ingest queue. What the queue does not take is a fault: the message at hand is run again. */
export const sendOnward = async (
  { queue, config }: Pick<Deps, "queue" | "config">,
  messages: readonly OnwardMessage[],
): Promise<void> => {
  for (let from = 0; from < messages.length; from += BATCH_MAX) {
    const Entries = messages
      .slice(from, from + BATCH_MAX)
      .map((message, at) => ({ Id: String(at), MessageBody: JSON.stringify(message) }));
    const { Failed = [] } = await queue.send(
      new SendMessageBatchCommand({ QueueUrl: config.INGEST_QUEUE_URL, Entries }),
    );
    if (Failed.length > 0) throw new Error(`the ingest queue refused ${Failed.length}: ${Failed[0]?.Code}`);
  }
};
