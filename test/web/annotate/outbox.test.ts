import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "../../../core/annotation.ts";
import type { LabelId } from "../../../core/ids.ts";
import type { Kept, OutboxRow } from "../../../web/annotate/outbox/kept.ts";
import { keptInIndexedDb } from "../../../web/annotate/outbox/kept-idb.ts";
import { keptInMemory } from "../../../web/annotate/outbox/kept-memory.ts";
import { keptSafely } from "../../../web/annotate/outbox/kept-safely.ts";
import { makeOutbox, type Outbox } from "../../../web/annotate/outbox/outbox.ts";
import type { Api } from "../../../web/api.ts";
import { Problem } from "../../../web/problem.ts";

interface Sent {
  readonly assignmentId: string;
  readonly answers: readonly {
    readonly itemId: string;
    readonly submissionId: string;
    readonly replaces?: number;
    readonly answer?: Answer;
    readonly answerSha256?: string;
  }[];
}

/** A server that stores each submission once, and can be switched off or told to refuse an item. */
const aServer = () => {
  const stored = new Map<string, { itemId: string; revision: number }>();
  const calls: Sent[] = [];
  const uploads: string[] = [];
  const server = {
    calls,
    stored,
    uploads,
    down: undefined as Problem | undefined,
    refuses: new Set<string>(),
    /** Refuses the whole call when it holds this item. */
    chokesOn: "",
    api: (async (name: string, { body }: { body: Sent }) => {
      if (server.down) throw server.down;
      if (name === "startAnswer") return { url: "https://bucket.test/put", headers: { "x-test": "1" } };
      calls.push(body);
      if (body.answers.some(({ itemId }) => itemId === server.chokesOn)) throw new Problem("bad-request", "no");
      const results = body.answers.map(({ itemId, submissionId }) => {
        if (server.refuses.has(itemId)) return { itemId, state: "refused", code: "conflict", message: "no" };
        const known = stored.get(submissionId);
        const revision = known?.revision ?? [...stored.values()].filter((one) => one.itemId === itemId).length + 1;
        stored.set(submissionId, { itemId, revision });
        return { itemId, state: "stored", revision, late: false, counted: true };
      });
      return { results };
    }) as unknown as Api,
    fetch: (async (_url: string, init: RequestInit) => {
      uploads.push(new TextDecoder().decode(init.body as Uint8Array));
      return new Response("");
    }) as typeof fetch,
  };
  return server;
};

/** Timers that go off when told to. */
const aClock = () => {
  let waiting: { ms: number; task: () => void } | undefined;
  return {
    later: (ms: number, task: () => void) => {
      waiting = { ms, task };
      return () => {
        waiting = undefined;
      };
    },
    waitsMs: () => waiting?.ms,
    goOff: () => {
      const { task } = waiting ?? {};
      waiting = undefined;
      task?.();
    },
  };
};

const labelled: Answer = { kind: "labelled", value: { classes: ["pest" as LabelId] } };
let order = 0;
const aRow = (given: Partial<OutboxRow> = {}): OutboxRow => ({
  submissionId: crypto.randomUUID(),
  personId: "asha",
  projectId: "forest01",
  assignmentId: "A",
  itemId: "leaf",
  round: 1,
  answer: labelled,
  queuedAtMs: order++,
  ...given,
});

const open = async (
  kept: Kept,
  server: ReturnType<typeof aServer>,
  clock = aClock(),
  personId = "asha",
  pass?: () => Promise<void>,
  isHeld = () => false,
) => {
  const outcomes: string[] = [];
  const outbox: Outbox = await makeOutbox({
    kept,
    api: server.api,
    fetch: server.fetch,
    personId,
    random: () => 0.5,
    alone: (_name, task) => task(),
    later: clock.later,
    ...(pass && { pass }),
    isHeld,
    onOutcome: ({ itemId }, { state }) => outcomes.push(`${itemId} ${state}`),
  });
  return { outbox, outcomes, clock };
};

/** A disk that was full from the start. */
const aFullDisk = (): Kept => {
  const full = async (): Promise<never> => {
    throw new DOMException("disk full", "QuotaExceededError");
  };
  return {
    ...keptInMemory(),
    queue: full,
    settle: full,
    keepDraft: full,
  };
};

const KINDS: readonly (readonly [string, () => Promise<Kept>])[] = [
  ["in IndexedDB", keptInIndexedDb],
  ["in memory, on a full disk", async () => keptSafely(aFullDisk(), () => undefined)],
  ["in memory, where a browser keeps nothing", async () => keptInMemory()],
];

