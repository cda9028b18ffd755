import { queueArn } from "../queue/queue-attributes.ts";
import type { LocalQueues } from "../queue/start.ts";
import type { Assembly } from "../template/assembly.ts";
import type { Resolver } from "../template/intrinsics.ts";
import { onlyKeys } from "../template/json.ts";
import type { Identities } from "./identities.ts";
import { resourcesOf } from "./resource-types.ts";

const ATTRIBUTES = [
  "DelaySeconds",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "ReceiveMessageWaitTimeSeconds",
  "RedrivePolicy",
  "SqsManagedSseEnabled",
  "VisibilityTimeout",
];

/** Makes the queues of the template. A queue's dead letters come first, since its redrive policy names them. */
export const makeQueues = (
  { createQueue, urlOf }: Pick<LocalQueues, "createQueue" | "urlOf">,
  { assembly, resolver, identities }: { assembly: Assembly; resolver: Resolver; identities: Identities },
): void => {
  const queues = resourcesOf(assembly, "AWS::SQS::Queue");
  for (const queue of queues) {
    const name = identities.nameOf(queue);
    const Arn = queueArn(name);
    identities.made(queue, {
      ref: urlOf(name),
      attributes: { Arn, QueueName: name, QueueUrl: urlOf(name) },
    });
  }
  const redriven = (queue: (typeof queues)[number]): boolean => queue.properties["RedrivePolicy"] !== undefined;
  for (const queue of [...queues].sort((a, b) => Number(redriven(a)) - Number(redriven(b)))) {
    const properties = resolver.properties(queue);
    onlyKeys(properties, [...ATTRIBUTES, "QueueName", "Tags"], queue.id);
    const attributes = ATTRIBUTES.filter((name) => properties[name] !== undefined).map((name) => {
      const value = properties[name];
      return [name, typeof value === "object" ? JSON.stringify(value) : String(value)] as const;
    });
    createQueue(identities.nameOf(queue), Object.fromEntries(attributes));
  }
};
