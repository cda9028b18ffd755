import type { Action, ActionCall } from "./actions.ts";
import {
  type MessageAttribute,
  type MessageAttributes,
  md5OfAttributes,
  readMessageAttributes,
} from "./message-attributes.ts";
import { MAX_RECEIVE, type NewMessage, type ReceivedMessage, type SentMessage, sizeOf } from "./messages.ts";
import { MAX_MESSAGE_BYTES } from "./queue-attributes.ts";
import type { RequestReader } from "./request.ts";
import { invalidValue, missing, refusal, SqsRefusal } from "./sqs-refusal.ts";

/** Actions on messages, one by one and in batches. */

const MAX_BATCH = 10;

export const sendMessage: Action = (call) => {
  const name = call.request.queueName();
  const message = readMessage(call.request, call.senderId);
  call.request.end();
  call.permit("sqs:SendMessage", name);
  return shownSent(call.engine.send(name, message));
};

const readMessage = (request: RequestReader, senderId: string): NewMessage => {
  const groupId = request.optionalText("MessageGroupId");
  if (groupId !== undefined && !/^[\x21-\x7e]{1,128}$/.test(groupId))
    throw invalidValue(
      "MessageGroupId",
      groupId,
      "MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.",
    );
  if (request.optionalText("MessageDeduplicationId") !== undefined)
    throw refusal(
      "InvalidParameterValueException",
      "The request include parameter that is not valid for this queue type: MessageDeduplicationId",
    );
  const trace = readMessageAttributes(request.map("MessageSystemAttributes"));
  const { AWSTraceHeader, ...more } = trace;
  if (Object.keys(more).length > 0)
    throw invalidValue("MessageSystemAttributes", Object.keys(more), "Only AWSTraceHeader is supported.");
  return {
    body: request.text("MessageBody"),
    attributes: readMessageAttributes(request.map("MessageAttributes")),
    delaySeconds: request.optionalInteger("DelaySeconds", 0, 900),
    system: {
      SenderId: senderId,
      ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
      ...(AWSTraceHeader && "StringValue" in AWSTraceHeader ? { AWSTraceHeader: AWSTraceHeader.StringValue } : {}),
    },
  };
};

const shownSent = ({ messageId, md5OfBody, md5OfAttributes: md5 }: SentMessage) => ({
  MessageId: messageId,
  MD5OfMessageBody: md5OfBody,
  ...(md5 === undefined ? {} : { MD5OfMessageAttributes: md5 }),
});

export const sendMessageBatch: Action = (call) => {
  const name = call.request.queueName();
  const entries = readEntries(call.request);
  call.permit("sqs:SendMessage", name);
  call.queue(name);
  const messages = entries.map(({ id, request }) => ({
    id,
    message: attempt(() => {
      const message = readMessage(request, call.senderId);
      request.end();
      return message;
    }),
  }));
  const totalBytes = messages.reduce((sum, { message }) => sum + ("ok" in message ? sizeOf(message.ok) : 0), 0);
  if (totalBytes > MAX_MESSAGE_BYTES)
    throw refusal(
      "BatchRequestTooLong",
      `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes. You have sent ${totalBytes} bytes.`,
    );
  return inBatch(call, messages, ({ message }) => {
    if ("refused" in message) throw message.refused;
    return shownSent(call.engine.send(name, message.ok));
  });
};

/** An entry that cannot be read fails alone. */
const attempt = <Result>(run: () => Result): { readonly ok: Result } | { readonly refused: SqsRefusal } => {
  try {
    return { ok: run() };
  } catch (error) {
    if (error instanceof SqsRefusal) return { refused: error };
    throw error;
  }
};

