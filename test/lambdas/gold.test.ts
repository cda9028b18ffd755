import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnnotatorId, ItemId } from "../../core/ids.ts";
import { monthOf } from "../../core/pay.ts";
import type { Project } from "../../core/project.ts";
import { assign } from "../../lambdas/assign.ts";
import type { endpoints } from "../../lambdas/endpoints.ts";
import { history } from "../../lambdas/history.ts";
import { listItems } from "../../lambdas/list-items.ts";
import { markGold } from "../../lambdas/mark-gold.ts";
import { reconcile } from "../../lambdas/reconcile.ts";
import { release } from "../../lambdas/release.ts";
import { reopenItem } from "../../lambdas/reopen-item.ts";
import { reviewItem } from "../../lambdas/review-item.ts";
import { withholdAskedGold } from "../../lambdas/steps/withhold-asked-gold.ts";
import { assignments } from "../../lambdas/store/assignments.ts";
import { goldAnswers } from "../../lambdas/store/gold-answers.ts";
import { goldItems } from "../../lambdas/store/gold-items.ts";
import { items } from "../../lambdas/store/items.ts";
import { ledger } from "../../lambdas/store/ledger.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { stats } from "../../lambdas/store/stats.ts";
import {
  callAs,
  changeProject,
  HARMLESS,
  handIn,
  haveItems,
  haveMember,
  haveProject,
  labelled,
  newSubmissionId,
  PEST,
  requestOf,
  takePacket,
} from "../support/labelling.ts";
import { openStores, type Stores } from "../support/stores.ts";

/** Twenty to a packet: gold is due in each. */
const PACKET = 20;

