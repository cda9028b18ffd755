import { describe, expect, test } from "vitest";
import type { Answer } from "../../../core/annotation.ts";
import type { LabelId } from "../../../core/ids.ts";
import type { AssignmentShape } from "../../../lambdas/api/work.ts";
import { keptInMemory } from "../../../web/annotate/outbox/kept-memory.ts";
import { makeOutbox, type Outbox } from "../../../web/annotate/outbox/outbox.ts";
import { keyOf } from "../../../web/annotate/work/entries.ts";
import { makeWork, type Work } from "../../../web/annotate/work/work.ts";
import type { Api } from "../../../web/api.ts";
import { Problem } from "../../../web/problem.ts";

const pest: Answer = { kind: "labelled", value: { classes: ["pest" as LabelId] } };
const noneFit: Answer = { kind: "none_fit" };
const LEASE_MS = 30 * 60_000;

interface Packet {
  readonly assignmentId: string;
  readonly items: readonly string[];
  released: boolean;
}

/** As much of the server as an annotator sees: packets handed out one after another, resumed while open. */
const aServer = (packetsOf: readonly (readonly string[])[]) => {
  const packets: Packet[] = packetsOf.map((items, at) => ({ assignmentId: `P${at + 1}`, items, released: false }));
  const handed = new Set<string>();
  const revisions = new Map<string, number>();
  const isDone = (packet: Packet): boolean => packet.released || packet.items.every((item) => revisions.has(item));
  const shape = (packet: Packet) => ({
    assignmentId: packet.assignmentId,
    items: packet.items.map((itemId) => ({
      itemId,
      round: 1,
      media: { kind: "text", contentType: "text/plain", codePoints: 3 },
      text: itemId,
    })),
    done: packet.items.filter((item) => revisions.has(item)),
    leaseMs: LEASE_MS,
    expiresInMs: LEASE_MS,
    ontology: { version: 1, labels: [], tools: ["class"], publishedAtMs: 0, from: 0, retired: [], hash: "" },
    instructionsVersion: 1,
    pay: { kind: "unpaid" },
  });
  const server = {
    calls: [] as string[],
    down: false,
    refuses: new Set<string>(),
    revisions,
    submitted: [] as { itemId: string; answer: Answer; replaces?: number }[],
    api: (async (name: string, call: { path?: Record<string, string>; body?: Record<string, never> }) => {
      if (server.down) throw new Problem("offline", "no network");
      server.calls.push(name);
      if (name === "assign") {
        const holding = new Set<string>(call.body?.["holding"] ?? []);
        const open = packets.find(
          (one) => handed.has(one.assignmentId) && !isDone(one) && !holding.has(one.assignmentId),
        );
        const next = open ?? (holding.size < 2 ? packets.find((one) => !handed.has(one.assignmentId)) : undefined);
        if (!next) return { state: "nothing", retryAfterMs: 15_000, everythingAnswered: true };
        handed.add(next.assignmentId);
        return { state: "assigned", assignment: shape(next) as unknown as AssignmentShape };
      }
      if (name === "submit") {
        const answers = (call.body as unknown as { answers: (typeof server.submitted)[number][] }).answers;
        return {
          results: answers.map((one) => {
            if (server.refuses.has(one.itemId))
              return { itemId: one.itemId, state: "refused", code: "conflict", message: "" };
            server.submitted.push(one);
            revisions.set(one.itemId, (revisions.get(one.itemId) ?? 0) + 1);
            return {
              itemId: one.itemId,
              state: "stored",
              revision: revisions.get(one.itemId),
              late: false,
              counted: true,
            };
          }),
        };
      }
      if (name === "release") {
        const packet = packets.find(({ assignmentId }) => assignmentId === call.path?.["assignmentId"]);
        if (packet) packet.released = true;
        return { released: 1 };
      }
      return { expiresInMs: LEASE_MS };
    }) as unknown as Api,
  };
  return server;
};

