import { SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OVERLAP_MAX, type Project } from "../../core/project.ts";
import { assign } from "../../lambdas/assign.ts";
import { feed } from "../../lambdas/feed.ts";
import { items } from "../../lambdas/store/items.ts";
import { taskQueues } from "../../lambdas/store/task-queues.ts";
import {
  annotatorOf,
  callAs,
  changeProject,
  handIn,
  haveItems,
  haveMember,
  haveProject,
  labelled,
  PEST,
  takePacket,
} from "../support/labelling.ts";
import { type LabellingCloud, openLabellingCloud } from "../support/labelling-cloud.ts";
import { openStores, type Stores } from "../support/stores.ts";

describe("an annotator who asks for items", () => {
  let stores: Stores;
  let project: Project;
  const meera = annotatorOf(1);
  beforeEach(async () => {
    stores = await openStores();
    project = await haveProject(stores.deps, { packetItems: 3, overlap: { min: 1, max: 2 } });
    await haveMember(stores.deps, project, 1);
    await haveMember(stores.deps, project, 2);
  });
  afterEach(() => stores.close());
  const ask = (holding: readonly string[] = []) => takePacket(stores.deps, project, meera, holding);
  const answer = () =>
    callAs("assign", assign, stores.deps, meera, { path: { projectId: project.projectId }, body: {} });

  it("gets a packet with all that a page needs", async () => {
    await haveItems(stores.deps, project, 5);
    const packet = await ask();
    expect(packet).toMatchObject({ done: [], leaseMs: project.leaseMs, instructionsVersion: 1, pay: project.pay });
    expect(packet?.items).toHaveLength(3);
    expect(packet?.ontology.labels.map(({ id }) => id)).toContain(PEST);
    expect(packet?.items[0]?.url).toContain("response-content-type=image%2Fjpeg");
  });

  it("gets what has priority first", async () => {
    await haveItems(stores.deps, project, 40);
    const urgent = await haveItems(stores.deps, project, 42, { priority: 0 });
    const packet = await ask();
    expect(urgent.slice(40)).toEqual(expect.arrayContaining(packet!.items.slice(0, 2).map(({ itemId }) => itemId)));
  });

  it("gets the same packet again after its page was closed, with what she has answered marked", async () => {
    await haveItems(stores.deps, project, 5);
    const packet = await ask();
    const itemId = packet!.items[0]!.itemId;
    await handIn(stores.deps, project, meera, packet!.assignmentId, [{ itemId, answer: labelled(PEST) }]);
    const again = await ask();
    expect(again?.assignmentId).toBe(packet?.assignmentId);
    expect(again?.done).toEqual([itemId]);
    expect(again?.items).toHaveLength(3);
  });

  it("gets one packet ahead, and no third", async () => {
    await haveItems(stores.deps, project, 20);
    const first = await ask();
    const second = await ask([first!.assignmentId]);
    expect(second?.assignmentId).not.toBe(first?.assignmentId);
    expect(await ask([first!.assignmentId, second!.assignmentId])).toBeUndefined();
  });

  it("is never shown an item twice, nor one that as many hold as are wanted", async () => {
    const all = await haveItems(stores.deps, project, 3);
    const first = await ask();
    expect(first?.items).toHaveLength(3);
    expect(await takePacket(stores.deps, project, annotatorOf(2))).toBeUndefined();
    await handIn(
      stores.deps,
      project,
      meera,
      first!.assignmentId,
      all.map((itemId) => ({ itemId, answer: labelled(PEST) })),
    );
    expect(await answer()).toMatchObject({ state: "nothing", everythingAnswered: true });
  });

  it("finds the one item left behind hundreds that she has answered herself", async () => {
    const changes = { overlap: { min: 2, max: 2 }, packetItems: 20 };
    await changeProject(stores.deps, project.projectId, changes);
    const inPairs = { ...project, ...changes };
    await haveItems(stores.deps, inPairs, 900, { answeredBy: [meera], priority: 1 });
    await haveItems(stores.deps, inPairs, 901, { priority: 2 });
    const packet = await ask();
    expect(packet?.items).toHaveLength(1);
  }, 60_000);

  it.each([
    ["draft", "project-not-open"],
    ["paused", "project-not-open"],
    ["closed", "project-closed"],
  ] as const)("is told when the project is %s", async (state, code) => {
    await changeProject(stores.deps, project.projectId, { state });
    await expect(answer()).rejects.toMatchObject({ code });
  });

  it("gets a whole packet, though others claim the same items in the same moment", async () => {
    const wide = await haveProject(stores.deps, {
      projectId: "crowded1" as Project["projectId"],
      packetItems: 3,
      overlap: { min: 4, max: 4 },
    });
    await haveItems(stores.deps, wide, 3);
    const people = [1, 2, 3, 4].map(annotatorOf);
    for (const number of [1, 2, 3, 4]) await haveMember(stores.deps, wide, number);
    const packets = await Promise.all(people.map((personId) => takePacket(stores.deps, wide, personId)));
    expect(packets.map((packet) => packet?.items.length)).toEqual([3, 3, 3, 3]);
  });

  it("of many at once, never more get an item than are wanted", async () => {
    const wide = await haveProject(stores.deps, {
      projectId: "crowded0" as Project["projectId"],
      packetItems: 2,
      overlap: { min: 3, max: OVERLAP_MAX },
    });
    const people = await Promise.all(
      Array.from({ length: 12 }, (_, number) => haveMember(stores.deps, wide, number + 10)),
    );
    const itemIds = await haveItems(stores.deps, wide, 4);
    const packets = await Promise.all(people.map((person) => takePacket(stores.deps, wide, person)));
    for (const itemId of itemIds) {
      const header = await items(stores.deps).find(wide.projectId, itemId);
      const holders = Object.keys(header!.claims).length;
      expect(holders).toBeLessThanOrEqual(3);
      // Whoever was handed it holds it: nobody's claim was written over.
      const handed = packets.filter((packet) => packet?.items.some((item) => item.itemId === itemId));
      expect(handed).toHaveLength(holders);
    }
  });
});

