import { QueueDeletedRecently, QueueDoesNotExist, SQSServiceException } from "@aws-sdk/client-sqs";
import { openQueueEngine, type QueueEngine } from "../../../local/queue/engine.ts";
import type { Mishap } from "../../../local/queue/mischief.ts";
import { SqsRefusal } from "../../../local/queue/sqs-refusal.ts";

export interface Queues {
  readonly engine: QueueEngine;
  call(operation: string, input: Readonly<Record<string, unknown>>): unknown;
}

export interface QueuesOptions {
  readonly nowMs: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  /** Queues whose messages may be dropped: hints, of which nothing hangs. */
  readonly mayDrop: (queue: string) => boolean;
}

/** Of the mishaps that a queue may have, how often each. */
const MISHAPS: readonly (readonly [Mishap, number])[] = [
  ["duplicate", 0.05],
  ["reorder", 0.15],
  ["drop", 0.05],
];

/** The own queue service with the world's clock; messages are doubled, put out of order, held back and, where nothing hangs on them, dropped. */
export const openQueues = ({ nowMs, random, mayDrop }: QueuesOptions): Queues & { calm(): void } => {
  let count = 0;
  let isCalm = false;
  const engine = openQueueEngine({
    path: ":memory:",
    now: nowMs,
    newId: () => `${(count++).toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`,
    mischief: ({ moment, queue }) => {
      if (isCalm) return undefined;
      let left = random();
      for (const [mishap, share] of MISHAPS) {
        left -= share;
        if (left >= 0) continue;
        return mishap === "drop" && moment === "send" && !mayDrop(queue) ? "duplicate" : mishap;
      }
      return undefined;
    },
  });
  return {
    engine,
    calm: () => {
      isCalm = true;
    },
    call(operation, input) {
      try {
        return perform(engine, operation, input);
      } catch (error) {
        throw error instanceof SqsRefusal ? asException(error) : error;
      }
    },
  };
};

const asException = ({ code, message }: SqsRefusal): SQSServiceException => {
  if (code === "QueueDoesNotExist") return new QueueDoesNotExist({ message, $metadata: {} });
  if (code === "QueueDeletedRecently") return new QueueDeletedRecently({ message, $metadata: {} });
  return new SQSServiceException({ name: code, message, $fault: "client", $metadata: {} });
};

const nameOf = (input: Readonly<Record<string, unknown>>): string => String(input["QueueUrl"]).split("/").at(-1) ?? "";

const messageOf = (entry: Readonly<Record<string, unknown>>) => {
  const { DelaySeconds } = entry;
  return {
    body: String(entry["MessageBody"]),
    ...(typeof DelaySeconds === "number" && { delaySeconds: DelaySeconds }),
  };
};

const perform = (engine: QueueEngine, operation: string, input: Readonly<Record<string, unknown>>): unknown => {
  const name = nameOf(input);
  switch (operation) {
    case "SendMessage":
      return { MessageId: engine.send(name, messageOf(input)).messageId };
    case "SendMessageBatch": {
      const entries = Array.isArray(input["Entries"]) ? input["Entries"] : [];
      return { Successful: entries.map((entry) => ({ Id: entry.Id, MessageId: engine.send(name, messageOf(entry)) })) };
    }
    case "ReceiveMessage": {
      const atMost = Number(input["MaxNumberOfMessages"] ?? 1);
      const taken = engine.receive(name, { atMost });
      return { Messages: taken.map(({ body, receiptHandle }) => ({ Body: body, ReceiptHandle: receiptHandle })) };
    }
    case "DeleteMessage":
      return engine.delete(name, String(input["ReceiptHandle"])) ?? {};
    case "GetQueueUrl":
      if (!engine.findQueue(String(input["QueueName"])))
        throw new QueueDoesNotExist({ message: "no such queue", $metadata: {} });
      return { QueueUrl: `http://127.0.0.1:1/${String(input["QueueName"])}` };
    case "CreateQueue":
      return engine.createQueue(String(input["QueueName"])) ?? {};
    case "DeleteQueue":
      return engine.deleteQueue(name) ?? {};
    case "GetQueueAttributes":
      return { Attributes: { ApproximateNumberOfMessages: String(engine.counts(name).ready) } };
    default:
      throw new Error(`these queues do not know ${operation}`);
  }
};
