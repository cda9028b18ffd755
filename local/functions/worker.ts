import { Worker } from "node:worker_threads";
import type { FunctionLog } from "./function-log.ts";
import type { FromThread, ThreadStart, ToThread } from "./messages.ts";
import { type Outcome, openPending, type Pending } from "./pending.ts";
import { takeTurns } from "./turns.ts";

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
/** Only a thread with much to do fills its nursery; with a smaller one a fifth of its time went to collecting. */
const YOUNG_MB = 32;

/**
 * AWS starts an environment for each invocation; here they share a thread. The others wait, and their time does not run
 * yet: two hundred at once would otherwise all be slow, and all time out.
 */
const AT_ONCE_MAX = 16;

/** One thread that runs one function, with an environment of its own. */
export const startWorker = ({ start, environment, log, now }: WorkerOptions): FunctionWorker => {
  const thread = startThread(start, environment);
  const pending = openPending();
  const pings = new Map<number, () => void>();
  const ready = hear(thread, { name: start.functionName, log, pending, pings });
  /** A thread that is still loading is not charged for it, as Lambda's init phase is not, up to ten seconds. */
  const initialized = withinMs(ready, INIT_MS);
  const say = (message: ToThread): void => thread.postMessage(message);
  let lastId = 0;
  let starting = 0;

  const end = async (): Promise<void> => {
    pending.fail("Runtime.ExitError", `the thread of ${start.functionName} was ended`);
    await thread.terminate();
  };

  /** A thread in a loop without an await can serve nobody: it is ended, with all that waits for it. */
  const endIfStuck = (): void => {
    const id = ++lastId;
    const timer = setTimeout(() => {
      log.complain(`${start.functionName} does not answer: its thread is ended\n`);
      void end();
    }, STUCK_MS);
    pings.set(id, () => clearTimeout(timer));
    say({ kind: "ping", id });
  };

  const turns = takeTurns(AT_ONCE_MAX);

  const run = async (requestId: string, event: string, timeoutMs: number): Promise<Outcome> => {
    starting += 1;
    await initialized;
    await turns.take();
    starting -= 1;
    const id = ++lastId;
    const timer = setTimeout(() => {
      const message = `${requestId} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
      pending.settle(id, { state: "failed", errorType: "Sandbox.Timedout", message });
      endIfStuck();
    }, timeoutMs);
    say({ kind: "invoke", id, requestId, event, deadlineMs: now() + timeoutMs });
    const outcome = await pending.wait(id);
    clearTimeout(timer);
    turns.giveBack();
    return outcome;
  };

  const busy = (): number => starting + pending.size();
  return { run, busy, ready, ended: () => pending.failed() !== undefined, end };
};

const startThread = (start: ThreadStart, environment: Readonly<Record<string, string>>): Worker =>
  new Worker(new URL("./thread.ts", import.meta.url), {
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

interface Listeners {
  readonly name: string;
  readonly log: FunctionLog;
  readonly pending: Pending;
  readonly pings: Map<number, () => void>;
}

/** Takes what a thread says and prints. Resolves when its module is loaded, or the thread is gone. */
const hear = (thread: Worker, { name, log, pending, pings }: Listeners): Promise<void> => {
  const loaded = Promise.withResolvers<void>();
  thread.stdout.setEncoding("utf8").on("data", (text: string) => log.write(text));
  thread.stderr.setEncoding("utf8").on("data", (text: string) => log.complain(text));
  thread.on("message", (message: FromThread) => {
    switch (message.kind) {
      case "loaded":
        return loaded.resolve();
      case "pong":
        pings.get(message.id)?.();
        return void pings.delete(message.id);
      case "returned":
        return pending.settle(message.id, { state: "returned", answer: message.answer });
      case "failed":
        return pending.settle(message.id, {
          state: "failed",
          errorType: message.errorType,
          message: message.message,
        });
    }
  });
  thread.on("error", (error: unknown) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.complain(`thread of ${name} crashed: ${message}\n`);
    pending.fail("Runtime.UnhandledError", message);
    loaded.resolve();
  });
  thread.on("exit", (code) => {
    pending.fail("Runtime.ExitError", `the thread of ${name} ended with ${code}`);
    loaded.resolve();
  });
  return loaded.promise;
};

const withinMs = async (work: Promise<void>, ms: number): Promise<void> => {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, ms);
  await Promise.race([work, late.promise]);
  clearTimeout(timer);
};
