import { signal } from "@preact/signals";
import { describe, expect, it, vi } from "vitest";
import type { ChangeShape } from "../../../lambdas/api/changes.ts";
import { makeNotices, type ShownChanges, type Versions } from "../../../web/annotate/work/notices.ts";
import { readSeen, writeSeen } from "../../../web/annotate/work/seen-versions.ts";

const instructions = (version: number): ChangeShape => ({
  kind: "instructions",
  version,
  from: version - 1,
  atMs: 1,
  text: { en: `version ${version}` },
});

const world = (seen: Versions | undefined, inForce: Versions | undefined) => {
  const state = { seen, inForce, nowMs: 0, offline: false, isFull: false };
  const look = vi.fn(async () => state.inForce);
  const changesAfter = vi.fn(async (after: Versions) => {
    if (state.offline) throw new Error("no network");
    const last = state.inForce?.instructions ?? 0;
    return Array.from({ length: Math.max(0, last - after.instructions) }, (_, at) => instructions(last - at));
  });
  const shown = signal<ShownChanges>(undefined);
  const notices = makeNotices({
    shown,
    look,
    changesAfter,
    readSeen: () => state.seen,
    writeSeen: (now) => {
      if (state.isFull) throw new DOMException("disk full", "QuotaExceededError");
      state.seen = now;
    },
    now: () => state.nowMs,
  });
  return { state, look, shown, notices };
};
const V = (ontology: number, of: number): Versions => ({ ontology, instructions: of });
/** Whether answers have left by now. */
const hasPassed = async (passing: Promise<void>): Promise<boolean> => {
  let passed = false;
  void passing.then(() => {
    passed = true;
  });
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  return passed;
};

describe("what has changed", () => {
  it("holds answers back until she has seen it, and not again after that", async () => {
    const { state, shown, notices } = world(V(1, 1), V(1, 2));
    const passing = notices.pass();
    expect(await hasPassed(passing)).toBe(false);
    expect(shown.value?.map(({ version }) => version)).toEqual([2]);
    notices.confirm();
    expect(await hasPassed(passing)).toBe(true);
    expect(shown.value).toBeUndefined();
    expect(state.seen).toEqual(V(1, 2));
    state.nowMs = 60_000;
    expect(await hasPassed(notices.pass())).toBe(true);
  });

  it("does not count on her first packet, whose versions are what she begins with", async () => {
    const { state, notices } = world(undefined, V(3, 7));
    expect(await hasPassed(notices.pass())).toBe(true);
    notices.packet(V(3, 7));
    expect(state.seen).toEqual(V(3, 7));
    expect(await hasPassed(notices.pass())).toBe(true);
  });

  it("is noticed by a packet too, when the file cannot be read", async () => {
    const { state, notices } = world(V(1, 1), undefined);
    notices.packet(V(1, 2));
    state.inForce = V(1, 2);
    expect(await hasPassed(notices.pass())).toBe(false);
  });

  it("holds nothing up without a network, and is shown the next time", async () => {
    const { state, notices } = world(V(1, 1), V(1, 2));
    state.offline = true;
    expect(await hasPassed(notices.pass())).toBe(true);
    expect(state.seen).toEqual(V(1, 1));
    state.offline = false;
    expect(await hasPassed(notices.pass())).toBe(false);
  });

  it("lets answers go when she leaves, and is shown the next time", async () => {
    const { notices } = world(V(1, 1), V(1, 2));
    const passing = notices.pass();
    expect(await hasPassed(passing)).toBe(false);
    notices.letGo();
    expect(await hasPassed(passing)).toBe(true);
    expect(await hasPassed(notices.pass())).toBe(false);
  });

  it("is not shown to a page that she has left, where nobody would see it and answers would wait for ever", async () => {
    const { state, shown, notices } = world(V(1, 1), V(1, 2));
    notices.leave();
    expect(await hasPassed(notices.pass())).toBe(true);
    expect(shown.value).toBeUndefined();
    expect(state.seen).toEqual(V(1, 1));
  });

  it("lets answers go on a full device once she has read it, and is not shown twice while the page is open", async () => {
    const { state, shown, notices } = world(V(1, 1), V(1, 2));
    state.isFull = true;
    const passing = notices.pass();
    await hasPassed(passing);
    notices.confirm();
    expect(await hasPassed(passing)).toBe(true);
    expect(shown.value).toBeUndefined();
    state.nowMs = 60_000;
    expect(await hasPassed(notices.pass())).toBe(true);
  });

  it("holds nothing up when looking fails, and is shown the next time", async () => {
    const { state, look, notices } = world(V(1, 1), V(1, 2));
    look.mockRejectedValueOnce(new Error("no such file"));
    await expect(notices.pass()).resolves.toBeUndefined();
    state.nowMs = 60_000;
    expect(await hasPassed(notices.pass())).toBe(false);
  });

  it("while she reads is shown before the answers after these", async () => {
    const { state, shown, notices } = world(V(1, 1), V(1, 2));
    const passing = notices.pass();
    await hasPassed(passing);
    state.inForce = V(1, 3);
    notices.packet(V(1, 3));
    notices.confirm();
    expect(await hasPassed(passing)).toBe(true);
    expect(await hasPassed(notices.pass())).toBe(false);
    expect(shown.value?.map(({ version }) => version)).toEqual([3]);
  });

  it("is looked for at most once in some seconds, however many answers leave", async () => {
    const { state, look, notices } = world(V(1, 1), V(1, 1));
    for (let second = 0; second < 12; second++) {
      state.nowMs = second * 1_000;
      await notices.pass();
    }
    expect(look).toHaveBeenCalledTimes(3);
  });

  it("is kept apart for each person and project of a shared device", () => {
    const texts = new Map<string, string>();
    const storage = {
      getItem: (key: string) => texts.get(key) ?? null,
      setItem: (key: string, text: string) => void texts.set(key, text),
    } as Storage;
    writeSeen(storage, "nehma", "one", V(2, 5));
    expect(readSeen(storage, "nehma", "one")).toEqual(V(2, 5));
    expect(readSeen(storage, "asha", "one")).toBeUndefined();
    expect(readSeen(storage, "nehma", "two")).toBeUndefined();
  });
});