describe.each(KINDS)("answers kept %s", (_, openKept) => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory();
  });

  test("stay while she reads what has changed, can be taken back meanwhile, and go when she has", async () => {
    const server = aServer();
    const reading = Promise.withResolvers<void>();
    const { outbox, outcomes } = await open(await openKept(), server, aClock(), "asha", () => reading.promise);
    const [last, first] = [aRow({ itemId: "two" }), aRow({ itemId: "one" })];
    await outbox.put(first);
    await outbox.put(last);
    const sent = outbox.flush();
    expect((await outbox.takeBack(last.submissionId))?.itemId).toBe("two");
    expect(server.calls).toHaveLength(0);
    expect(outbox.now.value).toMatchObject({ waiting: 1, sending: false, held: undefined });
    reading.resolve();
    await sent;
    expect(outcomes).toEqual(["one stored"]);
  });

  test("go out after five seconds, or at once with the fifth", async () => {
    const server = aServer();
    const { outbox, clock } = await open(await openKept(), server);
    await outbox.put(aRow({ itemId: "one" }));
    expect(outbox.now.value.waiting).toBe(1);
    expect(clock.waitsMs()).toBe(5_000);
    for (const itemId of ["two", "three", "four"]) await outbox.put(aRow({ itemId }));
    expect(server.calls).toHaveLength(0);
    await outbox.put(aRow({ itemId: "five" }));
    await outbox.flush();
    expect(server.calls.map(({ answers }) => answers.map(({ itemId }) => itemId))).toEqual([
      ["one", "two", "three", "four", "five"],
    ]);
    expect(outbox.now.value).toMatchObject({ waiting: 0, shelf: [], held: undefined });
  });

  test("wait through an outage, ever longer, and then arrive once each", async () => {
    const server = aServer();
    const { outbox, clock, outcomes } = await open(await openKept(), server);
    server.down = new Problem("offline", "no network");
    await outbox.put(aRow({ itemId: "one" }));
    await outbox.flush();
    expect(outbox.now.value).toMatchObject({ waiting: 1, held: { code: "offline" } });
    const first = clock.waitsMs() ?? 0;
    clock.goOff();
    await outbox.flush();
    expect(clock.waitsMs()).toBeGreaterThan(first);
    server.down = undefined;
    clock.goOff();
    await outbox.flush();
    expect(outcomes).toEqual(["one stored"]);
    expect(server.stored.size).toBe(1);
  });

  test("are sent again under the same name when the answer to a submit was lost", async () => {
    const server = aServer();
    const kept = await openKept();
    const { outbox } = await open(kept, server);
    const row = aRow();
    await outbox.put(row);
    outbox.lastWords();
    await expect.poll(() => server.calls.length).toBe(1);
    await outbox.flush();
    expect(server.calls).toHaveLength(2);
    expect([...server.stored.keys()]).toEqual([row.submissionId]);
    expect(await kept.rows("asha")).toEqual([]);
  });

  test("stay on the device when the page goes away while she reads what has changed", async () => {
    const server = aServer();
    let isReading = true;
    const { outbox } = await open(await openKept(), server, aClock(), "asha", undefined, () => isReading);
    await outbox.put(aRow());
    outbox.lastWords();
    await new Promise((done) => setTimeout(done, 5));
    expect(server.calls).toEqual([]);
    isReading = false;
    outbox.lastWords();
    await expect.poll(() => server.calls.length).toBe(1);
  });

  test("that the server refuses lie on the shelf until she looks, and the others go on", async () => {
    const server = aServer();
    server.refuses.add("two");
    const kept = await openKept();
    const { outbox } = await open(kept, server);
    for (const itemId of ["one", "two", "three"]) await outbox.put(aRow({ itemId }));
    await outbox.flush();
    expect(outbox.now.value.waiting).toBe(0);
    expect(outbox.now.value.shelf.map(({ itemId, refused }) => [itemId, refused?.code])).toEqual([["two", "conflict"]]);
    const again = await open(kept, server);
    expect(again.outbox.now.value.shelf).toHaveLength(1);
    server.refuses.clear();
    await again.outbox.tryAgain(again.outbox.now.value.shelf[0]!.submissionId);
    expect(again.outbox.now.value.shelf).toEqual([]);
    expect(server.stored.size).toBe(3);
  });

  test("are sent one by one when the server chokes on the lot, so that one bad answer holds up no other", async () => {
    const server = aServer();
    server.chokesOn = "two";
    const { outbox } = await open(await openKept(), server);
    for (const itemId of ["one", "two", "three"]) await outbox.put(aRow({ itemId }));
    await outbox.flush();
    expect([...server.stored.values()].map(({ itemId }) => itemId)).toEqual(["one", "three"]);
    expect(outbox.now.value.shelf.map(({ itemId }) => itemId)).toEqual(["two"]);
  });

  test("wait for a sign-in without being refused", async () => {
    const server = aServer();
    server.down = new Problem("not-signed-in", "sign in again");
    const { outbox } = await open(await openKept(), server);
    await outbox.put(aRow());
    await outbox.flush();
    expect(outbox.now.value).toMatchObject({ waiting: 1, shelf: [] });
  });

  test("of one person are not sent by another on the same phone", async () => {
    const server = aServer();
    const kept = await openKept();
    server.down = new Problem("offline", "no network");
    const asha = await open(kept, server);
    await asha.outbox.put(aRow());
    server.down = undefined;
    const other = await open(kept, server, aClock(), "binu");
    await other.outbox.flush();
    expect(server.calls).toHaveLength(0);
    expect(other.outbox.now.value.waiting).toBe(0);
    await asha.outbox.flush();
    expect(server.stored.size).toBe(1);
  });

  test("can be taken back before they leave, and not after", async () => {
    const server = aServer();
    const { outbox } = await open(await openKept(), server);
    const row = aRow();
    await outbox.put(row);
    expect((await outbox.takeBack(row.submissionId))?.itemId).toBe("leaf");
    await outbox.flush();
    expect(server.calls).toHaveLength(0);
    await outbox.put(row);
    await outbox.flush();
    expect(await outbox.takeBack(row.submissionId)).toBeUndefined();
  });

  test("that correct one which has not arrived wait for its revision, and then replace it", async () => {
    const server = aServer();
    const { outbox } = await open(await openKept(), server);
    const first = aRow();
    const second = aRow({ corrects: first.submissionId, answer: { kind: "none_fit" } });
    await outbox.put(first);
    await outbox.put(second);
    await outbox.flush();
    expect(server.calls.map(({ answers }) => answers.map(({ replaces }) => replaces))).toEqual([[undefined], [1]]);
    expect(outbox.now.value.waiting).toBe(0);
  });

  test("that correct a refused one become the first", async () => {
    const server = aServer();
    server.refuses.add("leaf");
    const { outbox } = await open(await openKept(), server);
    const first = aRow();
    await outbox.put(first);
    await outbox.put(aRow({ corrects: first.submissionId, itemId: "leaf2" }));
    await outbox.flush();
    expect(server.calls[1]?.answers[0]).not.toHaveProperty("replaces");
    expect(outbox.now.value.shelf).toHaveLength(1);
  });

  test("of different assignments travel apart", async () => {
    const server = aServer();
    const { outbox } = await open(await openKept(), server);
    for (const assignmentId of ["A", "B", "A"]) await outbox.put(aRow({ assignmentId, itemId: crypto.randomUUID() }));
    await outbox.flush();
    expect(server.calls.map((call) => [call.assignmentId, call.answers.length])).toEqual([
      ["A", 2],
      ["B", 1],
    ]);
  });

  test("that are large are put to the bucket and named by their hash", async () => {
    const server = aServer();
    const { outbox } = await open(await openKept(), server);
    const shapes = Array.from({ length: 200 }, (_, at) => ({
      type: "box" as const,
      id: `box${at}`,
      label: "pest" as LabelId,
      x: at,
      y: at,
      width: 10,
      height: 10,
    }));
    const answer: Answer = { kind: "labelled", value: { shapes } };
    await outbox.put(aRow({ answer }));
    await outbox.flush();
    expect(server.uploads.map((text) => JSON.parse(text))).toEqual([answer]);
    expect(server.calls[0]?.answers[0]).toMatchObject({ answerSha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(server.calls[0]?.answers[0]).not.toHaveProperty("answer");
  });

  test("take the draft of their item away with them", async () => {
    const kept = await openKept();
    const { outbox } = await open(kept, aServer());
    const key = { personId: "asha", itemId: "leaf", round: 1 };
    await kept.keepDraft({ ...key, draft: { classes: [], shapes: [] }, keptAtMs: 1 });
    expect(await kept.draft(key)).toBeDefined();
    await outbox.put(aRow());
    expect(await kept.draft(key)).toBeUndefined();
  });
});

