import { describe, expect, it } from "vitest";
import { inParallel } from "../../lambdas/in-parallel.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("work side by side", () => {
  it("gives results in the order of the list, never more at once than allowed", async () => {
    let under = 0;
    let most = 0;
    const results = await inParallel([5, 1, 4, 2, 3], 2, async (turns) => {
      most = Math.max(most, ++under);
      for (let at = 0; at < turns; at++) await turn();
      under--;
      return turns * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
  });

  it("stops at a failure, and tells it only when nothing is under way any more", async () => {
    const done: number[] = [];
    const run = inParallel([1, 2, 3, 4, 5, 6], 3, async (one) => {
      if (one === 2) throw new Error("two");
      await turn();
      done.push(one);
    });
    await expect(run).rejects.toThrow("two");
    expect(done).toEqual([1, 3]);
  });
});
