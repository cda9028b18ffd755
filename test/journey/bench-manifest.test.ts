import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { Run } from "../../bench/report.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..", "..");

const bench = async (...args: readonly string[]): Promise<readonly Run[]> => {
  const { stdout } = await run(process.execPath, [join(root, "bench", "run.ts"), ...args, "--json"], { cwd: root });
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Run);
};

describe("the bench of manifests", () => {
  it("makes every line an item, in slices, and holds no more for four times as many", async () => {
    const [few, many] = await bench("manifest", "--lines", "1000,4000");
    expect([few?.["lines"], many?.["lines"]]).toEqual([1_000, 4_000]);
    expect(few?.["slices"]).toBeGreaterThan(1);
    expect(many?.["slices"]).toBe(4 * (few?.["slices"] ?? 0));
    // A header with the text and what the line says besides, its place in the backlog, and a checksum.
    expect(many?.["write units per item"]).toBeCloseTo(3, 1);
    const [before = 0, after = 0] = [few, many].map((one) => one?.["peak memory of the handlers, MiB"]);
    expect(before).toBeGreaterThan(50);
    expect(after - before).toBeLessThan(200);
  });

  it("says how it is called when it is called otherwise", async () => {
    await expect(bench("nothing-of-this-name")).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("npm run bench"),
    });
    await expect(bench("manifest", "--lines", "many")).rejects.toMatchObject({
      stderr: expect.stringContaining("expected whole numbers"),
    });
  });
});
