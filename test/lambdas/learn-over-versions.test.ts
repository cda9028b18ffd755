import { afterEach, describe, expect, it } from "vitest";
import { NONE_FIT } from "../../core/consensus/project-answers.ts";
import type { ItemId, LabelId } from "../../core/ids.ts";
import type { OntologyChange } from "../../core/ontology-change/operations.ts";
import { learn } from "../../lambdas/learn.ts";
import { items } from "../../lambdas/store/items.ts";
import { skillsObjects } from "../../lambdas/store/skills-objects.ts";
import { skillsRecords } from "../../lambdas/store/skills-records.ts";
import { annotatorOf, anOntology, HARMLESS, labelled, PEST } from "../support/labelling.ts";
import { openProposalWorld, type ProposalWorld } from "../support/proposal-world.ts";

const MOTH = "moth" as LabelId;
const labelOf = (id: string) => ({ id: id as LabelId, names: { en: id }, definition: { en: id }, colour: "#009e73" });
const labels = [PEST, HARMLESS, MOTH].map((id, at) => ({ ...labelOf(id), number: at + 1 }));
const CHANGES: readonly (readonly [OntologyChange, readonly string[]])[] = [
  [{ kind: "merge", labels: [MOTH], into: PEST }, [PEST, HARMLESS]],
  [{ kind: "split", label: MOTH, into: [labelOf("hawk"), labelOf("silk")] }, [PEST, HARMLESS, "hawk", "silk", MOTH]],
  [{ kind: "deprecate", label: MOTH }, [PEST, HARMLESS, MOTH]],
];

let world: ProposalWorld;
afterEach(() => world.close());

const snapshotNow = async () => {
  const { projectId } = world.project;
  const record = await skillsRecords(world.deps).current(projectId);
  return (
    record && {
      ...record,
      snapshot: await skillsObjects(world.deps).readSnapshot({ projectId, number: record.number }),
    }
  );
};

describe("learning who is right", () => {
  it.each(CHANGES)("goes on after $kind, over the labels that answers may name now", async (change, named) => {
    world = await openProposalWorld({
      items: 12,
      project: { overlap: { min: 2, max: 3 }, confidenceTarget: 0.9, ontology: anOntology({ labels }) },
    });
    const place = (itemId: string) => world.itemIds.indexOf(itemId as ItemId);
    const say = (itemId: string) => labelled([PEST, HARMLESS, MOTH][place(itemId) % 3] ?? PEST);
    for (const person of [0, 1].map(annotatorOf)) await world.label(person, say);
    await learn(world.deps);
    expect(await snapshotNow()).toMatchObject({ number: 1, state: "applied" });

    const proposalId = await world.propose(annotatorOf(0));
    const plan = await world.plan(proposalId, [change]);
    // A sample: what is not asked again goes on naming what went.
    await world.accept(proposalId, plan.planId, 1);
    await world.drain();
    for (const person of [2, 3, 4].map(annotatorOf)) await world.label(person, () => labelled(HARMLESS));
    world.stores.pass(60 * 60_000);
    const { projectId } = world.project;
    const record = await skillsRecords(world.deps).current(projectId);
    if (!record) throw new Error("a first snapshot");
    // The next is due when answers have doubled: as if it were.
    await skillsRecords(world.deps).put(projectId, { ...record, answers: 1 });
    await learn(world.deps);
    const next = await snapshotNow();
    expect(next).toMatchObject({ number: 2, state: "applied" });
    expect(next?.snapshot.labels).toEqual([...named, NONE_FIT]);
    // Of a merge nothing is lost to learning: what was said under either name is learned from.
    const first = next?.snapshot.annotators.find(({ id }) => id === annotatorOf(0));
    if (change.kind === "merge") expect(first?.answered).toBe(world.itemIds.length);
    expect(world.stores.log.filter(({ level }) => level === "error")).toEqual([]);

    const headers = await items(world.deps).findMany(projectId, world.itemIds);
    const saidMoth = headers.filter(({ itemId, round }) => place(itemId) % 3 === 2 && round === 1);
    expect(saidMoth.length).toBeGreaterThan(0);
    for (const { state, consensus } of saidMoth)
      expect([state, consensus?.classes]).toEqual(["agreed", [change.kind === "merge" ? PEST : MOTH]]);
  });
});
