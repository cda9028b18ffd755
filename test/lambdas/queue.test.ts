import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Deps } from "../../lambdas/deps.ts";
import { serveQueue } from "../../lambdas/queue.ts";

const message = z.object({ number: z.int() });
const record = (messageId: string, body: string, receives = "1") => ({
  messageId,
  body,
  attributes: { ApproximateReceiveCount: receives },
});

const served = () => {
  const failures: unknown[] = [];
  const error = (event: string, fields = {}) => void failures.push({ event, ...fields });
  const deps = { log: { info: () => undefined, warn: () => undefined, error } } as unknown as Deps;
  const seen: number[] = [];
  const run = serveQueue({ message, atOnce: 2 }, deps, async (_, { number }, { receives }) => {
    if (number < 0) throw new Error("below nothing");
    seen.push(number * receives);
  });
  return { run, seen, failures };
};

describe("a queue handler", () => {
  it("answers for each message on its own: only what failed comes back", async () => {
    const { run, seen, failures } = served();
    const Records = [record("a", '{"number":1}'), record("b", '{"number":-1}', "3"), record("c", '{"number":2}')];
    expect(await run({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: "b" }] });
    expect(seen).toEqual([1, 2]);
    expect(failures).toMatchObject([{ event: "message.failed", messageId: "b", receives: 3 }]);
  });

  it("sends what nobody can read to the dead letters, like any failure", async () => {
    const { run } = served();
    const Records = [record("a", "no json"), record("b", '{"number":"one"}')];
    expect((await run({ Records })).batchItemFailures).toHaveLength(2);
  });
});
