import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnnotatorId, AssignmentId } from "../../core/ids.ts";
import type { Project } from "../../core/project.ts";
import { earnings } from "../../lambdas/earnings.ts";
import { history } from "../../lambdas/history.ts";
import { assignments } from "../../lambdas/store/assignments.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import {
  annotatorOf,
  callAs,
  HARMLESS,
  handIn,
  haveItems,
  haveMember,
  haveProject,
  labelled,
  PEST,
  projectIdOf,
  takePacket,
} from "../support/labelling.ts";
import { openStores, type Stores } from "../support/stores.ts";

const DAY = 24 * 60 * 60_000;

describe("an annotator", () => {
  let stores: Stores;
  let project: Project;
  let meera: AnnotatorId;
  beforeEach(async () => {
    stores = await openStores();
    project = await haveProject(stores.deps, { packetItems: 2 });
    meera = await haveMember(stores.deps, project, 1);
    await haveItems(stores.deps, project, 14);
  });
  afterEach(() => stores.close());

  /** Answers a whole packet; gives its items. */
  const work = async (inProject = project) => {
    const packet = await takePacket(stores.deps, inProject, meera);
    const given = packet!.items.map(({ itemId }) => ({ itemId, answer: labelled(PEST) }));
    await handIn(stores.deps, inProject, meera, packet!.assignmentId, given);
    return { assignmentId: packet!.assignmentId, itemIds: given.map(({ itemId }) => itemId) };
  };
  const page = (cursor?: string, as = meera) =>
    callAs("history", history, stores.deps, as, {
      path: { projectId: project.projectId },
      query: { ...(cursor && { cursor }) },
    });
  const earned = () => callAs("earnings", earnings, stores.deps, meera);

  it("sees her answers as they stand, newest first, page by page, with what they were about", async () => {
    const worked = [];
    for (let packet = 0; packet < 7; packet++) {
      worked.push(await work());
      stores.pass(60_000);
    }
    const [itemId] = worked[6]!.itemIds as [string];
    await handIn(stores.deps, project, meera, worked[6]!.assignmentId, [
      { itemId, answer: labelled(HARMLESS), replaces: 1 },
    ]);
    const first = await page();
    expect(first.annotations).toHaveLength(10);
    expect(first.annotations[0]).toMatchObject({ itemId, revision: 2, answer: labelled(HARMLESS) });
    expect(first.annotations[0]?.shown?.url).toContain("http");
    const second = await page(first.cursor);
    expect(second.annotations).toHaveLength(4);
    expect(second).not.toHaveProperty("cursor");
    const all = [...first.annotations, ...second.annotations].map((one) => one.itemId);
    expect(new Set(all).size).toBe(14);
  });

  it("sees what she answered also behind packets of which others were quicker to take everything", async () => {
    const { assignmentId, itemIds } = await work();
    const worked = await assignments(stores.deps).find({
      ...project,
      annotatorId: meera,
      assignmentId: assignmentId as AssignmentId,
    });
    for (let lost = 0; lost < 5; lost++) {
      const empty = { ...worked!, assignmentId: stores.deps.newId() as AssignmentId, done: [], state: "open" } as const;
      await assignments(stores.deps).open(empty);
      await assignments(stores.deps).narrow(empty, []);
    }
    const found = [];
    let cursor: string | undefined;
    do {
      const { annotations, cursor: next } = await page(cursor);
      found.push(...annotations.map(({ itemId }) => itemId));
      cursor = next;
    } while (cursor);
    expect(found.sort()).toEqual(itemIds.toSorted());
  });

  it("who has left still sees what she said, without the pictures; a stranger sees no project", async () => {
    await work();
    await memberships(stores.deps).change(meera, project.projectId, { roles: ["annotator"], state: "left" });
    const { annotations } = await page();
    expect(annotations).toHaveLength(2);
    expect(annotations[0]).not.toHaveProperty("shown");
    await expect(page(undefined, annotatorOf(7))).rejects.toMatchObject({ code: "not-found" });
    await expect(page("nonsense")).rejects.toMatchObject({ code: "bad-request" });
  });

  it("sees what she earned today and each month, by currency, and how much was unpaid", async () => {
    await work();
    stores.pass(40 * DAY);
    await work();
    const unpaid = await haveProject(stores.deps, { projectId: projectIdOf("unpaid"), pay: { kind: "unpaid" } });
    await haveMember(stores.deps, unpaid, 1);
    await haveItems(stores.deps, unpaid, 3);
    await work({ ...unpaid, packetItems: 2 });
    const inr = { currency: "INR", amountMicros: 1_000_000, annotations: 2 };
    expect(await earned()).toEqual({
      today: [inr],
      months: [
        { month: "2026-04", ...inr },
        { month: "2026-03", ...inr },
      ],
      unpaidAnnotations: 3,
    });
  });
});
