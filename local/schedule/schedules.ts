import { nextFireMs, type ScheduleExpression } from "./expression.ts";

export interface Scheduled {
  readonly name: string;
  readonly expression: ScheduleExpression;
  readonly fire: () => Promise<void>;
}

/** `setTimeout` counts in 32 bits. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What people wait for at start comes first; then one schedule after another. */
const FIRST_AFTER_MS = 2000;
const APART_MS = 500;

/**
 * Fires schedules while the cloud runs. A rate fires soon after the start too, since what was due while the cloud was
 * down is due now; a cron expression waits for its time. A firing that still runs does not hold up the next, as in AWS.
 */
export const startSchedules = (
  schedules: readonly Scheduled[],
  { now, onFault }: { readonly now: () => number; readonly onFault: (error: unknown) => void },
): { close(): void } => {
  const timers = new Map<Scheduled, NodeJS.Timeout>();
  let closed = false;

  const waitUntil = (one: Scheduled, dueMs: number): void => {
    const waitMs = Math.max(0, Math.min(dueMs - now(), LONGEST_TIMER_MS));
    timers.set(
      one,
      setTimeout(() => {
        if (closed) return;
        if (now() < dueMs) return waitUntil(one, dueMs);
        one.fire().catch(onFault);
        plan(one, dueMs);
      }, waitMs),
    );
  };

  /** After a sleep of the machine what was missed fires once, not as often as it was missed. */
  const plan = (one: Scheduled, lastMs: number): void => {
    const next = nextFireMs(one.expression, lastMs);
    const due = next !== undefined && next < now() ? nextFireMs(one.expression, now()) : next;
    if (due !== undefined) waitUntil(one, due);
  };

  for (const [n, one] of schedules.entries()) {
    if (one.expression.kind === "rate") waitUntil(one, now() + FIRST_AFTER_MS + n * APART_MS);
    else plan(one, now());
  }
  return {
    close: () => {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
};
