import { expect, it } from "vitest";
import type { ItemId } from "../../core/ids.ts";
import { monthOf } from "../../core/pay.ts";
import { reconcileLeases } from "../../lambdas/steps/reconcile-leases.ts";
import { items } from "../../lambdas/store/items.ts";
import { ledger } from "../../lambdas/store/ledger.ts";
import { handIn, haveItems, haveMember, haveProject, labelled, PEST, takePacket } from "../support/labelling.ts";
import { puppet } from "../support/puppet.ts";
import { openStores, type Stores } from "../support/stores.ts";

/** Of a late answer's writes: the lease is moved, the answer is stored. Then its handler dies. */
const WRITES_BEFORE_IT_DIES = 2;

/** What becomes of a late answer that is stored while reconcile, so many calls on its way, ends her lease. */
const lateAnswerDuring = async (stores: Stores, calls: number) => {
  const project = await haveProject(stores.deps, { packetItems: 1, overlap: { min: 1, max: 1 }, leaseMs: 60_000 });
  const meera = await haveMember(stores.deps, project, 1);
  const [itemId] = (await haveItems(stores.deps, project, 1)) as readonly [ItemId];
  const packet = await takePacket(stores.deps, project, meera);
  if (!packet) throw new Error("nothing was handed out");
  const reconcile = (deps: Stores["deps"]) => reconcileLeases(deps, Number.POSITIVE_INFINITY);
  stores.pass(10 * 60_000);
  const reconciling = puppet(stores, reconcile);
  await reconciling.step(calls);
  const isOver = reconciling.isOver();
  const given = [{ itemId, answer: labelled(PEST) }];
  await puppet(stores, (deps) => handIn(deps, project, meera, packet.assignmentId, given)).stepPast(
    WRITES_BEFORE_IT_DIES,
  );
  await reconciling.finish();
  stores.pass(10 * 60_000);
  await reconcile(stores.deps);
  const header = await items(stores.deps).find(project.projectId, itemId);
  const lines = await ledger(stores.deps).ofMonth(meera, monthOf(stores.nowMs()));
  return { isOver, answeredBy: header?.answeredBy.length, paid: lines.length };
};

it("a late answer that is stored while reconcile ends its lease is decided and paid, at whichever call that was", async () => {
  let calls = 0;
  for (let isOver = false; !isOver; calls++) {
    const stores = await openStores({ quick: true });
    const left = await lateAnswerDuring(stores, calls);
    await stores.close();
    expect(left, `after ${calls} calls of reconcile`).toMatchObject({ answeredBy: 1, paid: 1 });
    isOver = left.isOver;
  }
  expect(calls).toBeGreaterThan(20);
});
