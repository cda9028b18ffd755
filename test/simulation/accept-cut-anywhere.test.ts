import { afterEach, describe, expect, it } from "vitest";
import type { AnnotatorId, LabelId } from "../../core/ids.ts";
import { lineageOf } from "../../core/ontology-change/lineage.ts";
import type { OntologyChange } from "../../core/ontology-change/operations.ts";
import { decideProposal } from "../../lambdas/decide-proposal.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { planProposal } from "../../lambdas/plan-proposal.ts";
import { type RelabelMessage, relabelMessage } from "../../lambdas/relabel/message.ts";
import { relabel } from "../../lambdas/relabel.ts";
import { ontologies } from "../../lambdas/store/ontologies.ts";
import { projects } from "../../lambdas/store/projects.ts";
import { proposals } from "../../lambdas/store/proposals.ts";
import { type Cut, runCut } from "../support/cut-calls.ts";
import { annotatorOf, anOntology, HARMLESS, labelled, PEST } from "../support/labelling.ts";
import { acceptBody, addRotten, openProposalWorld, type ProposalWorld, VENDOR } from "../support/proposal-world.ts";
import { brokenPromises } from "./labelling/promises.ts";

const [NEHMA, ASHA] = [annotatorOf(0), annotatorOf(1)] as [AnnotatorId, AnnotatorId];
const MOTH = "moth" as LabelId;

interface Scene {
  readonly world: ProposalWorld;
  readonly proposalId: string;
  readonly planId: string;
  /** Of the items, those that the plan lists. */
  readonly listed: readonly string[];
}

let open: ProposalWorld | undefined;
afterEach(() => open?.close());

/** Three items, two of them called a pest by both; a proposal with its plan at hand. */
const aScene = async (change: OntologyChange, looked = true): Promise<Scene> => {
  await open?.close();
  const labels = [PEST, HARMLESS, MOTH].map((id, at) => ({
    id,
    number: at + 1,
    names: { en: id },
    definition: { en: id },
    colour: "#e69f00",
  }));
  const world = await openProposalWorld({
    items: 3,
    project: { overlap: { min: 2, max: 2 }, ontology: anOntology({ labels }) },
  });
  open = world;
  const isPest = (itemId: string): boolean => itemId !== world.itemIds[2];
  await world.label(NEHMA, (itemId) => labelled(isPest(itemId) ? PEST : HARMLESS));
  await world.label(ASHA, (itemId) => labelled(isPest(itemId) ? (change.kind === "merge" ? MOTH : PEST) : HARMLESS));
  const proposalId = await world.propose(NEHMA);
  const sent = { path: { proposalId }, body: { changes: [change] } };
  const { planId } = await world.call(endpoints.planProposal, planProposal, VENDOR, sent);
  if (looked) await world.drain();
  return { world, proposalId, planId, listed: change.kind === "merge" ? [] : world.itemIds.slice(0, 2).toSorted() };
};

const accepts =
  ({ world, proposalId, planId }: Scene) =>
  (deps: ProposalWorld["deps"]) =>
    world.ask(
      endpoints.decideProposal,
      decideProposal,
      VENDOR,
      { path: { proposalId }, body: acceptBody(planId) },
      deps,
    );

/** Messages that were sent and wait, in their order. */
const take = ({ world }: Scene): readonly RelabelMessage[] =>
  world.stores.sent.splice(0).flatMap((one) => {
    const parsed = relabelMessage.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });

/** Queues deliver what was sent at least once: here everything twice, the newest first. */
const deliver = async (scene: Scene): Promise<void> => {
  for (let messages = take(scene); messages.length > 0; messages = take(scene))
    for (const message of messages.toReversed())
      for (let time = 0; time < 2; time++) await relabel(scene.world.deps, message);
};

