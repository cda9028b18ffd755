import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnnotatorId, ItemId } from "../../core/ids.ts";
import type { Project } from "../../core/project.ts";
import { items } from "../../lambdas/store/items.ts";
import {
  HARMLESS,
  handIn,
  haveItems,
  haveMember,
  haveProject,
  labelled,
  PEST,
  takePacket,
} from "../support/labelling.ts";
import { openStores, type Stores } from "../support/stores.ts";

describe("labelling", () => {
  let stores: Stores;
  let project: Project;
  let meera: AnnotatorId;
  let birsa: AnnotatorId;
  let itemIds: readonly ItemId[];
  beforeEach(async () => {
    stores = await openStores();
    project = await haveProject(stores.deps, { packetItems: 3, overlap: { min: 2, max: 3 } });
    meera = await haveMember(stores.deps, project, 1);
    birsa = await haveMember(stores.deps, project, 2);
    itemIds = await haveItems(stores.deps, project, 5);
  });
  afterEach(() => stores.close());
  const header = (itemId: string) => items(stores.deps).find(project.projectId, itemId as ItemId);

  it("ends in agreement when two say the same", async () => {
    for (const annotator of [meera, birsa]) {
      for (;;) {
        const packet = await takePacket(stores.deps, project, annotator);
        if (!packet) break;
        const given = packet.items.map(({ itemId }) => ({ itemId, answer: labelled(PEST) }));
        const results = await handIn(stores.deps, project, annotator, packet.assignmentId, given);
        expect(results.map(({ state }) => state)).toEqual(given.map(() => "stored"));
      }
    }
    for (const itemId of itemIds) {
      expect(await header(itemId)).toMatchObject({ state: "agreed", consensus: { classes: [PEST] }, claims: {} });
    }
  });

  it("asks a third when two differ", async () => {
    for (const [annotator, label] of [
      [meera, PEST],
      [birsa, HARMLESS],
    ] as const) {
      const packet = await takePacket(stores.deps, project, annotator);
      const itemId = packet!.items[0]!.itemId;
      await handIn(stores.deps, project, annotator, packet!.assignmentId, [{ itemId, answer: labelled(label) }]);
    }
    const all = await Promise.all(itemIds.map(header));
    expect(all.filter((one) => one?.overlapWanted === 3)).toHaveLength(1);
  });
});
