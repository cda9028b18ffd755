import type { EventSourceOptions, SourceQueue } from "../event-source/event-source.ts";
import type { Assembly } from "../template/assembly.ts";
import type { Resolver } from "../template/intrinsics.ts";
import { isRecord, numberAt, onlyKeys, optionalNumberAt, textAt, textsAt } from "../template/json.ts";
import type { MadeFunction } from "./functions.ts";
import { resourcesOf } from "./resource-types.ts";

export interface EventSourceParts {
  readonly assembly: Assembly;
  readonly resolver: Resolver;
  readonly functions: ReadonlyMap<string, MadeFunction>;
  readonly sourceOf: (queueArn: string) => SourceQueue;
  readonly visibilityMsOf: (queueArn: string) => number;
}

const KEYS = [
  "BatchSize",
  "Enabled",
  "EventSourceArn",
  "FunctionName",
  "FunctionResponseTypes",
  "MaximumBatchingWindowInSeconds",
  "ScalingConfig",
  "Tags",
];

/** What Lambda asks of a function's role before it makes a mapping. */
const NEEDED = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
/** Lambda starts with so many pollers when a mapping does not say how many at most. */
const CONCURRENCY = 5;

/** The mappings from queues to functions, refused as Lambda refuses them. */
export const eventSourcesOf = (
  parts: EventSourceParts,
): readonly Pick<
  EventSourceOptions,
  "queue" | "run" | "batchSize" | "windowMs" | "maxConcurrency" | "reportsItemFailures"
>[] =>
  resourcesOf(parts.assembly, "AWS::Lambda::EventSourceMapping").map((resource) => {
    const { id } = resource;
    const properties = parts.resolver.properties(resource);
    onlyKeys(properties, KEYS, id);
    if (properties["Enabled"] === false)
      throw new Error(`${id}: the embedded cloud does not imitate mappings that are off`);
    const queueArn = textAt(properties, "EventSourceArn", id);
    const made = functionNamed(textAt(properties, "FunctionName", id), parts);
    if (!made) throw new Error(`${id}: there is no function ${String(properties["FunctionName"])}`);
    const missing = NEEDED.filter((action) => !made.caller.allows(action, queueArn));
    if (missing.length > 0)
      throw new Error(`${id}: the role of ${made.run.name} lacks ${missing.join(", ")} on ${queueArn}`);
    if (parts.visibilityMsOf(queueArn) < made.run.timeoutMs)
      throw new Error(`${id}: the queue's visibility timeout is shorter than the function's timeout`);
    const responses = textsAt(properties, "FunctionResponseTypes", id);
    const scaling = properties["ScalingConfig"];
    return {
      queue: parts.sourceOf(queueArn),
      run: made.run,
      batchSize: optionalNumberAt(properties, "BatchSize", id) ?? 10,
      windowMs: (optionalNumberAt(properties, "MaximumBatchingWindowInSeconds", id) ?? 0) * 1000,
      maxConcurrency: isRecord(scaling) ? numberAt(scaling, "MaximumConcurrency", id) : CONCURRENCY,
      reportsItemFailures: responses.includes("ReportBatchItemFailures"),
    };
  });

/** A mapping names its function by name or by ARN. */
const functionNamed = (given: string, { functions }: EventSourceParts): MadeFunction | undefined =>
  functions.get(given) ?? [...functions.values()].find(({ run }) => run.name === given);
