import type { FunctionLog } from "./function-log.ts";
import type { ThreadStart } from "./messages.ts";
import { type FunctionWorker, type Outcome, startWorker } from "./worker.ts";

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
const IDLE_MS = 3 * 60_000;

export const localFunction = (spec: FunctionSpec): LocalFunction => {
  const { start, environment, timeoutMs, log, now, newId } = spec;
  const { functionName: name, functionArn: arn } = start;
  /** The one that takes new invocations, and those that still end older ones. */
  let current: FunctionWorker | undefined;
  const draining = new Set<FunctionWorker>();
  let idle: NodeJS.Timeout | undefined;
  let closed = false;

  const worker = (): FunctionWorker => {
    if (!current || current.ended()) current = startWorker({ start, environment, log, now });
    return current;
  };

  /** After a timeout the code that was given up may still run: a fresh thread takes what comes next, as in AWS. */
  const replace = (used: FunctionWorker): void => {
    if (current === used) current = undefined;
    draining.add(used);
  };

  const tidy = (): void => {
    for (const used of draining) {
      if (used.ended()) draining.delete(used);
      else if (used.busy() === 0) {
        draining.delete(used);
        void used.end();
      }
    }
    clearTimeout(idle);
    if (closed || !current || current.busy() > 0) return;
    const used = current;
    idle = setTimeout(() => {
      if (used.busy() > 0) return;
      if (current === used) current = undefined;
      void used.end();
    }, IDLE_MS);
    idle.unref();
  };

  const invoke = async (event: unknown): Promise<Outcome> => {
    if (closed) return { state: "failed", errorType: "ServiceException", message: `${name} is closed` };
    const text = JSON.stringify(event);
    if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES)
      return {
        state: "failed",
        errorType: "RequestEntityTooLargeException",
        message: `Request must be smaller than ${MAX_PAYLOAD_BYTES} bytes for the InvokeFunction operation`,
      };
    const used = worker();
    const outcome = await used.run(newId(), text, timeoutMs);
    if (outcome.state === "failed" && outcome.errorType === "Sandbox.Timedout") replace(used);
    tidy();
    if (closed) return outcome;
    if (outcome.state === "failed") log.complain(`${outcome.errorType}: ${outcome.message}\n`);
    else if (Buffer.byteLength(outcome.answer) > MAX_PAYLOAD_BYTES) {
      const message = `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`;
      log.complain(`${message}\n`);
      return { state: "failed", errorType: "Function.ResponseSizeTooLarge", message };
    }
    return outcome;
  };

  return {
    name,
    arn,
    timeoutMs,
    invoke,
    warm: () => (closed ? Promise.resolve() : worker().ready),
    close: async () => {
      closed = true;
      clearTimeout(idle);
      await Promise.all([current, ...draining].map((used) => used?.end()));
    },
  };
};