describe("tickets", () => {
  let cloud: LabellingCloud;
  let project: Project;
  beforeEach(async () => {
    cloud = await openLabellingCloud();
    project = await haveProject(cloud.deps, { packetItems: 10, overlap: { min: 1, max: 1 } });
    await haveMember(cloud.deps, project, 1);
  });
  afterEach(() => cloud.close());

  it("hand the items out that feed put on them, and are gone then", async () => {
    await haveItems(cloud.deps, project, 120);
    await taskQueues(cloud.deps).create(project.projectId, project.epoch);
    await feed(cloud.deps);
    expect(await taskQueues(cloud.deps).depth(project.projectId, project.epoch)).toBe(4);
    const packet = await takePacket(cloud.deps, project, annotatorOf(1));
    expect(packet?.items).toHaveLength(10);
    expect(await taskQueues(cloud.deps).depth(project.projectId, project.epoch)).toBe(3);
  });

  it("of an older opening are dropped unread", async () => {
    const itemIds = await haveItems(cloud.deps, project, 60);
    const queue = taskQueues(cloud.deps);
    await queue.create(project.projectId, project.epoch);
    const ticket = { v: 1, projectId: project.projectId, epoch: 0, items: itemIds.slice(0, 5) } as const;
    await queue.send(project.projectId, project.epoch, [ticket]);
    expect(await queue.take(project.projectId, project.epoch, 5)).toEqual([]);
    expect(await queue.depth(project.projectId, project.epoch)).toBe(0);
  });

  it("are not needed: without a queue, and with the queue service away, items are handed out all the same", async () => {
    await haveItems(cloud.deps, project, 30);
    const without = await takePacket(cloud.deps, project, annotatorOf(1));
    expect(without?.items).toHaveLength(10);
    const queue = new SQSClient({ region: "us-east-1", endpoint: "http://127.0.0.1:1", maxAttempts: 1 });
    const away = await takePacket({ ...cloud.deps, queue }, project, annotatorOf(1), [without!.assignmentId]);
    expect(away?.items).toHaveLength(10);
    expect(cloud.log.map(({ event }) => event)).toContain("tickets.unavailable");
  });

  it("that all lie do no harm: what they name is read before it is claimed", async () => {
    const itemIds = await haveItems(cloud.deps, project, 60);
    await haveMember(cloud.deps, project, 2);
    const queue = taskQueues(cloud.deps);
    await queue.create(project.projectId, project.epoch);
    const ticket = { v: 1, projectId: project.projectId, epoch: 1, items: itemIds.slice(0, 10) } as const;
    await queue.send(project.projectId, project.epoch, [ticket, ticket]);
    const first = await takePacket(cloud.deps, project, annotatorOf(1));
    const second = await takePacket(cloud.deps, project, annotatorOf(2));
    const both = [...first!.items, ...second!.items].map(({ itemId }) => itemId);
    expect(new Set(both).size).toBe(20);
  });
});
