import type { Action } from "./actions.ts";
import { queueArn, readAttributes, writeAttributes } from "./queue-attributes.ts";
import { refusal } from "./sqs-refusal.ts";

/** Actions on queues as a whole. */

export const createQueue: Action = (call) => {
  const name = call.request.text("QueueName");
  const [attributes, tags] = [call.request.textMap("Attributes"), call.request.textMap("tags")];
  call.request.end();
  call.permit("sqs:CreateQueue", name);
  if (Object.keys(tags).length > 0) call.permit("sqs:TagQueue", name);
  call.engine.createQueue(name, readAttributes(attributes), tags);
  return { QueueUrl: call.urlOf(name) };
};

export const deleteQueue: Action = (call) => {
  const name = call.request.queueName();
  call.request.end();
  call.permit("sqs:DeleteQueue", name);
  call.engine.deleteQueue(name);
  return {};
};

export const getQueueUrl: Action = (call) => {
  const name = call.request.text("QueueName");
  call.request.end();
  call.permit("sqs:GetQueueUrl", name);
  call.queue(name);
  return { QueueUrl: call.urlOf(name) };
};

const MAX_PAGE = 1000;

/** Pages only when asked for by `MaxResults`, as SQS does; the token is the last name given. */
export const listQueues: Action = (call) => {
  const prefix = call.request.optionalText("QueueNamePrefix") ?? "";
  const limit = call.request.optionalInteger("MaxResults", 1, MAX_PAGE);
  const token = call.request.optionalText("NextToken");
  call.request.end();
  call.permit("sqs:ListQueues", undefined);
  const after = token === undefined ? "" : Buffer.from(token, "base64url").toString("utf8");
  const rest = call.engine.queueNames().filter((name) => name.startsWith(prefix) && name > after);
  return { ...page(rest, limit, call.urlOf, "QueueUrls") };
};

const page = (names: readonly string[], limit: number | undefined, urlOf: (name: string) => string, member: string) => {
  const shown = names.slice(0, limit ?? MAX_PAGE);
  const last = shown.at(-1);
  const more = limit !== undefined && last !== undefined && names.length > shown.length;
  return {
    ...(shown.length > 0 ? { [member]: shown.map(urlOf) } : {}),
    ...(more ? { NextToken: Buffer.from(last).toString("base64url") } : {}),
  };
};

export const listDeadLetterSourceQueues: Action = (call) => {
  const name = call.request.queueName();
  const limit = call.request.optionalInteger("MaxResults", 1, MAX_PAGE);
  const token = call.request.optionalText("NextToken");
  call.request.end();
  call.permit("sqs:ListDeadLetterSourceQueues", name);
  call.queue(name);
  const after = token === undefined ? "" : Buffer.from(token, "base64url").toString("utf8");
  const sources = call.engine.sourcesOf(name).map((source) => source.name);
  return {
    queueUrls: [],
    ...page(
      sources.filter((source) => source > after),
      limit,
      call.urlOf,
      "queueUrls",
    ),
  };
};

export const getQueueAttributes: Action = (call) => {
  const name = call.request.queueName();
  const wanted = call.request.texts("AttributeNames");
  call.request.end();
  call.permit("sqs:GetQueueAttributes", name);
  const queue = call.queue(name);
  const { ready, inFlight, delayed } = call.engine.counts(name);
  const all: Readonly<Record<string, string>> = {
    ...writeAttributes(queue.attributes),
    QueueArn: queueArn(name),
    ApproximateNumberOfMessages: String(ready),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
  };
  const known = new Set([
    ...Object.keys(all),
    "All",
    "Policy",
    "RedrivePolicy",
    "RedriveAllowPolicy",
    "KmsMasterKeyId",
  ]);
  const strange = wanted.find((attribute) => !known.has(attribute));
  if (strange !== undefined) throw refusal("InvalidAttributeName", `Unknown Attribute ${strange}.`);
  const shown = Object.entries(all).filter(([attribute]) => wanted.includes("All") || wanted.includes(attribute));
  return shown.length > 0 ? { Attributes: Object.fromEntries(shown) } : {};
};

export const setQueueAttributes: Action = (call) => {
  const name = call.request.queueName();
  const attributes = call.request.textMap("Attributes");
  call.request.end();
  call.permit("sqs:SetQueueAttributes", name);
  call.engine.setAttributes(name, readAttributes(attributes));
  return {};
};

export const purgeQueue: Action = (call) => {
  const name = call.request.queueName();
  call.request.end();
  call.permit("sqs:PurgeQueue", name);
  call.engine.purge(name);
  return {};
};

export const tagQueue: Action = (call) => {
  const name = call.request.queueName();
  const tags = call.request.textMap("Tags");
  call.request.end();
  call.permit("sqs:TagQueue", name);
  call.engine.setTags(name, { ...call.queue(name).tags, ...tags });
  return {};
};

export const untagQueue: Action = (call) => {
  const name = call.request.queueName();
  const keys = call.request.texts("TagKeys");
  call.request.end();
  call.permit("sqs:UntagQueue", name);
  const left = Object.entries(call.queue(name).tags).filter(([key]) => !keys.includes(key));
  call.engine.setTags(name, Object.fromEntries(left));
  return {};
};

export const listQueueTags: Action = (call) => {
  const name = call.request.queueName();
  call.request.end();
  call.permit("sqs:ListQueueTags", name);
  return { Tags: call.queue(name).tags };
};
