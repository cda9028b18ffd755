import { expect, it } from "vitest";
import { loadByClock } from "../../bench/load.ts";
import { QUICK_PASSWORDS } from "../../bench/office/server-process.ts";

it("serves twenty who answer by the clock without a single error", async () => {
  const run = await loadByClock({
    annotators: 20,
    minutes: 0.05,
    everySeconds: 1,
    aloneMinutes: 0.01,
    seed: 1,
    nodeArgs: QUICK_PASSWORDS,
  });
  expect([...run.errors]).toEqual([]);
  expect(run.answers).toBeGreaterThan(20);
  expect(run.figures["answers stored"]).toBeGreaterThan(20);
});
