import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { waitForWork } from "../../web/annotate/work/waiting.ts";
import type { Work } from "../../web/annotate/work/work.ts";
import { lookAgain } from "../../web/parts/look-again.ts";

const MINUTES = 30;
/** By then pauses have grown; from here on a tab is left alone. */
const SETTLED_MINUTES = 10;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const later = (ms: number, task: () => void): (() => void) => {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
};

/** Requests a minute once the tab has settled, over the rest of half an hour. */
const perMinute = async (count: () => number): Promise<number> => {
  await vi.advanceTimersByTimeAsync(SETTLED_MINUTES * 60_000);
  const before = count();
  await vi.advanceTimersByTimeAsync((MINUTES - SETTLED_MINUTES) * 60_000);
  return (count() - before) / (MINUTES - SETTLED_MINUTES);
};

describe("a tab that is left open", () => {
  test("of an annotator with nothing to do asks at most once a minute, the static file included", async () => {
    let requests = 0;
    vi.stubGlobal("fetch", async () => {
      requests += 1;
      return Response.json({ open: 3 });
    });
    const nothing = { state: "nothing", everythingAnswered: false, retryAfterMs: 20_000 } as const;
    const phase = signal<unknown>(nothing);
    const ask = async (): Promise<void> => {
      requests += 1;
      phase.value = { ...nothing };
    };
    const stop = waitForWork({ work: { phase, ask } as unknown as Work, projectId: "p", random: () => 0.5, later });
    const rate = await perMinute(() => requests);
    stop();
    expect(rate).toBeGreaterThan(0.2);
    expect(rate).toBeLessThanOrEqual(1);
  });

  test.each([
    ["progress, looked at each ten seconds at first", 10_000, 1],
    ["the list of items, two requests at a look", 4_000, 2],
    ["an export under way", 2_000, 1],
  ])("of a vendor, %s, asks at most once a minute", async (_, firstMs, requestsALook) => {
    let looks = 0;
    const looking = lookAgain({ look: () => looks++, firstMs, later, isHidden: () => false });
    const rate = (await perMinute(() => looks)) * requestsALook;
    looking.stop();
    expect(rate).toBeGreaterThan(0.2);
    expect(rate).toBeLessThanOrEqual(1);
  });

  test("asks nothing while it is out of sight, and soon when somebody turns to it", async () => {
    let looks = 0;
    let hidden = true;
    const looking = lookAgain({ look: () => looks++, firstMs: 10_000, later, isHidden: () => hidden });
    expect(await perMinute(() => looks)).toBe(0);
    hidden = false;
    looking.turnedTo();
    await vi.advanceTimersByTimeAsync(10_000);
    looking.stop();
    expect(looks).toBe(1);
  });
});
