import { afterEach, describe, expect, it } from "vitest";
import type { Answer } from "../../core/annotation.ts";
import type { AssignmentId, ItemId, LabelId } from "../../core/ids.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { getItem } from "../../lambdas/get-item.ts";
import { learn } from "../../lambdas/learn.ts";
import { markGold } from "../../lambdas/mark-gold.ts";
import { reopenItem } from "../../lambdas/reopen-item.ts";
import { reviewItem } from "../../lambdas/review-item.ts";
import { goldAnswers } from "../../lambdas/store/gold-answers.ts";
import { projects } from "../../lambdas/store/projects.ts";
import { skillsObjects } from "../../lambdas/store/skills-objects.ts";
import { skillsRecords } from "../../lambdas/store/skills-records.ts";
import { stats } from "../../lambdas/store/stats.ts";
import { type ExportWorld, startExportWorld } from "../support/export-world.ts";
import { newSubmissionId } from "../support/labelling.ts";
import { aLabel } from "../support/project-body.ts";

const says = (label: string): Answer => ({ kind: "labelled", value: { classes: [label as LabelId] } });
const truthOf = (nth: number): string => (nth % 2 ? "pest" : "no_pest");
const wrongOf = (nth: number): string => truthOf(nth + 1);
const GOLD = 8;

let at: ExportWorld;
afterEach(() => at.close());

/** Forty items that three careful people agree on; a reviewer has settled the first eight, which are gold. */
const open = async (): Promise<readonly ItemId[]> => {
  at = await startExportWorld({
    overlap: { min: 3, max: 5 },
    confidenceTarget: 0.95,
    ontology: { tools: ["class"], labels: [aLabel("pest"), aLabel("no_pest", "#009e73")] },
  });
  const project = await projects(at.deps).find(at.projectId);
  if (!project) throw new Error("the project is there");
  await projects(at.deps).replace({ ...project, state: "open" }, project.ver);
  const ids: ItemId[] = [];
  for (let nth = 0; nth < 40; nth += 1) {
    const itemId = await at.item(`leaf-${String(nth).padStart(3, "0")}.jpg`);
    for (const name of ["asha", "birsa", "chand"]) await at.answer(itemId, at.person(name), says(truthOf(nth)));
    ids.push(itemId);
  }
  for (const [nth, itemId] of ids.slice(0, GOLD).entries()) {
    const body = { round: 1, decision: says(truthOf(nth)) };
    await at.call(endpoints.reviewItem, reviewItem, { as: at.vendor, path: pathOf(itemId), body });
    await mark(itemId, true);
  }
  await stats(at.deps).add(at.projectId, { annotations: 120 });
  return ids.slice(0, GOLD);
};
const pathOf = (itemId: ItemId) => ({ projectId: at.projectId, itemId });
const mark = (itemId: ItemId, gold: boolean) =>
  at.call(endpoints.markGold, markGold, { as: at.vendor, path: pathOf(itemId), body: { gold } });

/** What somebody says of gold that was handed to her. */
const met = (name: string, itemId: ItemId, label: string, revision = 1, { counted = true } = {}) =>
  goldAnswers(at.deps).put(at.projectId, {
    itemId,
    round: 1,
    annotatorId: at.person(name).personId,
    revision,
    submissionId: newSubmissionId(),
    assignmentId: "01ARZ3NDEKTSV4RRFFQ69G5FAV" as AssignmentId,
    ontologyVersion: 1,
    acceptedAtMs: at.deps.now() + revision,
    late: false,
    counted,
    answer: says(label),
  });
const learned = async () => {
  at.pass(10);
  await learn(at.deps);
  return skillsObjects(at.deps).readSnapshot({ projectId: at.projectId, number: 1 });
};
const skillIn = (snapshot: Awaited<ReturnType<typeof learned>>, name: string) =>
  snapshot.annotators.find(({ id }) => id === at.person(name).personId)?.skill;

describe("what gold teaches", () => {
  it("is whom to trust, before anybody else has answered what she answered", async () => {
    const gold = await open();
    for (const [nth, itemId] of gold.entries()) {
      await met("kavi", itemId, truthOf(nth));
      await met("dev", itemId, wrongOf(nth));
    }
    const snapshot = await learned();
    expect(skillIn(snapshot, "kavi")).toBeGreaterThan(skillIn(snapshot, "dev") ?? 1);
    expect(snapshot.answers).toBe(120 + 2 * GOLD);
  });

  it("is by what she said first: a correction came after she was told", async () => {
    const gold = await open();
    for (const [nth, itemId] of gold.entries()) {
      await met("dev", itemId, wrongOf(nth));
      await met("dev", itemId, truthOf(nth), 2);
      await met("kavi", itemId, truthOf(nth));
    }
    const snapshot = await learned();
    expect(snapshot.answers).toBe(120 + 2 * GOLD);
    expect(skillIn(snapshot, "dev")).toBeLessThan(skillIn(snapshot, "kavi") ?? 0);
  });

  it("is not by what one said who was told before it counted", async () => {
    const gold = await open();
    for (const [nth, itemId] of gold.entries()) {
      await met("dev", itemId, wrongOf(nth), 1, { counted: false });
      await met("dev", itemId, truthOf(nth), 2);
    }
    expect(skillIn(await learned(), "dev")).toBeUndefined();
  });

  it("is learned anew soon after it was taken back", async () => {
    const gold = await open();
    for (const [nth, itemId] of gold.entries()) await met("dev", itemId, wrongOf(nth));
    expect(skillIn(await learned(), "dev")).toBeDefined();
    expect(await skillsRecords(at.deps).current(at.projectId)).toMatchObject({ number: 1, answers: 120 });
    await learn(at.deps);
    expect(await skillsRecords(at.deps).current(at.projectId)).toMatchObject({ number: 1 });
    for (const itemId of gold) await mark(itemId, false);
    await learn(at.deps);
    const second = await skillsObjects(at.deps).readSnapshot({ projectId: at.projectId, number: 2 });
    expect(skillIn(second, "dev")).toBeUndefined();
  });

  it("is nothing once it is taken back or re-opened, as if it had never been", async () => {
    const gold = await open();
    for (const [nth, itemId] of gold.entries()) await met("dev", itemId, wrongOf(nth));
    const [reopened, ...takenBack] = gold;
    const sent = { as: at.vendor, path: pathOf(reopened!), body: { round: 1, reason: "it is harmless" } };
    await at.call(endpoints.reopenItem, reopenItem, sent);
    for (const itemId of takenBack) await mark(itemId, false);
    const snapshot = await learned();
    expect(skillIn(snapshot, "dev")).toBeUndefined();
    expect(snapshot.answers).toBe(120 - 3);
  });

  it("is shown to the vendor without names, so that gold that errs is seen", async () => {
    const [first] = (await open()) as [ItemId];
    for (const name of ["dev", "ekka"]) await met(name, first, wrongOf(0));
    await met("kavi", first, truthOf(0));
    const shown = await at.call(endpoints.getItem, getItem, { as: at.vendor, path: pathOf(first) });
    expect(shown.gold).toEqual({
      handedOut: true,
      asked: false,
      answers: [says("no_pest"), says("pest"), says("pest")],
    });
    expect(shown.answers).toHaveLength(3);
    for (const name of ["dev", "ekka", "kavi"]) expect(JSON.stringify(shown)).not.toContain(at.person(name).personId);
    const unsettled = await at.call(endpoints.getItem, getItem, {
      as: at.vendor,
      path: pathOf(await at.item("x.jpg")),
    });
    expect(unsettled.gold).toBeUndefined();
  });
});
