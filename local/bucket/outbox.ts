import { setTimeout as wait } from "node:timers/promises";
import { type BucketEvent, forgetEvents, waitingEvents } from "./events.ts";
import type { Store } from "./store.ts";

export type DeliverEvent = (event: BucketEvent) => Promise<void>;

export interface Outbox {
  /** Adds a receiver; events wait in the store until there is one. */
  onEvent(deliver: DeliverEvent): void;
  wake(): void;
  /** Ends after the delivery under way; what was not delivered waits for the next start. */
  close(): Promise<void>;
}

const PAGE = 100;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 10_000;

/**
 * Delivers events at least once, as S3 does: a row goes only after every receiver took the event. One that fails
 * is reported and tried again later, and does not hold up the others.
 */
export const startOutbox = (getStore: () => Store, onFault: (fault: unknown) => void): Outbox => {
  const receivers: DeliverEvent[] = [];
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  let isStale = false;
  let pause = new AbortController();

  const deliverAll = async (): Promise<number> => {
    let [failed, after] = [0, 0];
    for (;;) {
      const page = waitingEvents(getStore(), after, PAGE);
      const delivered: number[] = [];
      for (const { seq, event } of page) {
        if (stop.signal.aborted) break;
        after = seq;
        try {
          await Promise.all(receivers.map((deliver) => deliver(event)));
          delivered.push(seq);
        } catch (fault) {
          failed += 1;
          onFault(fault);
        }
      }
      if (delivered.length > 0) forgetEvents(getStore(), delivered);
      if (page.length < PAGE || stop.signal.aborted) return failed;
    }
  };

  const run = async (): Promise<void> => {
    let retryMs = FIRST_RETRY_MS;
    while (isStale && !stop.signal.aborted) {
      isStale = false;
      const failed = await deliverAll();
      if (failed === 0) {
        retryMs = FIRST_RETRY_MS;
        continue;
      }
      isStale = true;
      pause = new AbortController();
      const signal = AbortSignal.any([stop.signal, pause.signal]);
      await wait(retryMs, undefined, { signal, ref: false }).catch(ignoreAbort);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  };

  /** Runs after the current turn, so that the transaction that woke it has committed. */
  const wake = (): void => {
    isStale = true;
    pause.abort();
    if (receivers.length === 0 || running || stop.signal.aborted) return;
    running = Promise.resolve()
      .then(run)
      .catch(onFault)
      .finally(() => {
        running = undefined;
        if (isStale) wake();
      });
  };

  const onEvent = (deliver: DeliverEvent): void => {
    receivers.push(deliver);
    wake();
  };
  const close = async (): Promise<void> => {
    stop.abort();
    await running;
  };
  return { onEvent, wake, close };
};

const ignoreAbort = (error: unknown): void => {
  if (!(error instanceof Error && error.name === "AbortError")) throw error;
};
