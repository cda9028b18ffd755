import { effect } from "@preact/signals";
import { FIRST_PAUSE_MS, nextPause, watchAvailability } from "./availability.ts";
import { readAvailability } from "./availability-file.ts";
import type { Work } from "./work.ts";

interface WaitingNeeds {
  readonly work: Work;
  readonly projectId: string;
  readonly random: () => number;
  readonly later: (ms: number, task: () => void) => () => void;
}

/** A shorter `retryAfterMs` than this means that others took the items in the same moment: worth asking again soon. */
const SOON_MS = 10_000;
const SOON_TRIES = 3;

/** While there is nothing to do, finds out when there is. Each fruitless question makes the next one later. */
export const waitForWork = ({ work, projectId, random, later }: WaitingNeeds): (() => void) => {
  let stop = (): void => undefined;
  let soonTries = 0;
  let pauseMs = FIRST_PAUSE_MS;
  const ask = (): void => {
    pauseMs = nextPause(pauseMs);
    void work.ask();
  };
  const stopEffect = effect(() => {
    const phase = work.phase.value;
    stop();
    stop = (): void => undefined;
    if (phase.state === "working") {
      soonTries = 0;
      pauseMs = FIRST_PAUSE_MS;
    }
    if (phase.state !== "nothing" && phase.state !== "failed") return;
    const isEmpty = phase.state === "nothing" && phase.everythingAnswered;
    if (phase.state === "nothing" && phase.retryAfterMs < SOON_MS && soonTries < SOON_TRIES) {
      soonTries++;
      stop = later(phase.retryAfterMs * (1 + random()), ask);
      return;
    }
    stop = watchAvailability({
      read: async () => (await readAvailability(projectId))?.open,
      onlyMore: isEmpty,
      firstPauseMs: pauseMs,
      random,
      later,
      onChange: ask,
    });
  });
  return () => {
    stop();
    stopEffect();
  };
};
