import { afterEach, describe, expect, it } from "vitest";
import type { Answer } from "../../core/annotation.ts";
import type { AnnotatorId, ItemId, LabelId } from "../../core/ids.ts";
import { crosswalkOf } from "../../core/ontology-change/crosswalk.ts";
import type { OntologyChange } from "../../core/ontology-change/operations.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { getProposal } from "../../lambdas/get-proposal.ts";
import { planProposal } from "../../lambdas/plan-proposal.ts";
import { relabelRest } from "../../lambdas/relabel-rest.ts";
import { items } from "../../lambdas/store/items.ts";
import { ontologies } from "../../lambdas/store/ontologies.ts";
import { projects } from "../../lambdas/store/projects.ts";
import { annotatorOf, anOntology, changeProject, HARMLESS, labelled, PEST } from "../support/labelling.ts";
import {
  addRotten,
  openProposalWorld,
  type ProposalWorld,
  type ProposalWorldOptions,
  VENDOR,
} from "../support/proposal-world.ts";

const [NEHMA, ASHA, BINDU, CHAMPA] = [0, 1, 2, 3].map(annotatorOf) as [
  AnnotatorId,
  AnnotatorId,
  AnnotatorId,
  AnnotatorId,
];
const EVERYBODY = [0, 1, 2, 3, 4].map(annotatorOf);
const ROTTEN = "rotten" as LabelId;
const NONE_FIT: Answer = { kind: "none_fit" };

let world: ProposalWorld;
afterEach(() => world.close());
const open = async (options: ProposalWorldOptions = {}): Promise<void> => {
  world = await openProposalWorld(options);
};
const headerOf = async (itemId: string) => {
  const found = await items(world.deps).find(world.project.projectId, itemId as ItemId);
  if (!found) throw new Error("no item");
  return found;
};
const answersOf = async (itemId: string) =>
  (await items(world.deps).findWithAnnotations(world.project.projectId, itemId as ItemId))?.annotations ?? [];
const saidOf = async (itemId: string) =>
  (await answersOf(itemId)).map((one) => ("answer" in one ? one.answer : one.answerSha256));
const versionNow = async () => (await projects(world.deps).find(world.project.projectId))?.ontologyVersion;
const at = (number: number): string => world.itemIds[number] ?? "";
/** Of the world's items those at these places; everything else is harmless. */
const pests =
  (...places: number[]) =>
  (itemId: string) =>
    labelled(places.some((one) => at(one) === itemId) ? PEST : HARMLESS);
/** Who has answered in the round in force. */
const roundsOver1 = async () =>
  [...(await world.rounds())].flatMap(([itemId, round]) => (round > 1 ? [itemId] : [])).sort();