test("answers survive the page: a new one finds and sends them", async () => {
  globalThis.indexedDB = new IDBFactory();
  const server = aServer();
  server.down = new Problem("offline", "no network");
  const before = await open(await keptInIndexedDb(), server);
  await before.outbox.put(aRow({ itemId: "one" }));
  await before.outbox.put(aRow({ itemId: "two" }));
  await before.outbox.flush();
  server.down = undefined;
  const after = await open(await keptInIndexedDb(), server);
  expect(after.outbox.now.value.waiting).toBe(2);
  await after.outbox.flush();
  expect(server.stored.size).toBe(2);
});

test("a disk that stops taking answers is told of once, and nothing is sent twice or lost", async () => {
  const server = aServer();
  const disk = keptInMemory();
  let isFull = false;
  const failing =
    <Given extends readonly unknown[]>(then: (...given: Given) => Promise<void>) =>
    (...given: Given): Promise<void> =>
      isFull ? Promise.reject(new Error("disk full")) : then(...given);
  let told = 0;
  const kept = keptSafely(
    { ...disk, lasts: true, queue: failing(disk.queue), settle: failing(disk.settle) },
    () => told++,
  );
  const { outbox } = await open(kept, server);
  await outbox.put(aRow({ itemId: "one" }));
  expect(kept.lasts).toBe(true);
  isFull = true;
  await outbox.put(aRow({ itemId: "two" }));
  await outbox.flush();
  expect([...server.stored.values()].map(({ itemId }) => itemId)).toEqual(["one", "two"]);
  expect(outbox.now.value.waiting).toBe(0);
  expect(server.calls).toHaveLength(1);
  expect(kept.lasts).toBe(false);
  expect(told).toBe(1);
});