const readEntries = (request: RequestReader): readonly { readonly id: string; readonly request: RequestReader }[] => {
  const entries = request.entries("Entries").map((entry) => ({ id: entry.text("Id"), request: entry }));
  request.end();
  if (entries.length === 0) throw refusal("EmptyBatchRequest", "There should be at least one entry in the request.");
  if (entries.length > MAX_BATCH)
    throw refusal(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${MAX_BATCH}. You have sent ${entries.length}.`,
    );
  const bad = entries.find(({ id }) => !/^[\w-]{1,80}$/.test(id));
  if (bad)
    throw refusal(
      "InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
    );
  if (new Set(entries.map(({ id }) => id)).size < entries.length)
    throw refusal("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
  return entries;
};

/** Runs entries in one commit; each has its own outcome. */
const inBatch = <Entry extends { readonly id: string }>(
  call: ActionCall,
  entries: readonly Entry[],
  run: (entry: Entry) => object,
) => {
  const outcomes = call.engine.together(() =>
    entries.map((entry) => ({ id: entry.id, outcome: attempt(() => run(entry)) })),
  );
  return {
    Successful: outcomes.flatMap(({ id, outcome }) => ("ok" in outcome ? [{ Id: id, ...outcome.ok }] : [])),
    Failed: outcomes.flatMap(({ id, outcome }) =>
      "refused" in outcome
        ? [{ Id: id, SenderFault: true, Code: outcome.refused.queryCode, Message: outcome.refused.message }]
        : [],
    ),
  };
};

const MAX_VISIBILITY_S = 43_200;

export const receiveMessage: Action = async (call) => {
  const { request, engine } = call;
  const name = request.queueName();
  const atMost = request.optionalInteger("MaxNumberOfMessages", 1, MAX_RECEIVE) ?? 1;
  const visibilitySeconds = request.optionalInteger("VisibilityTimeout", 0, MAX_VISIBILITY_S);
  const waitSeconds = request.optionalInteger("WaitTimeSeconds", 0, 20);
  const system = [...request.texts("AttributeNames"), ...request.texts("MessageSystemAttributeNames")];
  const custom = request.texts("MessageAttributeNames");
  request.end();
  call.permit("sqs:ReceiveMessage", name);
  const waitMs = 1000 * (waitSeconds ?? call.queue(name).attributes.ReceiveMessageWaitTimeSeconds);
  const received = await engine.poll(name, { atMost, visibilitySeconds, waitMs, signal: call.gone });
  call.onLost(() =>
    engine.giveBack(
      name,
      received.map(({ receiptHandle }) => receiptHandle),
    ),
  );
  return received.length === 0 ? {} : { Messages: received.map((message) => shownReceived(message, system, custom)) };
};

const shownReceived = (message: ReceivedMessage, system: readonly string[], custom: readonly string[]) => {
  const attributes = pick(message.attributes, (name) => system.includes("All") || system.includes(name));
  const own: MessageAttributes = pick(message.messageAttributes, (name) =>
    custom.some((wanted) => names(wanted, name)),
  );
  const md5 = md5OfAttributes(own);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    ...(Object.keys(attributes).length > 0 ? { Attributes: attributes } : {}),
    ...(md5 === undefined
      ? {}
      : { MD5OfMessageAttributes: md5, MessageAttributes: own satisfies Record<string, MessageAttribute> }),
  };
};

const pick = <Value>(all: Readonly<Record<string, Value>>, keep: (name: string) => boolean): Record<string, Value> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => keep(name)));

/** `All` and `.*` name every attribute, `foo.*` those that begin so. */
const names = (wanted: string, name: string): boolean =>
  wanted === "All" ||
  wanted === ".*" ||
  wanted === name ||
  (wanted.endsWith(".*") && name.startsWith(wanted.slice(0, -2)));

export const deleteMessage: Action = (call) => {
  const [name, handle] = [call.request.queueName(), call.request.text("ReceiptHandle")];
  call.request.end();
  call.permit("sqs:DeleteMessage", name);
  call.engine.delete(name, handle);
  return {};
};

export const deleteMessageBatch: Action = (call) => {
  const name = call.request.queueName();
  const entries = readEntries(call.request);
  call.permit("sqs:DeleteMessage", name);
  call.queue(name);
  return inBatch(call, entries, ({ request }) => {
    const handle = request.text("ReceiptHandle");
    request.end();
    call.engine.delete(name, handle);
    return {};
  });
};

export const changeMessageVisibility: Action = (call) => {
  const [name, handle] = [call.request.queueName(), call.request.text("ReceiptHandle")];
  const seconds = readVisibility(call.request);
  call.request.end();
  call.permit("sqs:ChangeMessageVisibility", name);
  call.engine.changeVisibility(name, handle, seconds);
  return {};
};

const readVisibility = (request: RequestReader): number => {
  const seconds = request.optionalInteger("VisibilityTimeout", 0, MAX_VISIBILITY_S);
  if (seconds === undefined) throw missing("VisibilityTimeout");
  return seconds;
};

export const changeMessageVisibilityBatch: Action = (call) => {
  const name = call.request.queueName();
  const entries = readEntries(call.request);
  call.permit("sqs:ChangeMessageVisibility", name);
  call.queue(name);
  return inBatch(call, entries, ({ request }) => {
    const [handle, seconds] = [request.text("ReceiptHandle"), readVisibility(request)];
    request.end();
    call.engine.changeVisibility(name, handle, seconds);
    return {};
  });
};