/** `pass` holds answers back; then the first items do not come before it lets go. */
const open = async (server: ReturnType<typeof aServer>, kept = keptInMemory(), pass?: () => Promise<void>) => {
  let nowMs = 0;
  let ids = 0;
  const outbox: Outbox = await makeOutbox({
    kept,
    api: server.api,
    fetch,
    personId: "asha",
    random: () => 0.5,
    alone: (_name, task) => task(),
    later: () => () => undefined,
    ...(pass && { pass }),
    onOutcome: (row, outcome) => work.outcome(row, outcome.state === "stored" ? outcome.revision : undefined),
  });
  const work: Work = makeWork({
    projectId: "forest01",
    personId: "asha",
    api: server.api,
    kept,
    outbox: () => outbox,
    now: () => nowMs++,
    newId: () => `s${ids++}`,
    warm: () => undefined,
    onPacket: () => undefined,
  });
  const asked = work.ask();
  if (!pass) await asked;
  return { work, outbox, kept, asked, pass: (ms: number) => (nowMs += ms) };
};

const shown = (work: Work): string | undefined => work.current.value?.item.itemId;
/** Lets what was begun without waiting for it come to its end. */
const settled = () => new Promise((done) => setTimeout(done, 5));

describe("labelling", () => {
  test("shows the next item at once, and fetches the next packet before the last runs dry", async () => {
    const server = aServer([["a", "b", "c", "d", "e"], ["f"]]);
    const { work } = await open(server);
    expect(work.current.value).toMatchObject({ position: 1, total: 5, item: { itemId: "a" } });
    for (const next of ["b", "c"]) {
      work.answer(pest);
      expect(shown(work)).toBe(next);
    }
    expect(server.calls.filter((name) => name === "assign")).toHaveLength(1);
    work.answer(pest);
    await settled();
    expect(server.calls.filter((name) => name === "assign")).toHaveLength(2);
    work.answer(pest);
    work.answer(pest);
    expect(shown(work)).toBe("f");
  });

  test("sends what it has before it asks for more, and ends when all is answered", async () => {
    const server = aServer([["a", "b"]]);
    const { work } = await open(server);
    work.answer(pest);
    work.answer(noneFit);
    await settled();
    expect(server.submitted.map(({ itemId }) => itemId)).toEqual(["a", "b"]);
    expect(work.phase.value).toMatchObject({ state: "nothing", everythingAnswered: true });
  });

  test("goes back, corrects under the revision before, and comes back to where she was", async () => {
    const server = aServer([["a", "b", "c"]]);
    const { work, outbox } = await open(server);
    work.answer(pest);
    await outbox.flush();
    work.back();
    expect(work.current.value).toMatchObject({ item: { itemId: "a" }, answer: pest });
    work.answer(noneFit);
    expect(shown(work)).toBe("b");
    await outbox.flush();
    expect(server.submitted).toMatchObject([
      { itemId: "a", answer: pest },
      { itemId: "a", answer: noneFit, replaces: 1 },
    ]);
  });

  test("sends nothing again when she goes back and leaves the answer as it is", async () => {
    const server = aServer([["a", "b", "c"]]);
    const { work, outbox } = await open(server);
    work.answer(pest);
    await outbox.flush();
    work.back();
    work.answer(pest);
    await outbox.flush();
    expect(server.submitted).toHaveLength(1);
    expect(shown(work)).toBe("b");
  });

  test("takes an answer back before it leaves: it never reaches the server", async () => {
    const server = aServer([["a", "b", "c"]]);
    const { work, outbox } = await open(server);
    const first = work.current.value!;
    work.answer(pest);
    await settled();
    await work.undoAnswer(keyOf(first.item));
    expect(shown(work)).toBe("a");
    expect(work.current.value?.answer).toBeUndefined();
    expect(work.current.value?.draft).toEqual({ classes: ["pest"], shapes: [] });
    await outbox.flush();
    expect(server.submitted).toEqual([]);
  });

  test("takes an answer back after a reload, before any item is there: it comes with its item as a draft", async () => {
    const server = aServer([["a", "b"]]);
    const kept = keptInMemory();
    const before = await open(server, kept);
    const first = before.work.current.value!;
    before.work.answer(pest);
    await settled();
    let letGo = (): void => undefined;
    const { work, asked } = await open(server, kept, () => new Promise((done) => (letGo = done)));
    await settled();
    expect(work.entries.value).toEqual([]);
    expect(await work.undoAnswer(keyOf(first.item))).toBe(true);
    letGo();
    await asked;
    expect(server.submitted).toEqual([]);
    expect(work.current.value).toMatchObject({ item: { itemId: "a" }, draft: { classes: ["pest"] } });
    expect(work.current.value?.answer).toBeUndefined();
  });

  test("says when an answer does not come back: it has left, or its item is done and would not come again", async () => {
    const server = aServer([["a", "b"]]);
    const kept = keptInMemory();
    const before = await open(server, kept);
    const first = before.work.current.value!;
    before.work.answer(pest);
    await settled();
    await before.outbox.flush();
    expect(await before.work.undoAnswer(keyOf(first.item))).toBe(false);
    before.work.answer(noneFit);
    await settled();
    let letGo = (): void => undefined;
    const { work, asked } = await open(server, kept, () => new Promise((done) => (letGo = done)));
    await settled();
    expect(await work.undoAnswer(keyOf(first.item))).toBe(false);
    letGo();
    await asked;
    expect(server.submitted[1]).toMatchObject({ itemId: "a", answer: noneFit, replaces: 1 });
  });

  test("corrects an answer that had left when she takes it back too late", async () => {
    const server = aServer([["a", "b", "c"]]);
    const { work, outbox } = await open(server);
    const first = work.current.value!;
    work.answer(pest);
    await settled();
    await outbox.flush();
    await work.undoAnswer(keyOf(first.item));
    work.answer(noneFit);
    await settled();
    await outbox.flush();
    expect(server.submitted[1]).toMatchObject({ itemId: "a", answer: noneFit, replaces: 1 });
  });

  test("resumes after a reload: what is sent stays sent, what waits is there, drafts are back", async () => {
    const server = aServer([["a", "b", "c", "d"]]);
    const kept = keptInMemory();
    const before = await open(server, kept);
    before.work.answer(pest);
    await settled();
    await before.outbox.flush();
    server.down = true;
    before.work.answer(noneFit);
    before.work.edited(before.work.current.value!, { classes: ["egg" as LabelId], shapes: [] });
    await settled();
    server.down = false;
    const after = await open(server, kept);
    expect(after.work.current.value).toMatchObject({ item: { itemId: "c" }, position: 3, draft: { classes: ["egg"] } });
    expect(server.submitted.map(({ itemId }) => itemId)).toEqual(["a", "b"]);
  });

  test("goes on with what is at hand when the network goes, and says so when it runs dry", async () => {
    const server = aServer([["a", "b", "c"], ["d"]]);
    const { work } = await open(server);
    server.down = true;
    work.answer(pest);
    work.answer(pest);
    await settled();
    expect(shown(work)).toBe("c");
    work.answer(pest);
    await settled();
    expect(work.phase.value).toMatchObject({ state: "failed", problem: { code: "offline" } });
    server.down = false;
    await work.ask();
    expect(shown(work)).toBe("d");
    expect(server.submitted.map(({ itemId }) => itemId)).toEqual(["a", "b", "c"]);
  });

  test("is not stuck on a packet whose answer was refused", async () => {
    const server = aServer([["a", "b"], ["c"]]);
    server.refuses.add("a");
    const { work, outbox } = await open(server);
    work.answer(pest);
    work.answer(pest);
    await settled();
    expect(shown(work)).toBe("c");
    work.answer(pest);
    await settled();
    expect(work.phase.value.state).toBe("nothing");
    expect(outbox.now.value.shelf.map(({ itemId }) => itemId)).toEqual(["a"]);
    expect(server.submitted.map(({ itemId }) => itemId)).toEqual(["b", "c"]);
  });

  test("says that she is still at it when she works, and at most once in a third of the lease", async () => {
    const server = aServer([["a", "b", "c", "d", "e", "f", "g", "h"]]);
    const { work, pass } = await open(server);
    const said = () => server.calls.filter((name) => name === "extendLease").length;
    pass(LEASE_MS / 2);
    expect(said()).toBe(0);
    work.edited(work.current.value!, { classes: [], shapes: [] });
    work.answer(pest);
    work.answer(pest);
    expect(said()).toBe(1);
    pass(LEASE_MS / 3);
    work.answer(pest);
    expect(said()).toBe(2);
  });

  test("gives back what is not answered when she leaves, and sends the rest", async () => {
    const server = aServer([["a", "b", "c"]]);
    const { work } = await open(server);
    work.answer(pest);
    await settled();
    await work.leave();
    expect(server.submitted.map(({ itemId }) => itemId)).toEqual(["a"]);
    expect(server.calls).toContain("release");
  });
});
