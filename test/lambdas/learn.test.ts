import { afterEach, describe, expect, it } from "vitest";
import type { Answer } from "../../core/annotation.ts";
import type { ItemId, LabelId } from "../../core/ids.ts";
import { agreement } from "../../lambdas/agreement.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { learn } from "../../lambdas/learn.ts";
import { items } from "../../lambdas/store/items.ts";
import { projects } from "../../lambdas/store/projects.ts";
import { skillsObjects } from "../../lambdas/store/skills-objects.ts";
import { skillsRecords } from "../../lambdas/store/skills-records.ts";
import { stats } from "../../lambdas/store/stats.ts";
import { linesOf } from "../core/formats/bundle-of.ts";
import { type ExportWorld, startExportWorld } from "../support/export-world.ts";
import { aLabel } from "../support/project-body.ts";

const says = (label: string): Answer => ({ kind: "labelled", value: { classes: [label as LabelId] } });
const CAREFUL = ["asha", "birsa", "chand"];

let at: ExportWorld;
afterEach(() => at.close());

/** Forty items, each answered by two of three careful people, who agree, and by one who says what comes to mind. */
const answered = async (from = 0): Promise<readonly ItemId[]> => {
  const ids: ItemId[] = [];
  for (let nth = from; nth < from + 40; nth += 1) {
    const itemId = await at.item(`leaf-${String(nth).padStart(3, "0")}.jpg`);
    const truth = nth % 2 ? "pest" : "no_pest";
    const two = CAREFUL.filter((_, person) => person !== nth % 3);
    for (const name of two) await at.answer(itemId, at.person(name), says(truth));
    await at.answer(itemId, at.person("dev"), says((nth >> 1) % 2 ? "pest" : "no_pest"));
    ids.push(itemId);
  }
  await stats(at.deps).add(at.projectId, { annotations: 120 });
  return ids;
};

const open = async () => {
  at = await startExportWorld({
    overlap: { min: 2, max: 5 },
    confidenceTarget: 0.95,
    ontology: { tools: ["class"], labels: [aLabel("pest"), aLabel("no_pest", "#009e73")] },
  });
  const project = await projects(at.deps).find(at.projectId);
  if (!project) throw new Error("the project is there");
  await projects(at.deps).replace({ ...project, state: "open" }, project.ver);
};
const headerOf = async (itemId: ItemId) => {
  const found = await items(at.deps).find(at.projectId, itemId);
  if (!found) throw new Error("the item is there");
  return found;
};
const seen = () => at.call(endpoints.agreement, agreement, { as: at.vendor, path: { projectId: at.projectId } });