describe("gold that is handed out unseen", () => {
  let stores: Stores;
  let project: Project;
  let vendor: AnnotatorId;
  let her: AnnotatorId;
  let gold: ItemId;
  let others: readonly ItemId[];
  beforeEach(async () => {
    stores = await openStores();
    project = await haveProject(stores.deps, { packetItems: PACKET, overlap: { min: 2, max: 2 } });
    vendor = await haveMember(stores.deps, project, 9, ["vendor", "reviewer"]);
    her = await haveMember(stores.deps, project, 1);
    [gold, ...others] = (await haveItems(stores.deps, project, 40)) as [ItemId, ...ItemId[]];
    await settle(gold);
    await mark(gold, true);
  });
  afterEach(() => stores.close());

  const settle = (itemId: ItemId) =>
    callAs("reviewItem", reviewItem, stores.deps, vendor, {
      path: { projectId: project.projectId, itemId },
      body: { round: 1, decision: { kind: "labelled", value: { classes: [PEST] } } },
    });
  const mark = (itemId: ItemId, isGold: boolean) =>
    callAs("markGold", markGold, stores.deps, vendor, {
      path: { projectId: project.projectId, itemId },
      body: { gold: isGold },
    });
  const reopen = () =>
    callAs("reopenItem", reopenItem, stores.deps, vendor, {
      path: { projectId: project.projectId, itemId: gold },
      body: { round: 1, reason: "she says that it is harmless" },
    });
  const packet = async (person = her) => (await takePacket(stores.deps, project, person))!;
  const header = () => items(stores.deps).find(project.projectId, gold);
  const linesOf = async (person = her) =>
    (await ledger(stores.deps).ofMonth(person, monthOf(stores.nowMs()))).filter(({ itemId }) => itemId === gold);
  const answerAll = ({ items: handed }: Awaited<ReturnType<typeof packet>>, label = HARMLESS) =>
    handed.map(({ itemId }) => ({ itemId, answer: labelled(label) }));
  const listed = async () => {
    const path = { projectId: project.projectId };
    const page = await callAs("listItems", listItems, stores.deps, vendor, { path, query: { state: "gold" } });
    return new Set<string>(page.items.map(({ itemId }) => itemId));
  };
  const told = async () => {
    const path = { projectId: project.projectId };
    return (await callAs("history", history, stores.deps, her, { path })).annotations;
  };

  it("looks like every other item, and makes no packet longer", async () => {
    const { items: handed } = await packet();
    expect(handed).toHaveLength(PACKET);
    const [met, ...others] = [...handed].sort((a) => (a.itemId === gold ? -1 : 1));
    expect(met?.itemId).toBe(gold);
    for (const other of others) expect(Object.keys(met!)).toEqual(Object.keys(other));
    expect(JSON.stringify(handed)).not.toContain("gold");
    const resumed = await packet();
    expect(resumed.items).toEqual(handed);
  });

  it("is not handed out by itself where a crash before the claims has left nothing beside it", async () => {
    const first = await packet();
    const key = { annotatorId: her, projectId: project.projectId, assignmentId: first.assignmentId as never };
    const held = await assignments(stores.deps).find(key);
    const another = await haveMember(stores.deps, project, 2);
    const assignmentId = "01ARZ3NDEKTSV4RRFFQ69G5FAV" as never;
    await assignments(stores.deps).open({ ...held!, annotatorId: another, assignmentId });
    const { items: handed, assignmentId: next } = await packet(another);
    expect(next).not.toBe(assignmentId);
    expect(handed.length).toBeGreaterThan(1);
  });

  it("takes no claim and writes no header; the answer is hers, answered to as any other, and paid like it", async () => {
    const before = await header();
    const taken = await packet();
    expect(await header()).toEqual(before);
    const results = await handIn(stores.deps, project, her, taken.assignmentId, answerAll(taken));
    expect(await header()).toEqual(before);
    const [met, ...others] = [...results].sort((a) => (a.itemId === gold ? -1 : 1));
    for (const other of others) expect({ ...met, itemId: "" }).toEqual({ ...other, itemId: "" });
    expect(await goldAnswers(stores.deps).ofPerson(her, project.projectId)).toMatchObject([
      { itemId: gold, round: 1, revision: 1, late: false, counted: true, answer: labelled(HARMLESS) },
    ]);
    expect(await linesOf()).toMatchObject([{ itemId: gold, pay: project.pay }]);
    expect(await stats(stores.deps).live(project.projectId)).toMatchObject({ annotations: PACKET - 1 });
    const { annotatorId, projectId, assignmentId } = { annotatorId: her, ...project, ...taken };
    const closed = await assignments(stores.deps).find({
      annotatorId,
      projectId,
      assignmentId: assignmentId as never,
    });
    expect(closed).toMatchObject({ state: "closed" });
  });

  it("is taken once, however often the same answer is sent, and can be corrected", async () => {
    const { assignmentId } = await packet();
    const given = { itemId: gold, answer: labelled(HARMLESS), submissionId: newSubmissionId() };
    for (let time = 0; time < 2; time++)
      expect(await handIn(stores.deps, project, her, assignmentId, [given])).toMatchObject([
        { state: "stored", revision: 1 },
      ]);
    const other = { itemId: gold, answer: labelled(PEST) };
    expect(await handIn(stores.deps, project, her, assignmentId, [other])).toMatchObject([{ state: "refused" }]);
    expect(await handIn(stores.deps, project, her, assignmentId, [{ ...other, replaces: 1 }])).toMatchObject([
      { state: "stored", revision: 2 },
    ]);
    expect(await linesOf()).toHaveLength(1);
  });

  it("comes again as it was in a packet that is given back, which is as it was too", async () => {
    const first = await packet();
    const path = { projectId: project.projectId, assignmentId: first.assignmentId };
    await callAs("release", release, stores.deps, her, { path, body: {} });
    const again = await packet();
    expect(again.assignmentId).not.toBe(first.assignmentId);
    expect(again.items.map(({ itemId }) => itemId)).toEqual(first.items.map(({ itemId }) => itemId));
  });

  it("does not come into a packet that had none when she gave it back", async () => {
    await mark(gold, false);
    stores.pass(30_000);
    const first = await packet();
    const path = { projectId: project.projectId, assignmentId: first.assignmentId };
    await callAs("release", release, stores.deps, her, { path, body: {} });
    await mark(gold, true);
    stores.pass(30_000);
    const again = await packet();
    expect(again.items.map(({ itemId }) => itemId)).toEqual(first.items.map(({ itemId }) => itemId));
  });

  it("lies in full packets alone, or it would be more than one in twenty, and is given to nobody who reviews", async () => {
    const another = await haveMember(stores.deps, project, 2, ["annotator", "reviewer"]);
    const membership = await memberships(stores.deps).find(another, project.projectId);
    const sent = requestOf<typeof endpoints.assign>(another, { path: { projectId: project.projectId }, body: {} });
    const given = await assign(stores.deps, { ...sent, membership: membership! });
    expect(given.state === "assigned" && given.assignment.items.map(({ itemId }) => itemId)).not.toContain(gold);
    await changeProject(stores.deps, project.projectId, { overlap: { min: 1, max: 1 } });
    const small = await packet();
    expect(small.items).toHaveLength(PACKET - 1);
    expect(small.items.map(({ itemId }) => itemId)).not.toContain(gold);
  });

  it("is given to nobody further once somebody has spoken of it, and still teaches", async () => {
    const anchor = { kind: "item", itemId: gold } as const;
    for (let time = 0; time < 2; time++) await withholdAskedGold(stores.deps, project.projectId, anchor);
    await withholdAskedGold(stores.deps, project.projectId, { kind: "item", itemId: others[0]! });
    stores.pass(30_000);
    expect((await packet()).items.map(({ itemId }) => itemId)).not.toContain(gold);
    expect(await goldItems(stores.deps).find(project.projectId)).toEqual({
      listed: [{ itemId: gold, round: 1, asked: true }],
      ver: 2,
    });
  });

  it("is met once by each, and never by one who has answered it", async () => {
    const first = await packet();
    await handIn(stores.deps, project, her, first.assignmentId, answerAll(first));
    const second = await packet();
    expect(second.items.map(({ itemId }) => itemId)).not.toContain(gold);
    const another = await haveMember(stores.deps, project, 2);
    expect((await packet(another)).items.map(({ itemId }) => itemId)).toContain(gold);
  });

  it("told afterwards, with what is known of it; re-opened, it is gold no more", async () => {
    const taken = await packet();
    await handIn(stores.deps, project, her, taken.assignmentId, answerAll(taken));
    const ofGold = async () => (await told()).filter(({ itemId }) => itemId === gold);
    expect(await ofGold()).toMatchObject([{ answer: labelled(HARMLESS), gold: { known: labelled(PEST) } }]);
    expect((await told()).filter((one) => "gold" in one)).toHaveLength(1);
    await reopen();
    expect(await ofGold()).toMatchObject([{ gold: {} }]);
    stores.pass(60_000);
    const another = await haveMember(stores.deps, project, 2);
    const { items: handed, assignmentId } = await packet(another);
    const asked = handed.find(({ itemId }) => itemId === gold);
    if (asked) {
      await handIn(stores.deps, project, another, assignmentId, [{ itemId: gold, answer: labelled(HARMLESS) }]);
      expect((await header())?.answeredBy).toEqual([another]);
    }
    expect(await goldAnswers(stores.deps).ofPerson(another, project.projectId)).toEqual([]);
  });

  it("given back, it is met again; left until the lease has ended, it goes with it; late, it is taken, marked and paid", async () => {
    const before = await header();
    const { assignmentId } = await packet();
    const path = { projectId: project.projectId, assignmentId };
    expect(await callAs("release", release, stores.deps, her, { path, body: {} })).toEqual({ released: PACKET });
    const again = await packet();
    expect(again.items.map(({ itemId }) => itemId)).toContain(gold);
    stores.pass(project.leaseMs + 200_000);
    await reconcile(stores.deps);
    const late = await handIn(stores.deps, project, her, again.assignmentId, [
      { itemId: gold, answer: labelled(HARMLESS) },
    ]);
    expect(late).toMatchObject([{ state: "stored", late: true }]);
    expect(await linesOf()).toHaveLength(1);
    expect(await header()).toEqual(before);
    stores.pass(project.leaseMs + 200_000);
    await reconcile(stores.deps);
    expect((await packet()).items.map(({ itemId }) => itemId)).not.toContain(gold);
  });

  it("handed out in two tabs at once, each answer is taken and paid by the packet that it came in", async () => {
    const [one, two] = await Promise.all([packet(), packet()]);
    if (one.assignmentId === two.assignmentId) throw new Error("the two were one");
    for (const { assignmentId, items: handed } of [one, two]) {
      expect(handed.map(({ itemId }) => itemId)).toContain(gold);
      const given = [{ itemId: gold, answer: labelled(PEST) }];
      expect(await handIn(stores.deps, project, her, assignmentId, given)).toMatchObject([{ state: "stored" }]);
    }
    expect(await linesOf()).toHaveLength(2);
  });

  it("is chosen by the vendor among what a reviewer has settled, thirty at most, and taken back", async () => {
    const [unsettled, ...more] = others;
    await expect(mark(unsettled!, true)).rejects.toMatchObject({ code: "conflict", detail: { value: "open" } });
    await expect(mark("a".repeat(20) as ItemId, true)).rejects.toMatchObject({ code: "not-found" });
    for (const itemId of more.slice(0, 30)) await settle(itemId);
    for (const itemId of more.slice(0, 29)) expect(await mark(itemId, true)).toEqual({ itemId, gold: true });
    expect((await listed()).size).toBe(30);
    await expect(mark(more[29]!, true)).rejects.toMatchObject({ code: "conflict", detail: { value: "31" } });
    await reopen();
    expect((await listed()).has(gold)).toBe(false);
    expect(await mark(more[29]!, true), "what was re-opened leaves its place").toMatchObject({ gold: true });
    expect(await mark(more[29]!, true)).toMatchObject({ gold: true });
    expect(await mark(more[29]!, false)).toMatchObject({ gold: false });
    expect((await goldItems(stores.deps).find(project.projectId)).listed).toHaveLength(29);
  });
});
