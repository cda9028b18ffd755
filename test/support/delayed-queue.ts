import {
  SendMessageBatchCommand,
  type SendMessageBatchCommandInput,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";

/** A queue with the clock of the test: a message is delivered when its delay is over, and then once. */
export const delayedQueue = (now: () => number) => {
  const client = new SQSClient({ region: "us-east-1" });
  let waiting: { readonly body: unknown; readonly dueAtMs: number }[] = [];
  const put = ({ MessageBody = "", DelaySeconds = 0 }: SendMessageBatchRequestEntry | SendMessageCommandInput) =>
    void waiting.push({ body: JSON.parse(MessageBody), dueAtMs: now() + DelaySeconds * 1000 });
  const mock = mockClient(client);
  mock.on(SendMessageCommand).callsFake((input: SendMessageCommandInput) => {
    put(input);
    return {};
  });
  mock.on(SendMessageBatchCommand).callsFake(({ Entries = [] }: SendMessageBatchCommandInput) => {
    Entries.forEach(put);
    return { Successful: Entries, Failed: [] };
  });
  const take = (): readonly unknown[] => {
    const due = waiting.filter(({ dueAtMs }) => dueAtMs <= now());
    waiting = waiting.filter((one) => !due.includes(one));
    return due.map(({ body }) => body);
  };
  return { client, take };
};