describe("learning who is right", () => {
  it("waits until there is something to learn from", async () => {
    await open();
    await stats(at.deps).add(at.projectId, { annotations: 19 });
    await learn(at.deps);
    expect(await skillsRecords(at.deps).current(at.projectId)).toBeUndefined();
    expect(await seen()).toEqual({ state: "none" });
  });

  it("decides open items by the new snapshot, which their headers name, and says how sure it is", async () => {
    await open();
    const ids = await answered();
    await learn(at.deps);
    expect(await skillsRecords(at.deps).current(at.projectId)).toMatchObject({
      number: 1,
      state: "applied",
      answers: 120,
    });
    for (const [nth, itemId] of ids.entries()) {
      const header = await headerOf(itemId);
      expect(header).toMatchObject({ state: "agreed", snapshot: 1, ver: 2 });
      expect(header.consensus?.classes).toEqual([nth % 2 ? "pest" : "no_pest"]);
      expect(header.consensus?.confidence).toBeGreaterThan(0.95);
    }
    const snapshot = await skillsObjects(at.deps).readSnapshot({ projectId: at.projectId, number: 1 });
    const skillOf = (name: string) => snapshot.annotators.find(({ id }) => id === at.person(name).personId)?.skill ?? 0;
    for (const name of CAREFUL) expect(skillOf(name)).toBeGreaterThan(skillOf("dev"));
  });

  it("shows how far answers agree and where not, with the items' names and nobody's", async () => {
    await open();
    await answered();
    await learn(at.deps);
    const found = await seen();
    if (found.state !== "there") throw new Error("it is there");
    expect(found).toMatchObject({
      snapshot: 1,
      report: { answers: 120, items: 40, itemsCompared: 40, annotators: 4, changed: { count: 0, items: [] } },
    });
    expect(found.report.alpha).toMatchObject({ kind: "value" });
    expect(found.report.confused[0]?.labels.toSorted()).toEqual(["no_pest", "pest"]);
    expect(found.report.disputed[0]?.name).toMatch(/^leaf-\d+\.jpg$/);
    for (const name of [...CAREFUL, "dev"]) expect(JSON.stringify(found)).not.toContain(at.person(name).personId);
  });

  it("shows how often people could not label, of labels and instructions, and reports from before that still", async () => {
    await open();
    for (const itemId of await answered()) await at.answer(itemId, at.person("ekka"), { kind: "none_fit" });
    await learn(at.deps);
    const found = await seen();
    if (found.state !== "there") throw new Error("it is there");
    const { byLabel = [], byInstructions = [] } = found.report.special ?? {};
    expect(byLabel.map(({ label }) => label).sort()).toEqual(["no_pest", "pest"]);
    for (const { items, answers, noneFit } of byLabel)
      expect({ answers, noneFit }).toEqual({ answers: 4 * items, noneFit: items });
    expect(byInstructions).toEqual([{ version: 1, items: 40, answers: 160, noneFit: 40, cantTell: 0, reasons: {} }]);
    const { special: _, ...older } = found.report;
    await skillsObjects(at.deps).putReport({ projectId: at.projectId, number: 1 }, { asOfMs: 1, report: older });
    expect(await seen()).toMatchObject({ state: "there", report: { answers: 160 } });
  });

  it("does nothing when run again, and learns the next when answers have doubled", async () => {
    await open();
    const [first] = await answered();
    await learn(at.deps);
    await learn(at.deps);
    expect(await skillsRecords(at.deps).current(at.projectId)).toMatchObject({ number: 1 });
    await answered(40);
    await learn(at.deps);
    expect(await skillsRecords(at.deps).current(at.projectId)).toMatchObject({ number: 2, answers: 240 });
    if (first) expect(await headerOf(first)).toMatchObject({ snapshot: 1, ver: 2 });
  });

  it("goes on where it was cut: behind the snapshot's object, and behind its record", async () => {
    await open();
    await answered();
    const named = { projectId: at.projectId, number: 1 };
    const cut = {
      ...at.deps,
      table: Object.create(at.deps.table, { send: { value: failingAt(at.deps.table, "SKILLS") } }),
    };
    await expect(learn(cut)).rejects.toThrow("could not be learned from");
    const left = await skillsObjects(at.deps).readSnapshot(named);
    await at.answer(await at.item("later.jpg"), at.person("asha"), says("pest"));
    await learn(at.deps);
    expect(await skillsObjects(at.deps).readSnapshot(named)).toEqual(left);
    expect(await skillsRecords(at.deps).current(at.projectId)).toMatchObject({ number: 1, asOfMs: left.asOfMs });

    await skillsRecords(at.deps).put(at.projectId, {
      number: 2,
      asOfMs: at.deps.now(),
      answers: 0,
      state: "published",
    });
    expect(await seen()).toMatchObject({ snapshot: 1 });
  });

  it("tells of an exported item that would be decided differently, and leaves it as it is", async () => {
    await open();
    await answered();
    const odd = await at.item("odd.jpg");
    for (const name of ["x", "y", "z", "v"]) await at.answer(odd, at.person(name), says("pest"));
    const header = await headerOf(odd);
    const consensus = { state: "agreed", agreement: 1, classes: ["no_pest" as LabelId] } as const;
    await items(at.deps).replace({ ...header, state: "agreed", consensus, overlapWanted: 2 }, header.ver, false);
    at.pass(1);
    await at.exportAsOf(at.deps.now());
    await learn(at.deps);
    const found = await seen();
    expect(found).toMatchObject({
      report: {
        changed: {
          count: 1,
          items: [{ itemId: odd, name: "odd.jpg", before: { classes: ["no_pest"] }, now: { classes: ["pest"] } }],
        },
      },
    });
    expect(await headerOf(odd)).toMatchObject({ consensus, ver: 2 });
  });

  it("names its snapshot in an export, which says how sure each decision is", async () => {
    await open();
    await answered();
    await learn(at.deps);
    at.pass(60 * 60_000);
    const made = await at.exportAsOf(at.deps.now(), { snapshot: 1, confidenceTarget: 0.95 });
    const lines = linesOf(await at.file(made, "consensus.jsonl"));
    expect(lines).toHaveLength(40);
    for (const line of lines) expect(line).toMatchObject({ state: "agreed", confidence: expect.any(Number) });
  });
});

/** Sends everything but writes of rows of this sort key. */
const failingAt = (table: ExportWorld["deps"]["table"], sk: string) => (command: { readonly input: object }) => {
  if ("Item" in command.input && JSON.stringify(command.input.Item).includes(`"${sk}"`))
    throw new Error("cut off here");
  return table.send(command as Parameters<typeof table.send>[0]);
};
