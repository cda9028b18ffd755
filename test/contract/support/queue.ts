import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
  SQSServiceException,
} from "@aws-sdk/client-sqs";
import { REGION } from "../../../local/access/caller.ts";
import { type LocalQueues, type QueueOptions, startQueue } from "../../../local/queue/start.ts";

/** The same promises are held against AWS itself when this is set; credentials and region are then the shell's. */
export const onAws = process.env["LABELLOOP_CONTRACT_AWS"] === "1";

export const OPERATOR = "AKIAOPERATOR";

export interface LocalQueueWorld {
  readonly folder: string;
  readonly queues: LocalQueues;
  readonly client: SQSClient;
  readonly faults: unknown[];
  /** Puts the world's clock forward, and those of its clients. */
  advance(ms: number): void;
  clientOf(accessKeyId: string): SQSClient;
  close(): Promise<void>;
}

/** What a caller may do, as `action arn` tested by these patterns. */
export type Grants = Readonly<Record<string, readonly RegExp[]>>;

export const startLocalQueues = async (
  options: Partial<QueueOptions> & { readonly grants?: Grants } = {},
): Promise<LocalQueueWorld> => {
  const { grants = {}, folder = await mkdtemp(join(tmpdir(), "labelloop-queue-")), ...rest } = options;
  const all: Grants = { [OPERATOR]: [/./], ...grants };
  let offsetMs = 0;
  const faults: unknown[] = [];
  const queues = await startQueue({
    folder,
    port: 0,
    now: () => Date.now() + offsetMs,
    newId: randomUUID,
    onFault: (fault) => faults.push(fault),
    findCaller: (accessKeyId) => {
      const patterns = all[accessKeyId];
      if (!patterns) return undefined;
      const allows = (action: string, arn: string) => patterns.some((pattern) => pattern.test(`${action} ${arn}`));
      return { accessKeyId, secretAccessKey: `secret of ${accessKeyId}`, name: accessKeyId, allows };
    },
    ...rest,
  });
  const clients: SQSClient[] = [];
  const clientOf = (accessKeyId: string): SQSClient => {
    const credentials = { accessKeyId, secretAccessKey: `secret of ${accessKeyId}` };
    const made = new SQSClient({ endpoint: queues.url, region: REGION, credentials, maxAttempts: 1 });
    clients.push(made);
    return made;
  };
  return {
    folder,
    queues,
    client: clientOf(OPERATOR),
    faults,
    clientOf,
    advance: (ms) => {
      offsetMs += ms;
      for (const made of clients) made.config.systemClockOffset = offsetMs;
      queues.engine.wakeAll();
    },
    close: async () => {
      for (const made of clients) made.destroy();
      await queues.close();
      if (options.folder === undefined) await rm(folder, { recursive: true });
    },
  };
};

/** Where the contract is tried: the embedded queues, or AWS. */
export interface QueueWorld {
  readonly client: SQSClient;
  readonly local: LocalQueueWorld | undefined;
  /** Makes a queue with a name of its own and gives its address. */
  newQueue(attributes?: Record<string, string>): Promise<string>;
  close(): Promise<void>;
}

export const openQueueWorld = async (): Promise<QueueWorld> => {
  const made: string[] = [];
  const local = onAws ? undefined : await startLocalQueues();
  const client = local?.client ?? new SQSClient({});
  const newQueue = async (Attributes: Record<string, string> = {}): Promise<string> => {
    const QueueName = `labelloop-contract-${randomUUID().slice(0, 13)}`;
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
    made.push(QueueUrl!);
    return QueueUrl!;
  };
  const close = async (): Promise<void> => {
    for (const QueueUrl of local ? [] : made) await client.send(new DeleteQueueCommand({ QueueUrl }));
    client.destroy();
    await local?.close();
  };
  return { client, local, newQueue, close };
};

export const send = (
  client: SQSClient,
  QueueUrl: string,
  MessageBody: string,
  more: Partial<SendMessageCommandInput> = {},
) => client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));

export const receive = async (
  client: SQSClient,
  QueueUrl: string,
  more: Partial<ReceiveMessageCommandInput> = {},
): Promise<readonly Message[]> => {
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, ...more }));
  return Messages;
};

/** Receives until so many came: one call may give fewer than there are. */
export const receiveAll = async (
  client: SQSClient,
  QueueUrl: string,
  count: number,
  more: Partial<ReceiveMessageCommandInput> = {},
): Promise<readonly Message[]> => {
  const all: Message[] = [];
  const until = Date.now() + 20_000;
  while (all.length < count && Date.now() < until)
    all.push(...(await receive(client, QueueUrl, { MaxNumberOfMessages: 10, WaitTimeSeconds: 1, ...more })));
  return all;
};

const counts = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

/** Ready, in flight, delayed. */
export const countsOf = async (client: SQSClient, QueueUrl: string): Promise<readonly number[]> => {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...counts] }),
  );
  return counts.map((name) => Number(Attributes[name]));
};

/** The names of the refusal that a call ends in: the SDK's, and that of the query protocol. */
export const refusalOf = async (
  call: Promise<unknown>,
): Promise<{ readonly name: string; readonly status: number }> => {
  try {
    await call;
  } catch (error) {
    if (error instanceof SQSServiceException) return { name: error.name, status: error.$metadata.httpStatusCode ?? 0 };
    throw error;
  }
  throw new Error("the call was not refused");
};
