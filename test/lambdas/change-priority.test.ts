import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnnotatorId, ItemId } from "../../core/ids.ts";
import { PRIORITY } from "../../core/item.ts";
import type { Project } from "../../core/project.ts";
import { changePriority } from "../../lambdas/change-priority.ts";
import { reopenItem } from "../../lambdas/reopen-item.ts";
import { items } from "../../lambdas/store/items.ts";
import {
  callAs,
  changeProject,
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

describe("a vendor who moves an item in the order in which items are handed out", () => {
  let stores: Stores;
  let project: Project;
  let vendor: AnnotatorId;
  let people: readonly [AnnotatorId, AnnotatorId];
  let itemIds: readonly ItemId[];
  beforeEach(async () => {
    stores = await openStores();
    project = await haveProject(stores.deps, { packetItems: 2, overlap: { min: 2, max: 2 } });
    vendor = await haveMember(stores.deps, project, 9, ["vendor"]);
    people = [await haveMember(stores.deps, project, 1), await haveMember(stores.deps, project, 2)];
    itemIds = await haveItems(stores.deps, project, 12);
  });
  afterEach(() => stores.close());

  const move = (itemId: ItemId, priority: number) =>
    callAs("changePriority", changePriority, stores.deps, vendor, {
      path: { projectId: project.projectId, itemId },
      body: { priority },
    });
  const takenBy = async (person: AnnotatorId) => (await takePacket(stores.deps, project, person))!;
  const handedTo = async (person: AnnotatorId) => idsOf((await takenBy(person)).items);
  const idsOf = (handed: readonly { readonly itemId: string }[]) =>
    handed.map(({ itemId }) => itemIds.find((one) => one === itemId)!);
  const header = (itemId: ItemId) => items(stores.deps).find(project.projectId, itemId);
  const usualOrder = () => handedTo(people[1]);
  const lastInOrder = async () => {
    const sooner = await usualOrder();
    return itemIds.findLast((itemId) => !sooner.includes(itemId))!;
  };

  it("sees it handed out first, and the others in their order after it", async () => {
    const wanted = await lastInOrder();
    expect(await move(wanted, PRIORITY.first)).toMatchObject({ itemId: wanted, priority: 0, state: "open" });
    expect((await handedTo(people[0]))[0]).toBe(wanted);
  });

  it("sees it handed out last, once nothing else is left", async () => {
    const [sooner] = await usualOrder();
    await move(sooner!, PRIORITY.last);
    const seen: ItemId[] = [];
    for (let packet = 0; packet < 6; packet++) {
      const { assignmentId, items: handed } = await takenBy(people[0]);
      seen.push(...idsOf(handed));
      const answers = handed.map(({ itemId }) => ({ itemId, answer: labelled(PEST) }));
      await handIn(stores.deps, project, people[0], assignmentId, answers);
    }
    expect(new Set(seen).size).toBe(12);
    expect(seen.at(-1)).toBe(sooner);
  });

  it("takes it from nobody who holds it, and changes nothing that was said of it", async () => {
    const { assignmentId, items: handed } = await takenBy(people[0]);
    const [itemId] = idsOf(handed) as [ItemId];
    const before = await header(itemId);
    await move(itemId, PRIORITY.last);
    expect(await header(itemId)).toEqual({ ...before, ver: before!.ver + 1, priority: 31 });
    const answered = await handIn(stores.deps, project, people[0], assignmentId, [{ itemId, answer: labelled(PEST) }]);
    expect(answered).toMatchObject([{ itemId, state: "stored" }]);
    expect(await header(itemId)).toMatchObject({ priority: 31, answeredBy: [people[0]] });
  });

  it("may say it twice: the second time nothing is written", async () => {
    const [itemId] = itemIds as [ItemId];
    await move(itemId, 3);
    const once = await header(itemId);
    expect(await move(itemId, 3)).toMatchObject({ priority: 3 });
    expect(await header(itemId)).toEqual(once);
  });

  it("finds a decided item in its new place when it is asked again", async () => {
    const wanted = await lastInOrder();
    await items(stores.deps).replace(
      {
        ...(await header(wanted))!,
        state: "agreed",
        consensus: { state: "agreed", agreement: 1, classes: [HARMLESS] },
      },
      1,
      false,
    );
    await move(wanted, PRIORITY.first);
    expect(await handedTo(people[0])).not.toContain(wanted);
    await callAs("reopenItem", reopenItem, stores.deps, vendor, {
      path: { projectId: project.projectId, itemId: wanted },
      body: { round: 1, reason: "look again" },
    });
    const third = await haveMember(stores.deps, project, 3);
    expect((await handedTo(third))[0]).toBe(wanted);
  });

  it("is told when there is nothing to move", async () => {
    const [itemId] = itemIds as [ItemId];
    await expect(move("a".repeat(20) as ItemId, 0)).rejects.toMatchObject({ code: "not-found" });
    await items(stores.deps).replace({ ...(await header(itemId))!, state: "rejected" }, 1, false);
    await expect(move(itemId, 0)).rejects.toMatchObject({ code: "conflict", detail: { value: "rejected" } });
    await changeProject(stores.deps, project.projectId, { state: "closed" });
    await expect(move(itemIds[1]!, 0)).rejects.toMatchObject({ code: "project-closed" });
  });
});
