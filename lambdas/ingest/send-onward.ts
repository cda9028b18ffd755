import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import type { OnwardMessage } from "./messages.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const BATCH_MAX = 10;

const BATCHES_AT_ONCE = 8;

/** Sends work back to the ingest queue. What the queue does not take is a fault: the message at hand is run again. */
export const sendOnward = async (
  { queue, config }: Pick<Deps, "queue" | "config">,
  messages: readonly OnwardMessage[],
): Promise<void> => {
  const batches = Array.from({ length: Math.ceil(messages.length / BATCH_MAX) }, (_, at) =>
    messages.slice(at * BATCH_MAX, (at + 1) * BATCH_MAX),
  );
  await inParallel(batches, BATCHES_AT_ONCE, async (batch) => {
    const Entries = batch.map((message, at) => ({ Id: String(at), MessageBody: JSON.stringify(message) }));
    const { Failed = [] } = await queue.send(
      new SendMessageBatchCommand({ QueueUrl: config.INGEST_QUEUE_URL, Entries }),
    );
    if (Failed.length > 0) throw new Error(`the ingest queue refused ${Failed.length}: ${Failed[0]?.Code}`);
  });
};
