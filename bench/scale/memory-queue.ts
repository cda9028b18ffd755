import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { Rounds } from "./rounds.ts";

export interface MemoryQueue {
  readonly queue: SQSClient;
  /** Bodies that wait in a queue, to be taken out by who stands for its event source. */
  messages(url: string): string[];
  /** Requests since it was last asked, by kind. A receive that finds nothing is one too. */
  take(): Readonly<Record<string, number>>;
}

/**
 * Queues in this process, first in, first out, that count what they are asked: enough for tickets. What was received is
 * hidden for good, since a bench deletes within the lease. Throws on what it does not know.
 */
export const memoryQueue = (rounds?: Rounds): MemoryQueue => {
  const queues = new Map<string, string[]>();
  let calls: Record<string, number> = {};
  const of = (url: string | undefined): string[] => {
    const found = queues.get(url ?? "");
    if (!found) throw new Error(`there is no queue ${url}`);
    return found;
  };

  const send = async (command: unknown): Promise<unknown> => {
    await rounds?.wait();
    if (command instanceof CreateQueueCommand) queues.set(command.input.QueueName ?? "", []);
    if (command instanceof CreateQueueCommand || command instanceof GetQueueUrlCommand) {
      const { QueueName: QueueUrl = "" } = command.input;
      if (!queues.has(QueueUrl)) throw new QueueDoesNotExist({ message: "no such queue", $metadata: {} });
      return { QueueUrl };
    }
    const kind = (command as object).constructor.name.replace(/Command$/, "");
    calls = { ...calls, [kind]: (calls[kind] ?? 0) + 1 };
    if (command instanceof ReceiveMessageCommand) {
      const taken = of(command.input.QueueUrl).splice(0, command.input.MaxNumberOfMessages ?? 1);
      return { Messages: taken.map((Body) => ({ Body, ReceiptHandle: "receipt" })) };
    }
    if (command instanceof DeleteMessageCommand) return {};
    if (command instanceof SendMessageBatchCommand) {
      const { QueueUrl, Entries = [] } = command.input;
      of(QueueUrl).push(...Entries.map(({ MessageBody = "" }) => MessageBody));
      return { Successful: Entries };
    }
    if (command instanceof GetQueueAttributesCommand)
      return { Attributes: { ApproximateNumberOfMessages: String(of(command.input.QueueUrl).length) } };
    throw new Error(`these queues do not know ${kind}`);
  };
  return {
    queue: Object.assign(new SQSClient({ region: "us-east-1", endpoint: "http://127.0.0.1:1" }), { send }),
    messages: of,
    take: () => {
      const taken = calls;
      calls = {};
      return taken;
    },
  };
};
