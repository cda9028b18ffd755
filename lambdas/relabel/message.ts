import { SendMessageCommand } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { annotatorId, projectId, ulid } from "../api/shapes.ts";
import type { Deps } from "../deps.ts";

const named = { projectId, planId: ulid };

/**
 * `look`: find the items that a change affects. `finish`: the version may have been published; if it was, do what
 * accepting still has to do, and ask. `ask`: start the rounds of the items in scope.
 */
export const relabelMessage = z.discriminatedUnion("step", [
  z.strictObject({ ...named, step: z.literal("look") }),
  z.strictObject({
    ...named,
    step: z.literal("finish"),
    version: z.int(),
    by: annotatorId,
    scope: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("all") }),
      z.strictObject({ kind: z.literal("sample"), items: z.int() }),
    ]),
  }),
  z.strictObject({ ...named, step: z.literal("ask") }),
]);
export type RelabelMessage = z.output<typeof relabelMessage>;

export const relabelQueue = ({ queue, config }: Pick<Deps, "queue" | "config">) => ({
  /** Projects share the queue fairly. `delayMs` is rounded up to whole seconds. */
  async send(message: RelabelMessage, delayMs = 0): Promise<void> {
    await queue.send(
      new SendMessageCommand({
        QueueUrl: config.RELABEL_QUEUE_URL,
        MessageBody: JSON.stringify(message),
        MessageGroupId: message.projectId,
        DelaySeconds: Math.ceil(delayMs / 1000),
      }),
    );
  },
});
