import type { z } from "zod";
import type { Deps } from "./deps.ts";
import { inParallel } from "./in-parallel.ts";

/** The part of an SQS event that is read. */
export interface QueueEvent {
  readonly Records: readonly QueueRecord[];
}
interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string | undefined>>;
}

/** Messages named here come back later, and after the queue's `maxReceiveCount` go to the dead letters, which ring an alarm. */
export interface QueueResult {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** What a handler may want to know of the delivery besides the message. */
export interface Delivery {
  readonly messageId: string;
  /** How often it was received, this time included; 1 when the queue does not say. */
  readonly receives: number;
}

export interface QueueFrame<Schema extends z.ZodType> {
  /** What a message must be: one that is not fails as any other, since a message that nobody can read is a defect. */
  readonly message: Schema;
  /** Messages under way at once. @default 1 */
  readonly atOnce?: number;
}

/**
 * The frame round every queue handler: each message parsed, run and answered for on its own. A failure is logged and
 * reported, never swallowed, and does not touch its neighbours. Queues deliver at least once, so `run` must be idempotent.
 */
export const serveQueue =
  <Schema extends z.ZodType>(
    { message, atOnce = 1 }: QueueFrame<Schema>,
    deps: Deps,
    run: (deps: Deps, message: z.output<Schema>, delivery: Delivery) => Promise<void>,
  ) =>
  async ({ Records }: QueueEvent): Promise<QueueResult> => {
    const failed = await inParallel(Records, atOnce, async ({ messageId, body, attributes }) => {
      const receives = Number(attributes?.["ApproximateReceiveCount"] ?? 1);
      try {
        await run(deps, message.parse(JSON.parse(body)), { messageId, receives });
        return [];
      } catch (error) {
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        deps.log.error("message.failed", { messageId, receives, error: reason });
        return [{ itemIdentifier: messageId }];
      }
    });
    return { batchItemFailures: failed.flat() };
  };
