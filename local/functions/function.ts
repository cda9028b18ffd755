import type { FunctionLog } from "./function-log.ts";
import type { ThreadStart } from "./messages.ts";
import type { Outcome } from "./pending.ts";
import { warmWorker } from "./warm-thread.ts";
import { startWorker } from "./worker.ts";

export interface FunctionSpec {
  readonly start: ThreadStart;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly log: FunctionLog;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newId: () => string;
}

/** A function of the template: its thread is started by the first invocation, kept warm, and ended when idle. */
export interface LocalFunction {
  readonly name: string;
  readonly arn: string;
  readonly timeoutMs: number;
  /** Invokes with an event and waits for its end. */
  invoke(event: unknown): Promise<Outcome>;
  /** Starts the thread, so that the first caller need not wait for it. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** Lambda's limit for what goes in and comes out of an invocation: 6 MB and a little for the envelope. */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024 + 100;

export const localFunction = (spec: FunctionSpec): LocalFunction => {
  const { start, environment, timeoutMs, log, now, newId } = spec;
  const { functionName: name, functionArn: arn } = start;
  const worker = warmWorker(() => startWorker({ start, environment, log, now }));
  let closed = false;

  const run = async (event: string): Promise<Outcome> => {
    const used = worker.take();
    const outcome = await used.run(newId(), event, timeoutMs);
    // The code that was given up may still run. Lambda ends it with its environment; here others may share the thread.
    if (outcome.state === "failed" && outcome.errorType === "Sandbox.Timedout") worker.retire(used);
    else worker.giveBack(used);
    return outcome.state === "returned" && isTooLarge(outcome.answer) ? answerTooLarge : outcome;
  };

  const invoke = async (event: unknown): Promise<Outcome> => {
    if (closed) return { state: "failed", errorType: "ServiceException", message: `${name} is closed` };
    const text = JSON.stringify(event);
    const outcome = isTooLarge(text) ? eventTooLarge : await run(text);
    if (outcome.state === "failed" && !closed) log.complain(`${outcome.errorType}: ${outcome.message}\n`);
    return outcome;
  };

  return {
    name,
    arn,
    timeoutMs,
    invoke,
    warm: () => (closed ? Promise.resolve() : worker.take().ready),
    close: async () => {
      closed = true;
      await worker.close();
    },
  };
};

const isTooLarge = (text: string): boolean => Buffer.byteLength(text) > MAX_PAYLOAD_BYTES;

const eventTooLarge: Outcome = {
  state: "failed",
  errorType: "RequestEntityTooLargeException",
  message: `Request must be smaller than ${MAX_PAYLOAD_BYTES} bytes for the InvokeFunction operation`,
};
const answerTooLarge: Outcome = {
  state: "failed",
  errorType: "Function.ResponseSizeTooLarge",
  message: `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`,
};
