import { SendMessageBatchCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { exportId, projectId } from "../api/shapes.ts";
import type { Deps } from "../deps.ts";

/** Buckets of items are gathered in so many shards at once; each is a run of neighbouring buckets. */
export const EXPORT_SHARDS = 8;

const named = { projectId, exportId };
/** What there is to do: begin, gather what one shard of items adds, or join the files when all shards have gathered. */
export const exportMessage = z.discriminatedUnion("step", [
  z.strictObject({ ...named, step: z.literal("begin") }),
  z.strictObject({
    ...named,
    step: z.literal("gather"),
    shard: z
      .int()
      .min(0)
      .max(EXPORT_SHARDS - 1),
  }),
  z.strictObject({ ...named, step: z.literal("join") }),
]);
export type ExportMessage = z.output<typeof exportMessage>;

/** SQS holds a message back for a quarter of an hour at most. */
const DELAY_SECONDS_MAX = 900;

export const exportQueue = ({ queue, config }: Pick<Deps, "queue" | "config">) => {
  const QueueUrl = config.EXPORT_QUEUE_URL;
  // One project's exports share a group, so that the queue is fair to the others.
  const entryOf = (message: ExportMessage) => ({
    MessageBody: JSON.stringify(message),
    MessageGroupId: message.projectId,
  });
  return {
    /** `delayMs` is rounded up to whole seconds. */
    async send(message: ExportMessage, delayMs = 0): Promise<void> {
      const DelaySeconds = Math.min(DELAY_SECONDS_MAX, Math.max(0, Math.ceil(delayMs / 1000)));
      await queue.send(new SendMessageCommand({ QueueUrl, ...entryOf(message), DelaySeconds }));
    },

    /** At most ten. */
    async sendAll(messages: readonly ExportMessage[]): Promise<void> {
      const Entries = messages.map((message, at) => ({ Id: String(at), ...entryOf(message) }));
      const { Failed = [] } = await queue.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      if (Failed.length > 0) throw new Error(`${Failed.length} export messages were not taken: ${Failed[0]?.Message}`);
    },
  };
};