const stateOf = async ({ world, proposalId }: Scene) => {
  const { projectId } = world.project;
  const project = await projects(world.deps).find(projectId);
  const proposal = await proposals(world.deps).find(projectId, proposalId);
  const versions = lineageOf(await ontologies(world.deps).all(projectId), project?.ontologyVersion ?? 0);
  return {
    versions: versions.length,
    proposal: proposal?.standing.state,
    asked: [...(await world.rounds())].flatMap(([itemId, round]) => (round > 1 ? [`${itemId} ${round}`] : [])).sort(),
  };
};
const isDone = ({ listed }: Scene) => ({
  versions: 2,
  proposal: "accepted",
  asked: listed.map((itemId) => `${itemId} 2`),
});
const NOTHING = { versions: 1, proposal: "open", asked: [] };

/** Everybody labels what she is given; then no promise is broken, nothing is asked twice, and all is paid. */
const atRest = async ({ world, listed }: Scene): Promise<readonly string[]> => {
  const project = await projects(world.deps).find(world.project.projectId);
  if (!project) throw new Error("no project");
  const given: string[] = [];
  for (const person of [NEHMA, ASHA, annotatorOf(2)])
    given.push(...(await world.label(person, () => labelled(HARMLESS))));
  const twice = [...listed, ...listed].sort();
  const wrong = given.sort().join() === twice.join() ? [] : [`asked for ${given.join()} and not for ${twice.join()}`];
  const people = [NEHMA, ASHA, annotatorOf(2)];
  const promises = { people, itemIds: world.itemIds };
  const { broken } = await brokenPromises(world.deps, project, [], promises);
  return [...wrong, ...broken];
};

const cutsOf = (calls: number, every = 1): readonly Cut[] =>
  Array.from({ length: calls }, (_, at) => at + 1)
    .filter((call) => call % every === 0 || call > calls - 4 || call < 6)
    .flatMap((call) => (["before", "after"] as const).map((when) => ({ call, when })));

const CHANGES: readonly OntologyChange[] = [addRotten(), { kind: "merge", labels: [MOTH], into: PEST }];

describe.each(CHANGES)("accepting a change ($kind) that is stopped at any of its calls", (change) => {
  it("leaves one new version or none, and the messages that were sent do the rest", async () => {
    const whole = await aScene(change);
    const run = await runCut(whole.world.deps, accepts(whole));
    if (run.state !== "ended") throw new Error("nothing was cut");
    const seen = { none: 0, one: 0 };
    for (const cut of cutsOf(run.calls)) {
      const scene = await aScene(change);
      expect((await runCut(scene.world.deps, accepts(scene), cut)).state).toBe("stopped");
      await deliver(scene);
      const left = await stateOf(scene);
      const isNone = left.versions === 1;
      expect(left, JSON.stringify(cut)).toEqual(isNone ? NOTHING : isDone(scene));
      seen[isNone ? "none" : "one"] += 1;
      // The vendor, who heard nothing, accepts again.
      expect(await accepts(scene)(scene.world.deps)).toMatchObject({ status: 200 });
      await deliver(scene);
      expect(await stateOf(scene), JSON.stringify(cut)).toEqual(isDone(scene));
      expect(await atRest(scene), JSON.stringify(cut)).toEqual([]);
    }
    expect(seen.none).toBeGreaterThan(3);
    expect(seen.one).toBeGreaterThan(3);
  });

  it("is brought to its end by a message that was itself stopped, and delivered again", async () => {
    const whole = await aScene(change);
    await accepts(whole)(whole.world.deps);
    for (const [at, { step }] of take(whole).entries()) {
      const scene0 = await aScene(change);
      await accepts(scene0)(scene0.world.deps);
      const message0 = take(scene0)[at];
      if (!message0) throw new Error("as many messages each time");
      const run = await runCut(scene0.world.deps, (deps) => relabel(deps, message0));
      if (run.state !== "ended") throw new Error("nothing was cut");
      for (const cut of cutsOf(run.calls, step === "ask" ? 29 : 1)) {
        const scene = await aScene(change);
        await accepts(scene)(scene.world.deps);
        const messages = take(scene);
        const message = messages[at];
        if (!message) throw new Error("as many messages each time");
        expect((await runCut(scene.world.deps, (deps) => relabel(deps, message), cut)).state).toBe("stopped");
        for (const one of messages) await relabel(scene.world.deps, one);
        await deliver(scene);
        expect(await stateOf(scene), `${step} ${JSON.stringify(cut)}`).toEqual(isDone(scene));
        expect((await scene.world.planNow(scene.planId)).state).toBe("asked");
        expect(await atRest(scene), `${step} ${JSON.stringify(cut)}`).toEqual([]);
      }
    }
  });
});

