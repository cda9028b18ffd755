import { setTimeout as pause } from "node:timers/promises";
import { seeded } from "../../core/seeded.ts";
import type { LoadAnnotator, Measured } from "./annotator.ts";

export interface OpenLoop {
  readonly minutes: number;
  /** Each annotator answers once in so long, on average. */
  readonly everyMs: number;
  /** They come one after another within so long, as people do; what they ask meanwhile is measured too. */
  readonly arrivalMs: number;
  readonly seed: number;
  /** Called as time goes on, with the share of it that is over. */
  readonly onShare: (share: number) => void;
}

/**
 * Each annotator answers by a clock of her own, jittered, whatever the server takes: when it is late she answers
 * what is due at once, so a slow server is asked no less.
 */
export const answerByClock = async (annotators: readonly LoadAnnotator[], loop: OpenLoop): Promise<void> => {
  const { minutes, everyMs, arrivalMs, seed, onShare } = loop;
  const startedMs = performance.now();
  const wholeMs = minutes * 60_000;
  const sampling = setInterval(() => onShare((performance.now() - startedMs) / wholeMs), SAMPLE_MS);
  const work = async (annotator: LoadAnnotator, nth: number): Promise<void> => {
    const hand = seeded(seed * 10_000 + nth);
    const comesMs = (nth / annotators.length) * arrivalMs + hand.next() * everyMs;
    for (let dueMs = comesMs; dueMs < wholeMs; dueMs += everyMs * hand.between(0.5, 1.5)) {
      const waitMs = startedMs + dueMs - performance.now();
      if (waitMs > 0) await pause(waitMs);
      await annotator.answer(1);
    }
  };
  try {
    await Promise.all(annotators.map(work));
  } finally {
    clearInterval(sampling);
  }
  onShare(1);
};

const SAMPLE_MS = 1_000;

/** All answer without a pause until together they have given so many answers, or `isOver`. */
export const answerWithoutPause = async (
  annotators: readonly LoadAnnotator[],
  { batchMax, isOver }: { readonly batchMax: number; readonly isOver: () => boolean },
): Promise<void> => {
  const work = async (annotator: LoadAnnotator): Promise<void> => {
    while (!isOver()) if ((await annotator.answer(batchMax)) === 0) await pause(NOTHING_MS);
  };
  await Promise.all(annotators.map(work));
};

/** Somebody who is given nothing asks again after so long. */
const NOTHING_MS = 250;

export interface Step {
  readonly clients: number;
  readonly perSecond: number;
}

const STEPS = [1, 2, 4, 8, 16, 32, 64, 128];
/** Less growth than this from twice the clients is none. */
const GROWTH = 1.05;

/** One step may be slow for another reason: only after so many in a row without growth the ceiling is found. */
const LEVEL_STEPS = 2;

/** More and more clients without a pause, until twice and four times as many give no more answers a second. */
export const findCeiling = async (
  annotators: readonly LoadAnnotator[],
  measured: () => Measured,
  { stepMs, batchMax }: { readonly stepMs: number; readonly batchMax: number },
): Promise<readonly Step[]> => {
  const steps: Step[] = [];
  let level = 0;
  for (const clients of STEPS.filter((one) => one <= annotators.length)) {
    const [startedMs, before] = [performance.now(), measured().answers];
    const isOver = (): boolean => performance.now() - startedMs > stepMs;
    await answerWithoutPause(annotators.slice(0, clients), { batchMax, isOver });
    const perSecond = ((measured().answers - before) * 1_000) / (performance.now() - startedMs);
    const best = Math.max(0, ...steps.map((step) => step.perSecond));
    steps.push({ clients, perSecond });
    level = perSecond < best * GROWTH ? level + 1 : 0;
    if (level === LEVEL_STEPS) break;
  }
  return steps;
};
