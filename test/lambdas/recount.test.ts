import { afterEach, describe, expect, it } from "vitest";
import { countsNow, NO_COUNTS } from "../../core/progress.ts";
import type { Project } from "../../core/project.ts";
import { recount } from "../../lambdas/steps/recount.ts";
import { items } from "../../lambdas/store/items.ts";
import { stats } from "../../lambdas/store/stats.ts";
import { haveItems, haveProject } from "../support/labelling.ts";
import { openStores, type Stores } from "../support/stores.ts";

let stores: Stores;
let project: Project;
/** Runs once, in the middle of the next walk. */
let meanwhile: (() => Promise<void>) | undefined;
afterEach(() => stores.close());

const open = async () => {
  stores = await openStores({
    quick: true,
    faults: {
      before: async (operation, input) => {
        if (operation !== "Query" || !JSON.stringify(input).includes("P#")) return;
        const run = meanwhile;
        meanwhile = undefined;
        await run?.();
      },
    },
  });
  project = await haveProject(stores.deps, { createdAtMs: stores.nowMs() });
  const ids = await haveItems(stores.deps, project, 3);
  await stats(stores.deps).add(project.projectId, { open: 3 });
  return ids;
};

const agree = async (itemId: Awaited<ReturnType<typeof open>>[number]) => {
  const header = await items(stores.deps).find(project.projectId, itemId);
  if (!header) throw new Error("the item is there");
  const consensus = { state: "agreed", agreement: 1 } as const;
  await items(stores.deps).replace({ ...header, state: "agreed", consensus }, header.ver, false);
  await stats(stores.deps).add(project.projectId, { open: -1, agreed: 1 });
};

/** A count, and the look a little later whether nothing was under way during it. */
const count = async () => {
  await recount(stores.deps, stores.nowMs() + 60_000);
  stores.pass(80_000);
  await recount(stores.deps, stores.nowMs() + 60_000);
};

/** What the page of the project shows. */
const shown = async () => {
  const { counted } = await stats(stores.deps).exact(project.projectId);
  const live = await stats(stores.deps).live(project.projectId);
  return countsNow(counted?.counts ?? NO_COUNTS, counted?.liveThen ?? NO_COUNTS, live);
};

describe("counting a project", () => {
  it("counts an item once that is decided while the count goes by", async () => {
    const [first] = await open();
    meanwhile = async () => first && agree(first);
    await recount(stores.deps, stores.nowMs() + 60_000);
    expect(meanwhile).toBeUndefined();
    expect(await shown()).toMatchObject({ open: 2, agreed: 1 });
  });

  it("sets right what a crash lost or doubled, as soon as nothing happens meanwhile", async () => {
    const [first] = await open();
    if (first) await agree(first);
    await stats(stores.deps).add(project.projectId, { open: -1, agreed: 1 });
    expect(await shown()).toMatchObject({ open: 1, agreed: 2 });
    await count();
    expect(await shown()).toMatchObject({ open: 2, agreed: 1 });
  });

  it("counts items once that were put in while the count goes by, and are told of a good while after", async () => {
    await open();
    meanwhile = async () => void (await haveItems(stores.deps, project, 5, { priority: 2 }));
    await recount(stores.deps, stores.nowMs() + 60_000);
    stores.pass(59_000);
    await recount(stores.deps, stores.nowMs() + 60_000);
    await stats(stores.deps).add(project.projectId, { open: 2 });
    expect((await shown()).open).toBe(5);
    await count();
    expect((await shown()).open).toBe(5);
  });

  it("waits for the next count by how much there is to read, a day at most", async () => {
    const [first, second] = await open();
    const { projectId } = project;
    await count();
    const { ver, counted } = await stats(stores.deps).exact(projectId);
    if (!counted || !first || !second) throw new Error("it was counted");
    const countOf = async (open: number) => {
      const large = { ...counted, counts: { ...NO_COUNTS, open }, walkedAtMs: stores.nowMs() };
      await stats(stores.deps).replaceExact(projectId, {
        ver: (await stats(stores.deps).exact(projectId)).ver,
        counted: large,
      });
    };
    const isCountedAfter = async (ms: number) => {
      stores.pass(ms);
      const before = (await stats(stores.deps).exact(projectId)).ver;
      await recount(stores.deps, stores.nowMs() + 60_000);
      return (await stats(stores.deps).exact(projectId)).ver > before;
    };
    expect(ver).toBeGreaterThan(0);
    await countOf(10_000);
    await agree(first);
    expect(await isCountedAfter(59 * 60_000)).toBe(false);
    expect(await isCountedAfter(60_000)).toBe(true);
    await countOf(100_000_000);
    await agree(second);
    expect(await isCountedAfter(23 * 60 * 60_000)).toBe(false);
    expect(await isCountedAfter(60 * 60_000)).toBe(true);
  });

  it("is set right within the hour also where something happens all the time", async () => {
    const [first, second] = await open();
    await stats(stores.deps).add(project.projectId, { open: 7 });
    stores.pass(61 * 60_000);
    meanwhile = async () => first && agree(first);
    await recount(stores.deps, stores.nowMs() + 60_000);
    // One item at most is in doubt: the one that changed meanwhile.
    expect((await shown()).open).toBeLessThanOrEqual(3);
    if (second) await agree(second);
    stores.pass(60_000);
    await count();
    expect(await shown()).toMatchObject({ open: 1, agreed: 2 });
  });
});
