/** Those who wait for a queue, until it may have something for them. */
export interface Waiting {
  wake(queueId: number): void;
  wakeAll(): void;
  /** Ends when woken, at `untilMs` from now at the latest, or when aborted. */
  wait(queueId: number, untilMs: number, signal: AbortSignal): Promise<void>;
}

/** Timers of Node run 24 days at most. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const startWaiting = (): Waiting => {
  const sleepers = new Map<number, Set<() => void>>();
  const wake = (queueId: number): void => {
    for (const rouse of sleepers.get(queueId) ?? []) rouse();
  };
  const wakeAll = (): void => {
    for (const queueId of sleepers.keys()) wake(queueId);
  };
  const wait = (queueId: number, untilMs: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const mine = sleepers.get(queueId) ?? new Set();
      sleepers.set(queueId, mine);
      const rouse = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", rouse);
        mine.delete(rouse);
        if (mine.size === 0) sleepers.delete(queueId);
        resolve();
      };
      const timer = setTimeout(rouse, Math.min(Math.max(untilMs, 0), LONGEST_TIMER_MS));
      mine.add(rouse);
      signal.addEventListener("abort", rouse);
      if (signal.aborted) rouse();
    });
  return { wake, wakeAll, wait };
};
