import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import type { DeadLetters } from "./machine-queues.ts";

/** A message that nobody could do, as much as somebody needs who mends the cause. */
export interface Letter {
  readonly messageId: string;
  /** When it was sent first. */
  readonly sentAtMs: number;
  /** Its text, shortened: ids and keys. */
  readonly about: string;
}

const SAMPLE = 10;
const ABOUT_LENGTH = 160;
/** Long enough to write the sample down, short enough that a move that follows finds every message. */
const HELD_SECONDS = 20;

/** About so many lie there: SQS counts them roughly while they move. */
export const countOf = async (client: SQSClient, { url }: DeadLetters): Promise<number> => {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["ApproximateNumberOfMessages"] }),
  );
  return Number(Attributes["ApproximateNumberOfMessages"] ?? 0);
};

/** Up to ten of them, oldest first. They are put back at once. */
export const sampleOf = async (client: SQSClient, { url: QueueUrl }: DeadLetters): Promise<readonly Letter[]> => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: SAMPLE,
      VisibilityTimeout: HELD_SECONDS,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ["SentTimestamp"],
    }),
  );
  for (const { ReceiptHandle } of Messages)
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  return Messages.map(asLetter).sort((a, b) => a.sentAtMs - b.sentAtMs);
};

const asLetter = ({ MessageId = "", Attributes = {}, Body = "" }: Message): Letter => ({
  messageId: MessageId,
  sentAtMs: Number(Attributes["SentTimestamp"] ?? 0),
  about: Body.length > ABOUT_LENGTH ? `${Body.slice(0, ABOUT_LENGTH)}…` : Body,
});

/** How far moving them back is. */
export interface Moving {
  readonly state: "moving" | "moved" | "failed";
  readonly moved: number;
  readonly reason?: string;
}

/** Begins to move them back to where they came from, so many a second. SQS moves them by itself from then on. */
export const startMoving = async (client: SQSClient, { arn }: DeadLetters, perSecond: number): Promise<void> => {
  await client.send(new StartMessageMoveTaskCommand({ SourceArn: arn, MaxNumberOfMessagesPerSecond: perSecond }));
};

/** Of the latest move out of these dead letters; none was ever begun: `moved` with zero. */
export const movingOf = async (client: SQSClient, { arn }: DeadLetters): Promise<Moving> => {
  const { Results = [] } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: 1 }));
  const { Status = "COMPLETED", ApproximateNumberOfMessagesMoved: moved = 0, FailureReason } = Results[0] ?? {};
  if (Status === "FAILED") return { state: "failed", moved, ...(FailureReason && { reason: FailureReason }) };
  return { state: Status === "RUNNING" || Status === "CANCELLING" ? "moving" : "moved", moved };
};
