import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnnotatorId, AssignmentId, ItemId } from "../../core/ids.ts";
import type { ItemHeader } from "../../core/item.ts";
import type { Project } from "../../core/project.ts";
import { progress } from "../../lambdas/progress.ts";
import { reconcile } from "../../lambdas/reconcile.ts";
import { scrub } from "../../lambdas/scrub.ts";
import { items } from "../../lambdas/store/items.ts";
import {
  callAs,
  handIn,
  haveItems,
  haveMember,
  haveProject,
  labelled,
  PEST,
  takePacket,
} from "../support/labelling.ts";
import { openStores, type Stores } from "../support/stores.ts";

describe("what must never be", () => {
  let stores: Stores;
  let project: Project;
  let meera: AnnotatorId;
  let itemIds: readonly ItemId[];
  beforeEach(async () => {
    stores = await openStores({ quick: true });
    project = await haveProject(stores.deps, { packetItems: 1, overlap: { min: 1, max: 2 } });
    meera = await haveMember(stores.deps, project, 1);
    itemIds = await haveItems(stores.deps, project, 3);
    const packet = await takePacket(stores.deps, project, meera);
    const [{ itemId }] = packet!.items as unknown as [{ itemId: ItemId }];
    await handIn(stores.deps, project, meera, packet!.assignmentId, [{ itemId, answer: labelled(PEST) }]);
    itemIds = [itemId, ...itemIds.filter((one) => one !== itemId)];
    stores.pass(60 * 60_000);
  });
  afterEach(() => stores.close());

  const header = async (at: number) => (await items(stores.deps).find(project.projectId, itemIds[at]!))!;
  const spoil = async (at: number, changes: Partial<ItemHeader>, backlog: boolean) => {
    const now = await header(at);
    await items(stores.deps).replace({ ...now, ...changes }, now.ver, backlog);
  };
  const repairs = () => stores.log.filter(({ event }) => event === "item.repaired").map(({ fault }) => fault);

  it("is not, after ordinary work", async () => {
    expect(await scrub(stores.deps)).toEqual({ repaired: 0, unfinished: 0 });
  });

  it("is not, where one is asked, has said unusable, and a second is waited for", async () => {
    const doubtful = await haveProject(stores.deps, {
      projectId: "beetle00" as Project["projectId"],
      packetItems: 1,
      overlap: { min: 1, max: 1 },
    });
    const [first, second] = [await haveMember(stores.deps, doubtful, 1), await haveMember(stores.deps, doubtful, 2)];
    const [itemId] = (await haveItems(stores.deps, doubtful, 1)) as [ItemId];
    const say = async (who: AnnotatorId) => {
      const packet = await takePacket(stores.deps, doubtful, who);
      if (!packet) return "nothing to do";
      const answer = { kind: "unusable", reason: "does_not_load" } as const;
      await handIn(stores.deps, doubtful, who, packet.assignmentId, [{ itemId, answer }]);
      return (await items(stores.deps).find(doubtful.projectId, itemId))?.state;
    };
    expect(await say(first)).toBe("open");
    expect(await say(first)).toBe("nothing to do");
    stores.pass(60 * 60_000);
    expect(await scrub(stores.deps)).toEqual({ repaired: 0, unfinished: 0 });
    expect(await say(second)).toBe("unusable");
    stores.pass(60 * 60_000);
    expect(await scrub(stores.deps)).toEqual({ repaired: 0, unfinished: 0 });
  });

  it("is repaired when a header does not know of an answer", async () => {
    await spoil(0, { answeredBy: [], state: "open" }, true);
    expect((await scrub(stores.deps)).repaired).toBe(1);
    expect(await header(0)).toMatchObject({ state: "agreed", answeredBy: [meera] });
    expect(repairs()).toEqual(["answers-unseen"]);
  });

  it("is repaired when an item that wants annotators is not in the backlog, or one that does not is", async () => {
    await spoil(1, {}, false);
    await spoil(0, {}, true);
    expect((await scrub(stores.deps)).repaired).toBe(2);
    expect((await scrub(stores.deps)).repaired).toBe(0);
    expect(repairs()).toEqual(["backlog-wrong", "backlog-wrong"]);
  });

  it("is repaired when a claim has no assignment, once it is a day old", async () => {
    await spoil(1, { claims: { [meera]: stores.deps.newId() as AssignmentId } }, false);
    expect((await scrub(stores.deps)).repaired).toBe(0);
    stores.pass(25 * 60 * 60_000);
    expect((await scrub(stores.deps)).repaired).toBe(1);
    expect((await header(1)).claims).toEqual({});
  });

  it("waits while somebody may be on the way", async () => {
    stores.pass(-60 * 60_000);
    await spoil(0, { answeredBy: [], state: "open" }, true);
    expect((await scrub(stores.deps)).repaired).toBe(0);
  });

  it("is gone on with by reconcile where the time was up", async () => {
    await spoil(0, { answeredBy: [], state: "open" }, true);
    expect(await scrub(stores.deps, 0)).toEqual({ repaired: 0, unfinished: 1 });
    await reconcile(stores.deps);
    expect(repairs()).toEqual(["answers-unseen"]);
  });

  it("a vendor sees counts at once, and exact ones when all that was under way at the count has landed", async () => {
    const shown = () => callAs("progress", progress, stores.deps, meera, { path: { projectId: project.projectId } });
    expect(await shown()).toMatchObject({ annotations: 1, items: { agreed: 1 }, asOfMs: 0 });
    const countedAtMs = stores.nowMs();
    await reconcile(stores.deps);
    expect(await shown()).toMatchObject({ annotations: 1, annotators: 1, items: { agreed: 1, open: 0 }, asOfMs: 0 });
    stores.pass(80_000);
    await reconcile(stores.deps);
    const exact = { annotations: 1, annotators: 1, items: { agreed: 1, open: 2 } };
    expect(await shown()).toMatchObject({ ...exact, asOfMs: countedAtMs });
    const packet = await takePacket(stores.deps, project, meera);
    const itemId = packet!.items[0]!.itemId;
    await handIn(stores.deps, project, meera, packet!.assignmentId, [{ itemId, answer: labelled(PEST) }]);
    expect(await shown()).toMatchObject({ annotations: 2, items: { agreed: 2, open: 1 } });
    await reconcile(stores.deps);
    const againAtMs = stores.nowMs();
    stores.pass(80_000);
    await reconcile(stores.deps);
    expect(await shown()).toMatchObject({ annotations: 2, items: { agreed: 2, open: 1 }, asOfMs: againAtMs });
  });
});
