import { GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeProjectState } from "../../lambdas/change-project-state.ts";
import { createProject } from "../../lambdas/create-project.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { getProject } from "../../lambdas/get-project.ts";
import { listProjects } from "../../lambdas/list-projects.ts";
import { publishOntology } from "../../lambdas/publish-ontology.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { projects } from "../../lambdas/store/projects.ts";
import { taskQueueName } from "../../lambdas/store/task-queues.ts";
import { updateProject } from "../../lambdas/update-project.ts";
import { memberOf, type PeopleWorld, startPeopleWorld } from "../support/people-world.ts";
import { aLabel, aProjectBody } from "../support/project-body.ts";

describe("projects", () => {
  let world: PeopleWorld;
  beforeAll(async () => {
    world = await startPeopleWorld();
  });
  afterAll(() => world.close());

  const vendor = () => world.person("vendor", "vendor");
  const make = (given = {}) =>
    world.call(endpoints.createProject, createProject, { as: vendor(), body: aProjectBody(given) });
  const change = (projectId: string, body: object) =>
    world.ask(endpoints.updateProject, updateProject, { as: vendor(), path: { projectId }, body });
  const become = (projectId: string, to: string) =>
    world.ask(endpoints.changeProjectState, changeProjectState, { as: vendor(), path: { projectId }, body: { to } });

  it("begin as a draft that its maker runs, with the numbers of its labels given", async () => {
    const made = await make();
    expect(made).toMatchObject({ state: "draft", ver: 1, roles: ["vendor"], leaseMs: 1_800_000, packetItems: 10 });
    expect(made.ontology.labels.map(({ id, number }) => [id, number])).toEqual([
      ["pest", 1],
      ["no_pest", 2],
    ]);
    const path = { projectId: made.projectId };
    expect(await world.call(endpoints.getProject, getProject, { as: vendor(), path })).toEqual(made);
  });

  it("say how long an answer takes only where the vendor declared it, and no more once she took it back", async () => {
    expect(await make()).not.toHaveProperty("answerSeconds");
    const { projectId, ver, answerSeconds } = await make({ answerSeconds: { usual: 20, slow: 45 } });
    expect(answerSeconds).toEqual({ usual: 20, slow: 45 });
    const longer = await change(projectId, { ver, answerSeconds: { usual: 30, slow: 60.5 } });
    expect(longer).toMatchObject({ status: 200, body: { answerSeconds: { usual: 30, slow: 60.5 } } });
    const kept = await change(projectId, { ver: ver + 1, leaseMs: 90_000 });
    expect(kept).toMatchObject({ status: 200, body: { answerSeconds: { usual: 30, slow: 60.5 } } });
    const gone = await change(projectId, { ver: ver + 2, answerSeconds: null });
    expect(gone.status).toBe(200);
    expect(gone.body).not.toHaveProperty("answerSeconds");
  });

  it("are made by vendors only", async () => {
    const refused = await world.ask(endpoints.createProject, createProject, {
      as: world.person("asha"),
      body: aProjectBody(),
    });
    expect(refused).toMatchObject({ status: 403, body: { code: "not-allowed", allowed: "vendor" } });
  });

  it.each([
    ["a box on text", { media: "text" }, "box cannot be used on text"],
    ["no label", { ontology: { tools: ["class"], labels: [] } }, "body.ontology.labels"],
    ["two labels of one id", { ontology: { tools: ["class"], labels: [aLabel("a"), aLabel("a")] } }, "must differ"],
    ["nothing said of pay", { pay: undefined }, "body.pay"],
    ["nobody who asks", { askedBy: " " }, "body.askedBy"],
    [
      "a slow answer that is quicker than the usual",
      { answerSeconds: { usual: 9, slow: 3 } },
      "slow must be at least usual",
    ],
    ["more asked at least than at most", { overlap: { min: 3, max: 2 } }, "max must be at least min"],
  ])("with %s are refused with the reason", async (_, given, reason) => {
    const body = { ...aProjectBody(), ...given };
    const refused = await world.ask(endpoints.createProject, createProject, { as: vendor(), body });
    expect(refused).toMatchObject({ status: 400, body: { message: expect.stringContaining(reason) } });
  });

  it("are listed newest first to their members, and all of them to an operator, with her roles", async () => {
    world.pass(1000);
    const first = await make();
    world.pass(1000);
    const second = await make();
    const list = async (...who: Parameters<PeopleWorld["person"]>) =>
      (await world.call(endpoints.listProjects, listProjects, { as: world.person(...who) })).projects;
    const mine = await list("vendor", "vendor");
    expect(mine.slice(0, 2).map(({ projectId }) => projectId)).toEqual([second.projectId, first.projectId]);
    expect(await list("stranger")).toEqual([]);
    const all = await list("operator", "operator");
    expect(all.map(({ projectId }) => projectId)).toEqual(mine.map(({ projectId }) => projectId));
    expect(all[0]?.roles).toEqual([]);
  });

  it("whose making was cut in half are not there", async () => {
    const asha = world.person("asha");
    await memberships(world.deps).join(memberOf("nowhere1" as never, asha, "vendor"));
    expect((await world.call(endpoints.listProjects, listProjects, { as: asha })).projects).toEqual([]);
    const found = await world.ask(endpoints.getProject, getProject, { as: asha, path: { projectId: "nowhere1" } });
    expect(found.status).toBe(404);
  });

  it("take a change only from who read them last", async () => {
    const { projectId } = await make();
    expect(await change(projectId, { ver: 1, leaseMs: 90_000 })).toMatchObject({
      status: 200,
      body: { ver: 2, leaseMs: 90_000, roles: ["vendor"] },
    });
    expect(await change(projectId, { ver: 1, leaseMs: 60_000 })).toMatchObject({
      status: 409,
      body: { code: "conflict", field: "body.ver" },
    });
  });

  it("keep what answers depend on once they opened, and change in nothing once they closed", async () => {
    const { projectId } = await make();
    await become(projectId, "open");
    expect(await change(projectId, { ver: 2, overlap: { min: 2, max: 5 } })).toMatchObject({
      status: 409,
      body: { field: "body.overlap" },
    });
    expect(await change(projectId, { ver: 2, pay: { kind: "unpaid" } })).toMatchObject({ status: 200 });
    await become(projectId, "closed");
    expect(await change(projectId, { ver: 4, title: { en: "x" } })).toMatchObject({
      status: 409,
      body: { code: "project-closed" },
    });
  });

  it("open with a queue of their own, lose it when they pause, and get another when they open again", async () => {
    const { projectId } = await make();
    const queueOf = async (epoch: number) => {
      const QueueName = taskQueueName(world.deps, projectId as never, epoch);
      const found = world.deps.queue.send(new GetQueueUrlCommand({ QueueName }));
      return found.then(
        () => "there",
        (error: Error) => error.name,
      );
    };
    expect(await become(projectId, "open")).toMatchObject({ status: 200, body: { state: "open", epoch: 1 } });
    expect(await queueOf(1)).toBe("there");
    expect(await become(projectId, "paused")).toMatchObject({ body: { state: "paused", epoch: 1 } });
    expect(await queueOf(1)).toBe("QueueDoesNotExist");
    expect(await become(projectId, "open")).toMatchObject({ body: { state: "open", epoch: 2 } });
    expect(await queueOf(2)).toBe("there");
    expect(await become(projectId, "open"), "the same again").toMatchObject({ status: 200, body: { epoch: 2 } });
    expect(await become(projectId, "closed")).toMatchObject({ body: { state: "closed" } });
    expect(await queueOf(2)).toBe("QueueDoesNotExist");
    expect(await become(projectId, "open")).toMatchObject({ status: 409, body: { code: "project-closed" } });
  });

  it("cannot pause before they opened", async () => {
    const { projectId } = await make();
    expect(await become(projectId, "paused")).toMatchObject({ status: 409, body: { field: "body.to" } });
  });

  it("get the next version of their ontology while they are a draft, numbers kept", async () => {
    const { projectId } = await make();
    const publish = (labels: string[]) =>
      world.ask(endpoints.publishOntology, publishOntology, {
        as: vendor(),
        path: { projectId },
        body: { tools: ["class"], labels: labels.map((id) => aLabel(id)) },
      });
    expect(await publish(["moth", "pest"])).toMatchObject({
      status: 200,
      body: {
        version: 2,
        labels: [
          { id: "moth", number: 3 },
          { id: "pest", number: 1 },
        ],
      },
    });
    expect((await projects(world.deps).find(projectId as never))?.ontologyVersion).toBe(2);
    expect(await publish(["no_pest"])).toMatchObject({ body: { version: 3, labels: [{ number: 2 }] } });
    await become(projectId, "open");
    expect(await publish(["pest"])).toMatchObject({ status: 409, body: { code: "conflict" } });
  });
});
