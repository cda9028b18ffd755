/** How an invocation ended. A function that fails never takes the runner down. */
export type Outcome =
  | { readonly state: "returned"; readonly answer: string }
  | { readonly state: "failed"; readonly errorType: string; readonly message: string };

/** Invocations that a thread was given and has not ended yet, by number. */
export interface Pending {
  /** Ends as `settle` says, or as `fail` says for all. */
  wait(id: number): Promise<Outcome>;
  settle(id: number, outcome: Outcome): void;
  /** The thread is gone: what waits for it fails, and so does what comes. */
  fail(errorType: string, message: string): void;
  readonly failed: () => Outcome | undefined;
  readonly size: () => number;
}

export const openPending = (): Pending => {
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let failed: Outcome | undefined;

  const settle = (id: number, outcome: Outcome): void => {
    const resolve = waiting.get(id);
    waiting.delete(id);
    resolve?.(outcome);
  };
  return {
    wait: (id) => (failed ? Promise.resolve(failed) : new Promise<Outcome>((resolve) => void waiting.set(id, resolve))),
    settle,
    fail: (errorType, message) => {
      failed ??= { state: "failed", errorType, message };
      for (const id of [...waiting.keys()]) settle(id, failed);
    },
    failed: () => failed,
    size: () => waiting.size,
  };
};
