import { REGION } from "../access/caller.ts";
import type { LocalFunction } from "../functions/function.ts";
import { doneMessages } from "./batch-result.ts";

/** A message as a function gets it in `Records`, less what says where it came from. */
export interface SourceMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, unknown>>;
  readonly md5OfBody: string;
}

/** What a mapping needs of a queue. */
export interface SourceQueue {
  readonly arn: string;
  /** Waits until there is a message, or until the signal aborts: then nothing is taken. */
  receive(atMost: number, waitMs: number, signal: AbortSignal): Promise<readonly SourceMessage[]>;
  delete(messages: readonly SourceMessage[]): Promise<void>;
  /** Makes ready what an earlier run had taken: with it went whoever had it in hand. */
  releaseInFlight(): void;
  /** Lets others have them at once; for messages that were taken and never handed on. */
  giveBack(messages: readonly SourceMessage[]): Promise<void>;
}

export interface EventSourceOptions {
  readonly queue: SourceQueue;
  readonly run: LocalFunction;
  readonly batchSize: number;
  /** How long a batch that is not full waits for more. */
  readonly windowMs: number;
  /** Invocations side by side. */
  readonly maxConcurrency: number;
  readonly reportsItemFailures: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onFault: (error: unknown) => void;
}

const LONG_POLL_MS = 20_000;
/** One receive gives at most ten, as in SQS. */
const RECEIVE_MAX = 10;
const AFTER_FAULT_MS = 1000;
/** When the cloud closes, invocations under way get so long to end. */
const CLOSE_GRACE_MS = 1000;

/**
 * Lambda's mapping from a queue: takes batches, invokes, deletes what was done. What failed stays hidden until its
 * visibility timeout and is delivered again; the queue moves it to its dead letters when it came too often.
 */
export const startEventSource = (options: EventSourceOptions): { close(): Promise<void> } => {
  const { queue, run, maxConcurrency, onFault } = options;
  const stop = new AbortController();
  const running = new Set<Promise<void>>();

  const handOn = async (batch: readonly SourceMessage[]): Promise<void> => {
    const outcome = await run.invoke({ Records: batch.map((message) => recordOf(message, queue.arn)) });
    const ids = batch.map(({ messageId }) => messageId);
    const done = new Set(doneMessages(outcome, ids, options.reportsItemFailures));
    const finished = batch.filter(({ messageId }) => done.has(messageId));
    if (finished.length > 0) await queue.delete(finished);
  };

  const loop = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        if (running.size >= maxConcurrency) {
          await Promise.race(running);
          continue;
        }
        const batch = await gather(options, stop.signal);
        if (batch.length === 0) continue;
        if (stop.signal.aborted) {
          await queue.giveBack(batch);
          break;
        }
        for (const part of byPayload(batch)) {
          const one = handOn(part)
            .catch(onFault)
            .finally(() => running.delete(one));
          running.add(one);
        }
      } catch (error) {
        onFault(error);
        await pause(AFTER_FAULT_MS, stop.signal);
      }
    }
  };

  queue.releaseInFlight();
  const looping = loop();
  return {
    close: async () => {
      stop.abort();
      await looping;
      const ended = new AbortController();
      await Promise.race([Promise.all(running), pause(CLOSE_GRACE_MS, ended.signal)]);
      ended.abort();
    },
  };
};

/** Takes a first message, then more until the batch is full or its window is over. */
const gather = async (
  { queue, batchSize, windowMs, now }: EventSourceOptions,
  signal: AbortSignal,
): Promise<readonly SourceMessage[]> => {
  const batch = [...(await queue.receive(Math.min(batchSize, RECEIVE_MAX), LONG_POLL_MS, signal))];
  const untilMs = now() + windowMs;
  while (batch.length > 0 && batch.length < batchSize && !signal.aborted) {
    const leftMs = untilMs - now();
    if (leftMs <= 0) break;
    batch.push(...(await queue.receive(Math.min(batchSize - batch.length, RECEIVE_MAX), leftMs, signal)));
  }
  return batch;
};

/** Some way below what an invocation takes: a record says more than its body. */
const PAYLOAD_BYTES = 6 * 1024 * 1024 - 64 * 1024;

/** A batch of large messages goes in several invocations, as in AWS, where its payload has the limit of one. */
const byPayload = (batch: readonly SourceMessage[]): readonly (readonly SourceMessage[])[] => {
  const parts: SourceMessage[][] = [];
  let leftBytes = 0;
  for (const message of batch) {
    const sizeBytes = Buffer.byteLength(JSON.stringify(message));
    const part = parts.at(-1);
    if (part && sizeBytes <= leftBytes) part.push(message);
    else parts.push([message]);
    leftBytes = (part && sizeBytes <= leftBytes ? leftBytes : PAYLOAD_BYTES) - sizeBytes;
  }
  return parts;
};

const recordOf = (message: SourceMessage, eventSourceARN: string) => ({
  ...message,
  eventSource: "aws:sqs",
  eventSourceARN,
  awsRegion: REGION,
});

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
