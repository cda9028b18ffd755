import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { keyLocks } from "../../../local/key-locks.ts";
import { openTableEngine } from "../../../local/table/engine.ts";
import { openLevelStorage } from "../../../local/table/level-storage.ts";
import { openMemoryStorage } from "../../../local/table/memory-storage.ts";
import type { KeyRange, Storage, Write } from "../../../local/table/storage.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});
const openLevel = async (): Promise<Storage> => {
  const folder = await mkdtemp(join(tmpdir(), "table-storage-"));
  folders.push(folder);
  return openLevelStorage(folder);
};

const key = fc.stringMatching(/^[abc~/]{1,4}$/);
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ type: fc.constant("put" as const), key, value: fc.integer() }),
  fc.record({ type: fc.constant("del" as const), key }),
);
const range: fc.Arbitrary<KeyRange> = fc
  .tuple(fc.constantFrom("gt", "gte"), key, fc.constantFrom("lt", "lte"), key, fc.boolean())
  .map(([low, from, high, to, reverse]) => ({ [low]: from, [high]: to, reverse }));

const read = async (view: Pick<Storage, "entries">, within: KeyRange) => {
  const found: (readonly [string, unknown])[] = [];
  for await (const [at, value] of view.entries(within)) found.push([at, value]);
  return found;
};

describe("storage in memory", () => {
  it("answers as storage on disk does, frozen views included", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(write, { maxLength: 6 })), fc.array(range), async (commits, ranges) => {
        const [memory, level] = [openMemoryStorage(), await openLevel()];
        const half = Math.floor(commits.length / 2);
        for (const writes of commits.slice(0, half)) await Promise.all([memory.commit(writes), level.commit(writes)]);
        const views = [memory.freeze(), level.freeze()] as const;
        for (const writes of commits.slice(half)) await Promise.all([memory.commit(writes), level.commit(writes)]);
        for (const within of ranges) {
          expect(await read(memory, within)).toEqual(await read(level, within));
          expect(await read(views[0], within)).toEqual(await read(views[1], within));
        }
        await Promise.all(views.map((view) => view.release()));
        await level.close();
      }),
      { numRuns: 40 },
    );
  });

  it("carries a whole table, and the same calls give the same answers twice", async () => {
    const play = async () => {
      const engine = await openTableEngine(openMemoryStorage(), { now: () => 1_700_000_000_000 });
      const answers = [
        await engine.call("CreateTable", {
          TableName: "simulated",
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
          KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        }),
      ];
      for (let n = 0; n < 20; n += 1)
        answers.push(
          await engine.call("PutItem", {
            TableName: "simulated",
            Item: { pk: { S: `${n % 7}` }, n: { N: `${n}` } },
            ReturnValues: "ALL_OLD",
          }),
        );
      answers.push(await engine.call("Scan", { TableName: "simulated" }));
      return answers;
    };
    expect(await play()).toEqual(await play());
  });
});

describe("a table on disk, asked from this process", () => {
  const schema = {
    TableName: "raced",
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  };
  const start = async () => {
    const engine = await openTableEngine(await openLevel(), { now: () => 1_700_000_000_000 });
    await engine.call("CreateTable", schema);
    return engine;
  };

  it("admits one of a hundred that come at the same moment", async () => {
    const engine = await start();
    const attempts = Array.from({ length: 100 }, (_, n) =>
      engine.call("PutItem", {
        TableName: "raced",
        Item: { pk: { S: "one" }, by: { N: `${n}` } },
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await engine.close();
  });

  it("does not show to a new table what was still being written to its predecessor", async () => {
    const memory = openMemoryStorage();
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const engine = await openTableEngine(
      {
        ...memory,
        commit: async (writes) => {
          if (writes.some(({ type, key: at }) => type === "put" && at.startsWith("item~"))) await opened;
          await memory.commit(writes);
        },
      },
      { now: () => 1_700_000_000_000 },
    );
    await engine.call("CreateTable", schema);
    const late = engine.call("PutItem", { TableName: "raced", Item: { pk: { S: "late" } } });
    await engine.call("DeleteTable", { TableName: "raced" });
    await engine.call("CreateTable", schema);
    open();
    await late;
    expect(await engine.call("Scan", { TableName: "raced" })).toMatchObject({ Count: 0 });
  });
});

describe("keys", () => {
  it("are held by one work at a time, in the order of asking, and never by two that wait for each other", async () => {
    const withKeys = keyLocks();
    const log: string[] = [];
    const work = (name: string, keys: readonly string[]) =>
      withKeys(keys, async () => {
        log.push(`${name} in`);
        await Promise.resolve();
        log.push(`${name} out`);
      });
    await Promise.all([work("1", ["a", "b"]), work("2", ["b", "a"]), work("3", ["a"]), work("4", ["b", "b"])]);
    expect(log.filter((line) => line.startsWith("1") || line.startsWith("2"))).toEqual([
      "1 in",
      "1 out",
      "2 in",
      "2 out",
    ]);
    expect(log).toHaveLength(8);
  });

  it("are free again after a work that fails", async () => {
    const withKeys = keyLocks();
    await expect(withKeys(["a"], () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    await expect(withKeys(["a"], async () => "free")).resolves.toBe("free");
  });
});