describe("looking for affected items that is stopped at any of its calls", () => {
  it("comes to the same list when its message is delivered again", async () => {
    const whole = await aScene(addRotten(), false);
    const [message] = take(whole);
    if (!message) throw new Error("a message was sent");
    const run = await runCut(whole.world.deps, (deps) => relabel(deps, message));
    if (run.state !== "ended") throw new Error("nothing was cut");
    for (const cut of cutsOf(run.calls, 23)) {
      const scene = await aScene(addRotten(), false);
      const [own] = take(scene);
      if (!own) throw new Error("a message was sent");
      expect((await runCut(scene.world.deps, (deps) => relabel(deps, own), cut)).state).toBe("stopped");
      for (let time = 0; time < 2; time++) await relabel(scene.world.deps, own);
      const plan = await scene.world.planNow(scene.planId);
      expect([plan.state, plan.affected]).toEqual(["ready", 2]);
      expect(plan.shown.map(({ itemId }) => itemId).sort()).toEqual(scene.listed);
      expect(await stateOf(scene)).toEqual(NOTHING);
    }
  });
});

describe("accepting that was cut and then goes another way", () => {
  it("does not do what the other plan listed when its message comes late", async () => {
    const scene = await aScene(addRotten());
    const { world, proposalId } = scene;
    const wide = await world.plan(proposalId, [addRotten("harmless")]);
    // The first try dies before its version is written; its message lies in the queue for 45 seconds.
    const sent = { path: { proposalId }, body: acceptBody(wide.planId) };
    for (let call = 1; take(scene).length === 0; call++)
      await runCut(world.deps, (deps) => world.ask(endpoints.decideProposal, decideProposal, VENDOR, sent, deps), {
        call,
        when: "after",
      });
    const late = { projectId: world.project.projectId, planId: wide.planId, step: "finish" as const, version: 2 };
    await accepts(scene)(world.deps);
    await deliver(scene);
    await relabel(world.deps, { ...late, by: VENDOR, scope: { kind: "all" } });
    await deliver(scene);
    expect(await stateOf(scene)).toEqual(isDone(scene));
    expect((await world.planNow(wide.planId)).state).toBe("ready");
  });

  it("does not take a version for its own that was written and never pointed to", async () => {
    const scene = await aScene(addRotten());
    const { world } = scene;
    const { projectId } = world.project;
    // Stopped between writing version 2 and pointing to it.
    for (let call = 1; (await ontologies(world.deps).all(projectId)).length < 2; call++)
      await runCut(world.deps, accepts(scene), { call, when: "after" });
    const messages = take(scene);
    const other = await world.propose(ASHA);
    const rename = await world.plan(other, [{ kind: "rename", label: PEST, names: { en: "Harms" } }]);
    expect((await world.accept(other, rename.planId)).body).toMatchObject({
      standing: { state: "accepted", version: 3 },
    });
    for (const message of messages) await relabel(world.deps, message);
    await deliver(scene);
    expect(await stateOf(scene)).toEqual({ versions: 2, proposal: "open", asked: [] });
  });

  it("stays accepted for one who withdrew or declined it in the same moment", async () => {
    const scene = await aScene(addRotten());
    const { world, proposalId } = scene;
    const { projectId } = world.project;
    for (let call = 1; (await projects(world.deps).find(projectId))?.ontologyVersion === 1; call++)
      await runCut(world.deps, accepts(scene), { call, when: "after" });
    await proposals(world.deps).move({ projectId, proposalId }, ["open"], { state: "withdrawn", atMs: 1 });
    await deliver(scene);
    expect(await stateOf(scene)).toEqual(isDone(scene));
  });
});
