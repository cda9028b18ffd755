import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnnotatorId, ItemId, LabelId } from "../../core/ids.ts";
import type { Project } from "../../core/project.ts";
import { reopenItem } from "../../lambdas/reopen-item.ts";
import { reviewItem } from "../../lambdas/review-item.ts";
import { scrub } from "../../lambdas/scrub.ts";
import { items } from "../../lambdas/store/items.ts";
import { reviews } from "../../lambdas/store/reviews.ts";
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

describe("a reviewer", () => {
  let stores: Stores;
  let project: Project;
  let reviewer: AnnotatorId;
  let people: readonly AnnotatorId[];
  let itemId: ItemId;
  beforeEach(async () => {
    stores = await openStores();
    project = await haveProject(stores.deps, { packetItems: 1, overlap: { min: 2, max: 2 } });
    reviewer = await haveMember(stores.deps, project, 9, ["reviewer"]);
    people = [await haveMember(stores.deps, project, 1), await haveMember(stores.deps, project, 2)];
    [itemId] = (await haveItems(stores.deps, project, 1)) as [ItemId];
    await answer(people[0]!, PEST);
    await answer(people[1]!, HARMLESS);
  });
  afterEach(() => stores.close());

  const answer = async (person: AnnotatorId, label: LabelId) => {
    const packet = await takePacket(stores.deps, project, person);
    await handIn(stores.deps, project, person, packet!.assignmentId, [{ itemId, answer: labelled(label) }]);
  };
  const path = () => ({ projectId: project.projectId, itemId });
  const settle = (label: LabelId, round = 1, ver?: number) =>
    callAs("reviewItem", reviewItem, stores.deps, reviewer, {
      path: path(),
      body: { round, decision: { kind: "labelled", value: { classes: [label] } }, note: "a moth", ...(ver && { ver }) },
    });
  const reopen = (round = 1) =>
    callAs("reopenItem", reopenItem, stores.deps, reviewer, { path: path(), body: { round, reason: "new label" } });
  const found = () => items(stores.deps).findWithAnnotations(project.projectId, itemId);

  it("settles a contested item; the answers under it stay", async () => {
    expect((await found())?.header.state).toBe("contested");
    const card = await settle(HARMLESS);
    expect(card).toMatchObject({ state: "agreed", consensus: { classes: [HARMLESS], reviewed: true, agreement: 0.5 } });
    expect((await found())?.annotations).toHaveLength(2);
    expect(await reviews(stores.deps).ofItem(project.projectId, itemId)).toMatchObject([
      { kind: "decided", decision: labelled(HARMLESS), note: "a moth", reviewerId: reviewer },
    ]);
  });

  it("may settle it again: the newest decision is in force", async () => {
    await settle(HARMLESS);
    stores.pass(1000);
    expect(await settle(PEST)).toMatchObject({ consensus: { classes: [PEST] } });
  });

  it("is told when somebody else was faster, or the decision does not fit", async () => {
    await expect(settle(HARMLESS, 2)).rejects.toMatchObject({ code: "conflict" });
    await expect(settle(HARMLESS, 1, 1)).rejects.toMatchObject({ code: "conflict", detail: { field: "body.ver" } });
    await expect(settle("beetle" as LabelId)).rejects.toMatchObject({
      code: "bad-request",
      detail: { field: "body.decision.value.classes.0" },
    });
  });

  it("re-opens an item once: all are asked anew, and nothing said before is lost", async () => {
    await settle(HARMLESS);
    expect(await reopen()).toMatchObject({ state: "open", round: 2, answers: 0 });
    await expect(reopen()).rejects.toMatchObject({ code: "conflict" });
    await expect(reopen(2)).rejects.toMatchObject({ code: "conflict" });
    await answer(people[0]!, PEST);
    await answer(people[1]!, PEST);
    const { header, annotations } = (await found())!;
    expect(header).toMatchObject({ state: "agreed", round: 2, consensus: { classes: [PEST] } });
    expect(annotations.map(({ round }) => round)).toEqual([1, 1, 2, 2]);
  });

  it("cannot re-open anything in a closed project", async () => {
    await changeProject(stores.deps, project.projectId, { state: "closed" });
    await expect(reopen()).rejects.toMatchObject({ code: "project-closed" });
  });

  it("whose decision was cut before the header knew of it, finds it there after a scrub", async () => {
    await reviews(stores.deps).record(project.projectId, itemId, {
      kind: "decided",
      reviewId: stores.deps.newId(),
      round: 1,
      reviewerId: reviewer,
      atMs: stores.nowMs(),
      decision: labelled(HARMLESS),
    });
    stores.pass(10 * 60_000);
    expect((await scrub(stores.deps)).repaired).toBe(1);
    expect((await found())?.header).toMatchObject({ state: "agreed", consensus: { reviewed: true } });
    expect((await scrub(stores.deps)).repaired).toBe(0);
  });
});
