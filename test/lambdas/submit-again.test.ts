import { afterEach, expect, it } from "vitest";
import type { ItemId } from "../../core/ids.ts";
import { monthOf } from "../../core/pay.ts";
import { items } from "../../lambdas/store/items.ts";
import { ledger } from "../../lambdas/store/ledger.ts";
import { runCut } from "../support/cut-calls.ts";
import { handIn, haveItems, haveMember, haveProject, labelled, PEST, takePacket } from "../support/labelling.ts";
import { openStores, type Stores } from "../support/stores.ts";

let open: Stores | undefined;
afterEach(() => open?.close());

/** One of one answer, so that it decides; her page sends it, and again. */
const aScene = async () => {
  await open?.close();
  const stores = await openStores({ quick: true });
  open = stores;
  const project = await haveProject(stores.deps, { packetItems: 1, overlap: { min: 1, max: 1 } });
  const meera = await haveMember(stores.deps, project, 1);
  const [itemId] = (await haveItems(stores.deps, project, 1)) as readonly [ItemId];
  const packet = await takePacket(stores.deps, project, meera);
  if (!packet) throw new Error("nothing was handed out");
  const given = [{ itemId, answer: labelled(PEST), submissionId: "00000000-0000-4000-9000-00000000a9a1" }];
  const sends = (deps: Stores["deps"]) => handIn(deps, project, meera, packet.assignmentId, given);
  return { stores, project, meera, itemId, sends };
};

it("an answer that is sent again goes on where its handler died, at whichever call that was", async () => {
  const whole = await aScene();
  const ran = await runCut(whole.stores.deps, whole.sends);
  if (ran.state !== "ended") throw new Error("nothing was cut");
  for (let call = 1; call <= ran.calls; call++) {
    const { stores, project, meera, itemId, sends } = await aScene();
    await runCut(stores.deps, sends, { call, when: "after" });
    expect(await sends(stores.deps), `cut after call ${call}`).toMatchObject([{ state: "stored", revision: 1 }]);
    const header = await items(stores.deps).find(project.projectId, itemId);
    expect(header, `cut after call ${call}`).toMatchObject({ state: "agreed", answeredBy: [meera], claims: {} });
    const lines = await ledger(stores.deps).ofMonth(meera, monthOf(stores.nowMs()));
    expect(lines, `cut after call ${call}`).toHaveLength(1);
  }
  expect(ran.calls).toBeGreaterThan(6);
});
