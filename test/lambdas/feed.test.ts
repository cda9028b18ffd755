import { GetObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Project } from "../../core/project.ts";
import { feed } from "../../lambdas/feed.ts";
import { publishInstructions } from "../../lambdas/steps/publish-instructions.ts";
import { feedState } from "../../lambdas/store/feed-state.ts";
import { taskQueues } from "../../lambdas/store/task-queues.ts";
import { changeProject, haveItems, haveMember, haveProject, takePacket } from "../support/labelling.ts";
import { type LabellingCloud, openLabellingCloud } from "../support/labelling-cloud.ts";

describe("feed", () => {
  let cloud: LabellingCloud;
  let project: Project;
  beforeEach(async () => {
    cloud = await openLabellingCloud();
    project = await haveProject(cloud.deps, { packetItems: 5, overlap: { min: 1, max: 1 } });
    await haveMember(cloud.deps, project, 1);
  });
  afterEach(() => cloud.close());

  const available = async () => {
    const command = new GetObjectCommand({ Bucket: "site", Key: `avail/${project.projectId}.json` });
    const { Body, CacheControl } = await cloud.deps.bucket.send(command);
    return { cacheControl: CacheControl, ...JSON.parse((await Body?.transformToString()) ?? "") };
  };
  const queue = () => taskQueues(cloud.deps);
  const takeAll = async () => (await queue().take(project.projectId, project.epoch, 10)) ?? [];

  it("tells idle pages how much there is to do, and that there is nothing while the project is paused", async () => {
    await haveItems(cloud.deps, project, 7);
    await feed(cloud.deps);
    expect(await available()).toMatchObject({ open: 7, cacheControl: "public, max-age=15" });
    await changeProject(cloud.deps, project.projectId, { state: "paused" });
    cloud.pass(60_000);
    await feed(cloud.deps);
    expect(await available()).toMatchObject({ open: 0 });
  });

  it("says by which labels and instructions, also when nothing else is new or nothing is open", async () => {
    await feed(cloud.deps);
    expect(await available()).toMatchObject({ ontologyVersion: 1, instructionsVersion: 1 });
    const instructions = { version: 2, text: { en: "Look again." } };
    await changeProject(cloud.deps, project.projectId, { instructions });
    cloud.pass(60_000);
    await feed(cloud.deps);
    expect(await available()).toMatchObject({ open: 0, instructionsVersion: 2 });
    await changeProject(cloud.deps, project.projectId, { state: "paused", ontologyVersion: 2 });
    cloud.pass(60_000);
    await feed(cloud.deps);
    expect(await available()).toMatchObject({ open: 0, ontologyVersion: 2 });
  });

  it("shows new versions at once when they are published", async () => {
    await haveItems(cloud.deps, project, 7);
    await feed(cloud.deps);
    const published = await publishInstructions(cloud.deps, project, { en: "Look again." });
    expect(await available()).toMatchObject({ open: 7, instructionsVersion: published.instructions.version });
  });

  it("sends different items on each ticket, and more only when they are taken", async () => {
    await haveItems(cloud.deps, project, 90);
    await queue().create(project.projectId, project.epoch);
    await feed(cloud.deps);
    await feed(cloud.deps);
    const tickets = await takeAll();
    expect(tickets.map(({ ticket }) => ticket.items.length)).toEqual([5, 5, 5, 5]);
    expect(new Set(tickets.flatMap(({ ticket }) => ticket.items)).size).toBe(20);
    for (const ticket of tickets) await queue().discard(project.projectId, project.epoch, ticket);
    cloud.pass(60_000);
    await feed(cloud.deps);
    const next = await takeAll();
    const both = [...tickets, ...next].flatMap(({ ticket }) => ticket.items);
    expect(new Set(both).size).toBe(40);
  });

  it("goes through the whole backlog in order, leaves nothing out and begins again at its end", async () => {
    const turned = (itemId: string): string => itemId.slice(10) + itemId.slice(0, 10);
    const inOrder = (ids: readonly string[]) => ids.toSorted((a, b) => (turned(a) < turned(b) ? -1 : 1));
    const all = inOrder(await haveItems(cloud.deps, project, 130));
    await queue().create(project.projectId, project.epoch);
    const sent: string[] = [];
    while (sent.length < 130) {
      await feed(cloud.deps);
      const tickets = await takeAll();
      const items = inOrder(tickets.flatMap(({ ticket }) => ticket.items));
      for (const ticket of tickets) await queue().discard(project.projectId, project.epoch, ticket);
      expect(items).toEqual(all.slice(sent.length, sent.length + 20));
      sent.push(...items);
      cloud.pass(60_000);
    }
    expect(sent).toHaveLength(130);
    await feed(cloud.deps);
    expect(inOrder((await takeAll()).flatMap(({ ticket }) => ticket.items))).toEqual(all.slice(0, 20));
  });

  it("hands items out across all buckets at once, not bucket by bucket", async () => {
    const ids = await haveItems(cloud.deps, project, 300);
    await queue().create(project.projectId, project.epoch);
    await feed(cloud.deps);
    const sent = (await takeAll()).flatMap(({ ticket }) => ticket.items);
    const first = new Set(ids.toSorted().slice(0, 60));
    expect(sent).toHaveLength(20);
    expect(sent.filter((itemId) => first.has(itemId)).length).toBeLessThan(12);
  });

  it("goes back to the front when something more urgent has come in", async () => {
    await haveItems(cloud.deps, project, 80, { priority: 5 });
    await queue().create(project.projectId, project.epoch);
    await feed(cloud.deps);
    for (const ticket of await takeAll()) await queue().discard(project.projectId, project.epoch, ticket);
    const urgent = (await haveItems(cloud.deps, project, 83, { priority: 0 })).slice(80);
    cloud.pass(60_000);
    await feed(cloud.deps);
    const [first] = await takeAll();
    expect(first?.ticket.items).toEqual(expect.arrayContaining([...urgent]));
  });

  it("sends nothing while there is so little that everybody sees it anyway", async () => {
    await haveItems(cloud.deps, project, 20);
    await queue().create(project.projectId, project.epoch);
    await feed(cloud.deps);
    expect(await queue().depth(project.projectId, project.epoch)).toBe(0);
    expect((await takePacket(cloud.deps, project, await haveMember(cloud.deps, project, 2)))?.items).toHaveLength(5);
  });

  it("does not mind that the queue is not there", async () => {
    await haveItems(cloud.deps, project, 90);
    await feed(cloud.deps);
    expect(await available()).toMatchObject({ open: 90 });
  });

  it("of two that run at once, one has the turn", async () => {
    await haveItems(cloud.deps, project, 90);
    await queue().create(project.projectId, project.epoch);
    await Promise.all([feed(cloud.deps), feed(cloud.deps)]);
    expect(await queue().depth(project.projectId, project.epoch)).toBe(4);
  });

  it("that hung and ends after the next turn leaves what that one learned as it is", async () => {
    const turns = feedState(cloud.deps);
    const startedMs = cloud.deps.now();
    const hung = await turns.takeTurn(project.projectId, startedMs, 50_000);
    const next = await turns.takeTurn(project.projectId, startedMs + 60_000, 50_000);
    if (hung === "taken" || next === "taken") throw new Error("the first turn was over");
    const learned = (annotations: number) => ({ epoch: 1, annotations, atMs: startedMs });
    expect(await turns.endTurn(project.projectId, next, learned(20))).toBe("kept");
    expect(await turns.endTurn(project.projectId, hung, learned(10))).toBe("overtaken");
    expect(await turns.look(project.projectId)).toMatchObject({ annotations: 20 });
  });
});
