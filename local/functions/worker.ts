import { Worker } from "node:worker_threads";
import type { FunctionLog } from "./function-log.ts";
import type { FromThread, ThreadStart, ToThread } from "./messages.ts";

/** How an invocation ended. A function that fails never takes the runner down. */
export type Outcome =
  | { readonly state: "returned"; readonly answer: string }
  | { readonly state: "failed"; readonly errorType: string; readonly message: string };

export interface FunctionWorker {
  run(requestId: string, event: string, timeoutMs: number): Promise<Outcome>;
  /** Invocations under way. */
  readonly busy: () => number;
  /** Resolves when the module is loaded, or the thread is gone. */
  readonly ready: Promise<void>;
  readonly ended: () => boolean;
  /** Ends the thread at once; what is under way fails. */
  end(): Promise<void>;
}

export interface WorkerOptions {
  readonly start: ThreadStart;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: FunctionLog;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A thread that does not answer a ping for so long is stuck in a loop and is ended. */
const STUCK_MS = 500;
/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const INIT_MS = 10_000;
/** V8 needs some room for itself; AWS's 128 MB functions are not held to less than this. */
const MIN_HEAP_MB = 192;
/** Dozens of threads share one machine: a smaller nursery saves each of them 8 MB, for collecting a little more often. */
const YOUNG_MB = 8;

/** One thread that runs one function, with an environment of its own. */
export const startWorker = ({ start, environment, log, now }: WorkerOptions): FunctionWorker => {
  const thread = new Worker(new URL("./thread.ts", import.meta.url), {
    env: environment,
    workerData: start,
    stdout: true,
    stderr: true,
    execArgv: [],
    resourceLimits: {
      maxOldGenerationSizeMb: Math.max(start.memoryMb, MIN_HEAP_MB),
      maxYoungGenerationSizeMb: YOUNG_MB,
    },
    name: start.functionName,
  });
  const waiting = new Map<number, (outcome: Outcome) => void>();
  const pings = new Map<number, () => void>();
  const loaded = Promise.withResolvers<void>();
  let lastId = 0;
  let starting = 0;
  let ended = false;
  let gone: Outcome = { state: "failed", errorType: "Runtime.ExitError", message: "the thread was ended" };

  const say = (message: ToThread): void => thread.postMessage(message);
  const settle = (id: number, outcome: Outcome): void => {
    const resolve = waiting.get(id);
    waiting.delete(id);
    resolve?.(outcome);
  };
  const failAll = (errorType: string, message: string): void => {
    if (!ended) gone = { state: "failed", errorType, message };
    ended = true;
    loaded.resolve();
    for (const id of [...waiting.keys()]) settle(id, { state: "failed", errorType, message });
  };

  thread.stdout.setEncoding("utf8").on("data", (text: string) => log.write(text));
  thread.stderr.setEncoding("utf8").on("data", (text: string) => log.complain(text));
  thread.on("message", (message: FromThread) => {
    if (message.kind === "loaded") loaded.resolve();
    else if (message.kind === "pong") pings.get(message.id)?.();
    else if (message.kind === "returned") settle(message.id, { state: "returned", answer: message.answer });
    else settle(message.id, { state: "failed", errorType: message.errorType, message: message.message });
  });
  thread.on("error", (error: unknown) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.complain(`thread of ${start.functionName} crashed: ${message}\n`);
    failAll("Runtime.UnhandledError", message);
  });
  thread.on("exit", (code) => failAll("Runtime.ExitError", `the thread of ${start.functionName} ended with ${code}`));

  const end = async (): Promise<void> => {
    ended = true;
    await thread.terminate();
  };

  /** A thread in a loop without an await can serve nobody: it is ended, with all that waits for it. */
  const endIfStuck = (): void => {
    const id = ++lastId;
    const timer = setTimeout(() => {
      log.complain(`${start.functionName} does not answer: its thread is ended\n`);
      void end();
    }, STUCK_MS);
    pings.set(id, () => {
      clearTimeout(timer);
      pings.delete(id);
    });
    say({ kind: "ping", id });
  };

  /** A thread that is still loading is not charged for it, as Lambda's init phase is not, up to ten seconds. */
  const initialized = withinMs(loaded.promise, INIT_MS);

  const run = async (requestId: string, event: string, timeoutMs: number): Promise<Outcome> => {
    starting += 1;
    await initialized;
    starting -= 1;
    if (ended) return gone;
    const id = ++lastId;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const timer = setTimeout(() => {
      const message = `${requestId} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
      log.complain(`${message}\n`);
      settle(id, { state: "failed", errorType: "Sandbox.Timedout", message });
      endIfStuck();
    }, timeoutMs);
    waiting.set(id, (outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    });
    say({ kind: "invoke", id, requestId, event, deadlineMs: now() + timeoutMs });
    return promise;
  };

  return { run, busy: () => starting + waiting.size, ready: loaded.promise, ended: () => ended, end };
};

const withinMs = async (work: Promise<void>, ms: number): Promise<void> => {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, ms);
  await Promise.race([work, late.promise]);
  clearTimeout(timer);
};
