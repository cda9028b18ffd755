import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { METHOD_NAMES } from "../../cli/aggregate-methods.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..", "..");

it("the bench of consensus measures the command by every method, and all beat chance", async () => {
  const args = [join(root, "bench", "run.ts"), "consensus", "--lines", "2000", "--json"];
  const { stdout } = await run(process.execPath, args, { cwd: root });
  const figures = JSON.parse(stdout);
  expect(figures.answers).toBe(2000);
  for (const method of METHOD_NAMES) {
    expect(figures[`${method}, CPU s`], method).toBeGreaterThan(0);
    expect(figures[`${method}, peak MiB`], method).toBeGreaterThan(30);
    // One in ten by chance. Two answers an annotator are too few for Dawid and Skene without a prior: .475.
    expect(figures[`${method}, accuracy`], method).toBeGreaterThan(0.3);
  }
  expect(figures["majority, CPU ÷ majority"]).toBe(1);
});
