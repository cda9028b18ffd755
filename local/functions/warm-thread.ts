import type { FunctionWorker } from "./worker.ts";

/** The worker of one function: started when it is needed, kept while it is used, ended when idle. */
export interface WarmWorker {
  /** The worker that takes what comes next. */
  take(): FunctionWorker;
  /** Says that an invocation on this worker has ended. */
  giveBack(used: FunctionWorker): void;
  /** Leaves this worker to end what it has, and to be ended then: a fresh one takes what comes next. */
  retire(used: FunctionWorker): void;
  close(): Promise<void>;
}

const IDLE_MS = 3 * 60_000;

export const warmWorker = (start: () => FunctionWorker): WarmWorker => {
  let current: FunctionWorker | undefined;
  const retired = new Set<FunctionWorker>();
  let idle: NodeJS.Timeout | undefined;

  const endIdle = (used: FunctionWorker): void => {
    if (used.busy() > 0) return;
    if (current === used) current = undefined;
    void used.end();
  };

  const giveBack = (used: FunctionWorker): void => {
    if (used.busy() > 0) return;
    if (retired.delete(used)) return void used.end();
    clearTimeout(idle);
    idle = setTimeout(() => endIdle(used), IDLE_MS);
    idle.unref();
  };

  return {
    take: () => {
      clearTimeout(idle);
      if (!current || current.ended()) current = start();
      return current;
    },
    giveBack,
    retire: (used) => {
      if (current === used) current = undefined;
      retired.add(used);
      giveBack(used);
    },
    close: async () => {
      clearTimeout(idle);
      await Promise.all([current, ...retired].map((used) => used?.end()));
    },
  };
};
