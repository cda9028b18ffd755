import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnnotatorId, ItemId } from "../../core/ids.ts";
import { monthOf } from "../../core/pay.ts";
import type { Project } from "../../core/project.ts";
import { extendLease } from "../../lambdas/extend-lease.ts";
import { reconcile } from "../../lambdas/reconcile.ts";
import { release } from "../../lambdas/release.ts";
import { annotations } from "../../lambdas/store/annotations.ts";
import { assignments } from "../../lambdas/store/assignments.ts";
import { items } from "../../lambdas/store/items.ts";
import { ledger } from "../../lambdas/store/ledger.ts";
import {
  callAs,
  handIn,
  haveItems,
  haveMember,
  haveProject,
  labelled,
  newSubmissionId,
  PEST,
  takePacket,
} from "../support/labelling.ts";
import { openStores, type Stores } from "../support/stores.ts";

const MINUTE = 60_000;

describe("a lease", () => {
  let stores: Stores;
  let project: Project;
  let meera: AnnotatorId;
  let packet: NonNullable<Awaited<ReturnType<typeof takePacket>>>;
  let itemIds: readonly ItemId[];
  beforeEach(async () => {
    stores = await openStores();
    project = await haveProject(stores.deps, { packetItems: 2, overlap: { min: 1, max: 2 }, leaseMs: 10 * MINUTE });
    meera = await haveMember(stores.deps, project, 1);
    await haveItems(stores.deps, project, 2);
    packet = (await takePacket(stores.deps, project, meera))!;
    itemIds = packet.items.map(({ itemId }) => itemId as ItemId);
  });
  afterEach(() => stores.close());

  const path = () => ({ projectId: project.projectId, assignmentId: packet.assignmentId });
  const extend = (as = meera) => callAs("extendLease", extendLease, stores.deps, as, { path: path(), body: {} });
  const giveBack = (as = meera) => callAs("release", release, stores.deps, as, { path: path(), body: {} });
  const answer = (itemId: ItemId) =>
    handIn(stores.deps, project, meera, packet.assignmentId, [{ itemId, answer: labelled(PEST) }]).then(([one]) => one);
  /** What a submit leaves that dies behind its first write. */
  const storedAndThenCut = (itemId: ItemId) =>
    annotations(stores.deps).put(project.projectId, {
      itemId,
      round: 1,
      annotatorId: meera,
      revision: 1,
      submissionId: newSubmissionId(),
      assignmentId: packet.assignmentId as never,
      ontologyVersion: 1,
      instructionsVersion: 1,
      acceptedAtMs: stores.nowMs(),
      late: false,
      counted: true,
      answer: labelled(PEST),
    });
  const header = (itemId: ItemId) => items(stores.deps).find(project.projectId, itemId);
  const assignment = () =>
    assignments(stores.deps).find({
      annotatorId: meera,
      projectId: project.projectId,
      assignmentId: packet.assignmentId as never,
    });

  it("keeps the items for her until a while after its end, then somebody else may have them", async () => {
    stores.pass(11 * MINUTE);
    await reconcile(stores.deps);
    expect((await header(itemIds[0]!))?.claims).toHaveProperty(meera);
    stores.pass(MINUTE);
    await reconcile(stores.deps);
    expect((await header(itemIds[0]!))?.claims).toEqual({});
    expect(await assignment()).toMatchObject({ state: "closed" });
    const birsa = await haveMember(stores.deps, project, 2);
    expect((await takePacket(stores.deps, project, birsa))?.items).toHaveLength(2);
  });

  it("ends although she asks for the next packet again and again, when a crash kept her answers from their items", async () => {
    for (const itemId of itemIds) await storedAndThenCut(itemId);
    for (const minutes of [6, 5, 1, 1]) {
      stores.pass(minutes * MINUTE);
      expect(await takePacket(stores.deps, project, meera)).toBeUndefined();
    }
    await reconcile(stores.deps);
    expect(await assignment()).toMatchObject({ state: "closed" });
    expect(await header(itemIds[0]!)).toMatchObject({ state: "agreed", answeredBy: [meera], claims: {} });
  });

  it("is longer when she says that she is still at it, and what she answers then is not late", async () => {
    stores.pass(8 * MINUTE);
    expect(await extend()).toEqual({ expiresInMs: 10 * MINUTE });
    stores.pass(9 * MINUTE);
    await reconcile(stores.deps);
    expect(await answer(itemIds[0]!)).toMatchObject({ late: false });
  });

  it("asked for after its end still holds the items, but what she answers is late", async () => {
    stores.pass(11 * MINUTE);
    expect(await extend()).toEqual({ expiresInMs: 10 * MINUTE });
    stores.pass(5 * MINUTE);
    await reconcile(stores.deps);
    expect(await answer(itemIds[0]!)).toMatchObject({ late: true });
  });

  it("goes on when she comes back to it after its end, before anybody took the items back", async () => {
    stores.pass(11 * MINUTE);
    const again = await takePacket(stores.deps, project, meera);
    expect(again).toMatchObject({ assignmentId: packet.assignmentId, expiresInMs: 10 * MINUTE });
  });

  it("cannot be longer once everything is answered, nor for somebody else", async () => {
    const birsa = await haveMember(stores.deps, project, 2);
    await expect(extend(birsa)).rejects.toMatchObject({ code: "not-found" });
    for (const itemId of itemIds) await answer(itemId);
    await expect(extend()).rejects.toMatchObject({ code: "conflict" });
  });

  it("given back frees what is not answered, at once", async () => {
    await answer(itemIds[0]!);
    expect(await giveBack()).toEqual({ released: 1 });
    expect((await header(itemIds[1]!))?.claims).toEqual({});
    const again = await takePacket(stores.deps, project, meera);
    expect(again?.items.map(({ itemId }) => itemId)).toEqual([itemIds[1]]);
    expect(again?.assignmentId).not.toBe(packet.assignmentId);
  });

  it("given back twice, or by somebody else, gives back nothing", async () => {
    const birsa = await haveMember(stores.deps, project, 2);
    await expect(giveBack(birsa)).rejects.toMatchObject({ code: "not-found" });
    expect(await giveBack()).toEqual({ released: 2 });
    expect(await giveBack()).toEqual({ released: 0 });
  });

  it("given back by one page does not lose the answer that another has just sent", async () => {
    await giveBack();
    expect(await answer(itemIds[0]!)).toMatchObject({ state: "stored", late: true });
    expect(await header(itemIds[0]!)).toMatchObject({ state: "agreed", answeredBy: [meera] });
  });

  it("ends with the answers that a crash left undecided and unpaid decided and paid", async () => {
    const [itemId] = itemIds as [ItemId];
    await annotations(stores.deps).put(project.projectId, {
      itemId,
      round: 1,
      annotatorId: meera,
      revision: 1,
      submissionId: newSubmissionId(),
      assignmentId: packet.assignmentId as never,
      ontologyVersion: 1,
      acceptedAtMs: stores.nowMs(),
      late: false,
      counted: true,
      answer: labelled(PEST),
    });
    stores.pass(12 * MINUTE);
    await reconcile(stores.deps);
    expect(await header(itemId)).toMatchObject({ state: "agreed", answeredBy: [meera], claims: {} });
    expect(await ledger(stores.deps).ofMonth(meera, monthOf(stores.nowMs()))).toHaveLength(1);
  });

  it("that cannot be reconciled holds up no other, and rings", async () => {
    const birsa = await haveMember(stores.deps, project, 2);
    const other = await haveProject(stores.deps, { projectId: "broken00" as never, leaseMs: MINUTE });
    await haveMember(stores.deps, other, 2);
    await haveItems(stores.deps, other, 1);
    await takePacket(stores.deps, other, birsa);
    await stores.engine.call("DeleteItem", {
      TableName: stores.deps.config.MAIN_TABLE,
      Key: { pk: { S: "PR#broken00" }, sk: { S: "META" } },
    });
    stores.pass(12 * MINUTE);
    await expect(reconcile(stores.deps)).rejects.toThrow("1 leases and 0 projects");
    expect((await header(itemIds[0]!))?.claims).toEqual({});
    expect(stores.log.filter(({ level }) => level === "error")).toMatchObject([{ event: "lease.unreconciled" }]);
  });
});