describe("an accepted proposal", () => {
  it("asks again for exactly the items that were listed, pays each answer, and costs what was shown", async () => {
    await open();
    await world.label(NEHMA, (itemId) => (itemId === at(0) ? NONE_FIT : pests(1, 2)(itemId)));
    await world.label(ASHA, (itemId) => (itemId === at(3) ? labelled(PEST) : pests(1, 2)(itemId)));
    const proposalId = await world.propose(NEHMA, { example: { itemId: at(5) } });
    expect(await world.second(BINDU, proposalId, { note: "I saw two." })).toBe(200);
    const plan = await world.plan(proposalId, [addRotten()]);
    const listed = [at(0), at(1), at(2), at(3), at(5)].sort();
    expect(plan).toMatchObject({
      state: "ready",
      affected: 5,
      done: 1,
      cost: { items: 5, annotations: { min: 10, max: 10 } },
    });
    expect(plan.shown.map(({ itemId }) => itemId).sort()).toEqual(listed);
    const before = await world.rows();
    const paidBefore = await world.lines(EVERYBODY);

    expect((await world.accept(proposalId, plan.planId)).body).toMatchObject({
      standing: { state: "accepted", version: 2 },
    });
    await world.drain();
    expect(await versionNow()).toBe(2);
    expect(await roundsOver1()).toEqual(listed);
    const after = await world.rows();
    for (const place of [4, 6, 7]) {
      const [key = ""] = [...before.keys()].filter((one) => one.endsWith(` ${at(place)}#A`));
      expect(after.get(key)).toBe(before.get(key));
    }

    // Whoever answered before is asked anew, by the new labels.
    const again = [];
    for (const person of [NEHMA, ASHA, BINDU]) again.push(...(await world.label(person, () => labelled(ROTTEN))));
    expect(again.sort()).toEqual([...listed, ...listed].sort());
    for (const itemId of listed) {
      expect((await headerOf(itemId)).consensus).toMatchObject({ state: "agreed", classes: [ROTTEN] });
      expect((await answersOf(itemId)).filter(({ round }) => round === 1)).toHaveLength(2);
      expect((await answersOf(itemId)).filter(({ round }) => round === 2)).toMatchObject([
        { ontologyVersion: 2 },
        { ontologyVersion: 2 },
      ]);
    }
    const paid = (await world.lines(EVERYBODY)).filter(
      (line) => !paidBefore.some((one) => JSON.stringify(one) === JSON.stringify(line)),
    );
    expect(paid).toHaveLength(plan.cost.annotations.min);
    expect(paid.reduce((sum, { micros }) => sum + micros, 0)).toBe(plan.cost.amountMicros.min);
    expect((await world.planNow(plan.planId)).outcome).toEqual({ decided: 5, changed: 5 });
  });

  it("costs between what was shown at least and at most where doubt may ask on", async () => {
    await open({ project: { overlap: { min: 2, max: 4 } } });
    for (const person of [NEHMA, ASHA]) await world.label(person, pests(0, 1, 2, 3));
    const proposalId = await world.propose(NEHMA);
    const plan = await world.plan(proposalId, [addRotten()]);
    await world.accept(proposalId, plan.planId);
    await world.drain();
    const before = (await world.lines(EVERYBODY)).length;
    for (const [at, person] of EVERYBODY.entries())
      await world.label(person, (itemId) => labelled(itemId.charCodeAt(3) % 2 === 0 && at % 2 === 0 ? PEST : ROTTEN));
    const sum = ((await world.lines(EVERYBODY)).length - before) * 500_000;
    expect(sum).toBeGreaterThan(plan.cost.amountMicros.min);
    expect(sum).toBeLessThanOrEqual(plan.cost.amountMicros.max);
  });

  it("asks for a sample first, always the same, and then for the rest, nobody twice", async () => {
    await open();
    for (const person of [NEHMA, ASHA]) await world.label(person, pests(0, 1, 2, 3, 4));
    const proposalId = await world.propose(NEHMA);
    const plan = await world.plan(proposalId, [addRotten()]);
    const early = await world.ask(endpoints.relabelRest, relabelRest, VENDOR, { path: { planId: plan.planId } });
    expect(early).toMatchObject({ status: 409, body: { allowed: "a plan whose sample has been asked for" } });
    await world.accept(proposalId, plan.planId, 2);
    await world.drain();
    const sample = await roundsOver1();
    expect(sample).toHaveLength(2);
    expect(await world.planNow(plan.planId)).toMatchObject({
      state: "asked",
      asked: 2,
      affected: 5,
      scope: { kind: "sample" },
    });
    for (const person of [BINDU, CHAMPA]) await world.label(person, () => labelled(PEST));
    expect((await world.planNow(plan.planId)).outcome).toEqual({ decided: 2, changed: 0 });

    for (let press = 0; press < 2; press++)
      await world.call(endpoints.relabelRest, relabelRest, VENDOR, { path: { planId: plan.planId } });
    await world.drain();
    const rounds = await world.rounds();
    expect([...rounds.values()].filter((round) => round === 2)).toHaveLength(5);
    expect(Math.max(...rounds.values())).toBe(2);
    for (const itemId of sample) expect((await headerOf(itemId)).state).toBe("agreed");
    expect(await world.planNow(plan.planId)).toMatchObject({ state: "asked", asked: 5, scope: { kind: "all" } });
  });

  it("of a split never maps an answer by rule: whoever said it is asked, and until then it stays what was said", async () => {
    await open();
    for (const person of [NEHMA, ASHA]) await world.label(person, pests(0, 1));
    const into = ["moth", "beetle"].map((id) => ({ ...labelOf(id) }));
    const split: OntologyChange = { kind: "split", label: PEST, into };
    const proposalId = await world.propose(NEHMA, { kind: "split" });
    const plan = await world.plan(proposalId, [split]);
    await world.accept(proposalId, plan.planId, 1);
    await world.drain();
    const [asked = ""] = await roundsOver1();
    const waits = at(0) === asked ? at(1) : at(0);
    expect((await headerOf(waits)).consensus).toMatchObject({ state: "agreed", classes: [PEST] });
    const now = await ontologies(world.deps).find(world.project.projectId, 2);
    expect(now && crosswalkOf(now).size).toBe(0);
    for (const itemId of [asked, waits]) expect(await saidOf(itemId)).toEqual([labelled(PEST), labelled(PEST)]);
  });

  it("of a merge asks nobody, counts both labels as one at once, and leaves what people said as it was", async () => {
    await open({ project: { overlap: { min: 2, max: 2 }, ontology: threeLabels() } });
    await world.label(NEHMA, (itemId) => labelled(itemId === at(0) ? MOTH : HARMLESS));
    await world.label(ASHA, (itemId) => labelled(itemId === at(0) ? PEST : HARMLESS));
    expect((await headerOf(at(0))).state).toBe("contested");
    const proposalId = await world.propose(NEHMA, { kind: "merge", labels: [MOTH, PEST] });
    const plan = await world.plan(proposalId, [{ kind: "merge", labels: [MOTH], into: PEST }]);
    expect(plan).toMatchObject({ affected: 0, cost: { items: 0, amountMicros: { min: 0, max: 0 } } });
    const paid = (await world.lines(EVERYBODY)).length;
    await world.accept(proposalId, plan.planId);
    await world.drain();
    expect(await headerOf(at(0))).toMatchObject({
      round: 1,
      state: "agreed",
      consensus: { classes: [PEST], agreement: 1 },
    });
    expect(await saidOf(at(0))).toEqual([labelled(MOTH), labelled(PEST)]);
    expect(await world.label(BINDU, () => NONE_FIT)).toEqual([]);
    expect(await world.lines(EVERYBODY)).toHaveLength(paid);
  });

  it("of a merge also counts what was answered between looking and accepting", async () => {
    await open({ project: { overlap: { min: 2, max: 2 }, ontology: threeLabels() } });
    await world.label(NEHMA, () => labelled(MOTH));
    const proposalId = await world.propose(NEHMA, { kind: "merge", labels: [MOTH, PEST] });
    const plan = await world.plan(proposalId, [{ kind: "merge", labels: [MOTH], into: PEST }]);
    await world.label(ASHA, () => labelled(MOTH));
    await world.accept(proposalId, plan.planId);
    await world.drain();
    for (const itemId of world.itemIds) expect((await headerOf(itemId)).consensus?.classes).toEqual([PEST]);
  });

  it("of a split after a merge asks those too who said what was merged into it", async () => {
    await open({ project: { overlap: { min: 1, max: 1 }, ontology: threeLabels() } });
    await world.label(NEHMA, (itemId) => labelled(itemId === at(0) ? MOTH : HARMLESS));
    const first = await world.propose(NEHMA, { kind: "merge", labels: [MOTH, PEST] });
    const merge = await world.plan(first, [{ kind: "merge", labels: [MOTH], into: PEST }]);
    await world.accept(first, merge.planId);
    await world.drain();
    const second = await world.propose(NEHMA, { kind: "split" });
    const split = await world.plan(second, [{ kind: "split", label: PEST, into: [labelOf("a"), labelOf("b")] }]);
    expect(split.shown.map(({ itemId }) => itemId)).toEqual([at(0)]);
  });

  it("is accepted once on a version: the second is told, looks again, and is accepted then", async () => {
    await open();
    for (const person of [NEHMA, ASHA]) await world.label(person, pests(0));
    const [one, two, three] = [await world.propose(NEHMA), await world.propose(ASHA), await world.propose(ASHA)];
    const rename: OntologyChange = { kind: "rename", label: PEST, names: { en: "Harms the plant" } };
    const drop: OntologyChange = { kind: "deprecate", label: HARMLESS };
    const [first, second, third] = [
      await world.plan(one, [{ kind: "deprecate", label: PEST }]),
      await world.plan(two, [drop]),
      await world.plan(three, [rename]),
    ];
    expect((await world.accept(one, first.planId)).status).toBe(200);
    const late = await world.accept(two, second.planId);
    expect(late).toMatchObject({
      status: 409,
      body: { code: "conflict", field: "body.planId", value: "made for version 1" },
    });
    expect(await versionNow()).toBe(2);
    await world.drain();

    // A label that went cannot be renamed; the last one cannot be dropped.
    const refusedPlan = async (proposalId: string, change: OntologyChange) => {
      await expect(world.plan(proposalId, [change])).rejects.toThrow(/400/);
    };
    await refusedPlan(three, rename);
    await refusedPlan(two, drop);
    const again = await world.plan(two, [addRotten("harmless")]);
    expect(again.baseVersion).toBe(2);
    expect((await world.accept(two, again.planId)).body).toMatchObject({ standing: { state: "accepted", version: 3 } });
    expect(third.planId).not.toBe(again.planId);
  });

  it("is accepted by one plan: another of the same proposal starts nothing more", async () => {
    await open();
    for (const person of [NEHMA, ASHA]) await world.label(person, pests(0, 1));
    const proposalId = await world.propose(NEHMA);
    const some = await world.plan(proposalId, [addRotten()]);
    const other = await world.plan(proposalId, [addRotten("harmless")]);
    expect((await world.accept(proposalId, some.planId)).status).toBe(200);
    expect(await world.accept(proposalId, other.planId)).toMatchObject({ status: 409, body: { value: "accepted" } });
    expect((await world.accept(proposalId, some.planId)).status).toBe(200);
    await world.drain();
    expect(await roundsOver1()).toEqual([at(0), at(1)].sort());
    expect((await world.planNow(other.planId)).state).toBe("ready");
    const shown = await world.call(endpoints.getProposal, getProposal, VENDOR, { path: { proposalId } });
    expect(shown.plan?.planId).toBe(some.planId);
  });

  it("is refused while its items are still looked for, when it was looked for an hour ago, by another proposal's plan, and once the project is closed", async () => {
    await open();
    for (const person of [NEHMA, ASHA]) await world.label(person, pests(0));
    const [one, two] = [await world.propose(NEHMA), await world.propose(ASHA)];
    const plan = await world.plan(one, [addRotten()]);
    expect(await world.accept(two, plan.planId)).toMatchObject({ status: 400, body: { field: "body.planId" } });
    const sent = { path: { proposalId: one }, body: { changes: [addRotten()] } };
    const { planId, state } = await world.call(endpoints.planProposal, planProposal, VENDOR, sent);
    expect(state).toBe("looking");
    expect(await world.accept(one, planId)).toMatchObject({ status: 409, body: { value: "looking" } });
    const early = await world.plan(one, [addRotten()]);
    world.stores.pass(61 * 60_000);
    expect(await world.accept(one, early.planId)).toMatchObject({ status: 409, body: { field: "body.planId" } });
    expect((await world.accept(one, early.planId)).body).toMatchObject({ allowed: "a plan of the last 60 minutes" });
    await changeProject(world.deps, world.project.projectId, { state: "closed" });
    expect(await world.accept(one, plan.planId)).toMatchObject({ status: 409, body: { code: "project-closed" } });
    expect(await versionNow()).toBe(1);
  });

  it("starts no round in a project that was closed meanwhile: what was decided is not lost", async () => {
    await open();
    for (const person of [NEHMA, ASHA]) await world.label(person, pests(0));
    const proposalId = await world.propose(NEHMA);
    const plan = await world.plan(proposalId, [addRotten()]);
    await world.accept(proposalId, plan.planId);
    await changeProject(world.deps, world.project.projectId, { state: "closed" });
    await world.drain();
    expect(await roundsOver1()).toEqual([]);
    expect((await headerOf(at(0))).state).toBe("agreed");
  });
});

const MOTH = "moth" as LabelId;
const labelOf = (id: string) => ({ id: id as LabelId, names: { en: id }, definition: { en: id }, colour: "#009e73" });
const threeLabels = () =>
  anOntology({ labels: [PEST, HARMLESS, MOTH].map((id, at) => ({ ...labelOf(id), number: at + 1 })) });
