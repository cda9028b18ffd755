import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { warmWorker } from "../../local/functions/warm-thread.ts";
import type { FunctionWorker } from "../../local/functions/worker.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Workers that do nothing but count what they have in hand. */
const makeWorkers = () => {
  const made: (FunctionWorker & { hand: number; isEnded: boolean })[] = [];
  const start = (): FunctionWorker => {
    const one = {
      hand: 0,
      isEnded: false,
      run: () => Promise.reject(new Error("not run here")),
      busy: () => one.hand,
      ready: Promise.resolve(),
      ended: () => one.isEnded,
      end: async () => {
        one.isEnded = true;
      },
    };
    made.push(one);
    return one;
  };
  return { made, warm: warmWorker(start) };
};

describe("the worker of a function", () => {
  test("is kept between invocations and ended when nobody calls for a while", async () => {
    const { made, warm } = makeWorkers();
    const first = warm.take();
    warm.giveBack(first);
    await vi.advanceTimersByTimeAsync(170_000);
    expect(warm.take()).toBe(first);
    warm.giveBack(first);
    await vi.advanceTimersByTimeAsync(181_000);
    expect(made[0]?.isEnded).toBe(true);
    expect(warm.take()).not.toBe(first);
  });

  test("is not ended under an invocation that takes long", async () => {
    const { made, warm } = makeWorkers();
    const worker = warm.take();
    warm.giveBack(worker);
    made[0]!.hand = 1;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(made[0]?.isEnded).toBe(false);
    expect(warm.take()).toBe(worker);
  });

  test("is replaced after a timeout, and ended when the others on it have ended", () => {
    const { made, warm } = makeWorkers();
    const slow = warm.take();
    made[0]!.hand = 1;
    warm.retire(slow);
    expect(warm.take()).not.toBe(slow);
    expect(made[0]?.isEnded).toBe(false);
    made[0]!.hand = 0;
    warm.giveBack(slow);
    expect(made[0]?.isEnded).toBe(true);
    expect(made[1]?.isEnded).toBe(false);
  });

  test("is replaced when its thread is gone", () => {
    const { made, warm } = makeWorkers();
    const first = warm.take();
    made[0]!.isEnded = true;
    expect(warm.take()).not.toBe(first);
  });

  test("is ended at the end, with those that were replaced", async () => {
    const { made, warm } = makeWorkers();
    const slow = warm.take();
    made[0]!.hand = 1;
    warm.retire(slow);
    warm.take();
    await warm.close();
    expect(made.map(({ isEnded }) => isEnded)).toEqual([true, true]);
  });
});
