// STUB until local/queue is there
import { ACCOUNT_ID, REGION } from "../access/caller.ts";
import type { SourceMessage, SourceQueue } from "../event-source/event-source.ts";

export interface QueueService {
  readonly url: string;
  urlOf(name: string): string;
  visibilityMsOf(arn: string): number;
  createQueue(name: string, attributes: Readonly<Record<string, string>>): void;
  source(arn: string): SourceQueue;
  send(arn: string, body: string): Promise<void>;
  close(): Promise<void>;
}
export const startQueueService = async (_: unknown): Promise<QueueService> => {
  const waiting = new Map<string, SourceMessage[]>();
  const list = (arn: string) => waiting.get(arn) ?? waiting.set(arn, []).get(arn) ?? [];
  let n = 0;
  return {
    url: "http://127.0.0.1:9",
    urlOf: (name) => `http://127.0.0.1:9/${ACCOUNT_ID}/${name}`,
    visibilityMsOf: () => 1e9,
    createQueue: () => undefined,
    source: (arn) => ({
      arn,
      receive: async (atMost, waitMs, signal) => {
        const until = Date.now() + waitMs;
        while (list(arn).length === 0 && Date.now() < until && !signal.aborted)
          await new Promise((r) => setTimeout(r, 20));
        return list(arn).splice(0, atMost);
      },
      delete: async () => undefined,
      giveBack: async (messages) => void list(arn).push(...messages),
    }),
    send: async (arn, body) =>
      void list(arn).push({
        messageId: `m${++n}`,
        receiptHandle: "r",
        body,
        attributes: {},
        messageAttributes: {},
        md5OfBody: "",
      }),
    close: async () => undefined,
  };
};
export const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:${name}`;
