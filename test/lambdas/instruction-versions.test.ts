import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectId } from "../../core/ids.ts";
import type { Localized } from "../../core/localized.ts";
import { createProject } from "../../lambdas/create-project.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { instructionsOf } from "../../lambdas/instructions-of.ts";
import { publishInstructions } from "../../lambdas/steps/publish-instructions.ts";
import { instructionVersions } from "../../lambdas/store/instruction-versions.ts";
import { projects } from "../../lambdas/store/projects.ts";
import { updateProject } from "../../lambdas/update-project.ts";
import { type PeopleWorld, startPeopleWorld } from "../support/people-world.ts";
import { aProjectBody } from "../support/project-body.ts";

describe("instructions", () => {
  let world: PeopleWorld;
  beforeAll(async () => {
    world = await startPeopleWorld();
  });
  afterAll(() => world.close());

  const vendor = () => world.person("vendor", "vendor");
  const make = async (): Promise<ProjectId> => {
    const body = aProjectBody({ instructions: { en: "one" } });
    const { projectId } = await world.call(endpoints.createProject, createProject, { as: vendor(), body });
    return projectId as ProjectId;
  };
  const change = (projectId: string, body: object) =>
    world.ask(endpoints.updateProject, updateProject, { as: vendor(), path: { projectId }, body });
  const found = async (projectId: ProjectId) => {
    const project = await projects(world.deps).find(projectId);
    if (!project) throw new Error("no such project");
    return project;
  };
  /** What they said, newest first, each with the version that it was made from. */
  const said = async (projectId: ProjectId) =>
    (await instructionsOf(world.deps, await found(projectId))).map(({ version, from, text }) => [
      version,
      from,
      text["en"],
    ]);

  it("are kept as they were, each time that they change and no other time", async () => {
    const projectId = await make();
    await change(projectId, { ver: 1, instructions: { en: "two" } });
    await change(projectId, { ver: 2, instructions: { en: "two" }, title: { en: "Another title" } });
    await change(projectId, { ver: 3, instructions: { en: "three" } });
    expect(await said(projectId)).toEqual([
      [3, 2, "three"],
      [2, 1, "two"],
      [1, 0, "one"],
    ]);
    expect((await found(projectId)).instructions).toEqual({ version: 3, text: { en: "three" } });
  });

  it("that nobody came to point to are passed by: the next takes the number after them", async () => {
    const projectId = await make();
    const cut = { version: 2, from: 1, text: { en: "cut in half" }, atMs: 5 };
    await instructionVersions(world.deps).put(projectId, cut);
    expect(await said(projectId)).toEqual([[1, 0, "one"]]);
    expect(await change(projectId, { ver: 1, instructions: { en: "two" } })).toMatchObject({
      body: { instructions: { version: 3 } },
    });
    expect(await said(projectId)).toEqual([
      [3, 1, "two"],
      [1, 0, "one"],
    ]);
  });

  it("of a vendor who had not seen the last change are refused, and leave no version", async () => {
    const projectId = await make();
    await change(projectId, { ver: 1, title: { en: "Another title" } });
    expect(await change(projectId, { ver: 1, instructions: { en: "two" } })).toMatchObject({ status: 409 });
    expect(await instructionVersions(world.deps).all(projectId)).toHaveLength(1);
  });

  it("say for which question they were made, and which of two vendors came first", async () => {
    const projectId = await make();
    const project = await found(projectId);
    const because = { threadId: "01JZK3V8Q4M2N6P7R9S0T1V2W3" };
    const publish = (text: Localized) => publishInstructions(world.deps, project, text, because);
    const both = await Promise.allSettled([publish({ en: "first" }), publish({ en: "second" })]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [newest] = await instructionsOf(world.deps, await found(projectId));
    expect(newest).toMatchObject({ because, text: (await found(projectId)).instructions.text });
  });

  it("of projects from before they were kept begin with what the project says, and lose nothing", async () => {
    const projectId = await make();
    const old = await found(projectId);
    const before = { ...old, instructions: { version: 7, text: { en: "seven" } } };
    await projects(world.deps).replace(before, old.ver);
    expect(await said(projectId)).toEqual([[7, 0, "seven"]]);
    await change(projectId, { ver: old.ver + 1, instructions: { en: "eight" } });
    expect(await said(projectId)).toEqual([
      [8, 7, "eight"],
      [7, 0, "seven"],
    ]);
  });

  it("that say the same again are refused where a change was asked for", async () => {
    const project = await found(await make());
    await expect(publishInstructions(world.deps, project, { en: "one" })).rejects.toMatchObject({
      code: "bad-request",
    });
  });

  it("however long make no assign and no submit dearer: their row is read once, the project's stays small", async () => {
    const long = (word: string) => ({ en: `${word} `.repeat(2_000).trim(), hi: "पत्ता ".repeat(500).trim() });
    const body = aProjectBody({ instructions: long("one") });
    const made = await world.call(endpoints.createProject, createProject, { as: vendor(), body });
    const projectId = made.projectId as ProjectId;
    expect((await found(projectId)).instructions).toEqual({ version: 1, text: long("one") });
    expect(await change(projectId, { ver: 1, instructions: long("two") })).toMatchObject({ status: 200 });
    expect(await change(projectId, { ver: 2, title: { en: "Another title" } })).toMatchObject({ status: 200 });
    expect((await found(projectId)).instructions).toEqual({ version: 2, text: long("two") });
    const { Item } = await world.deps.table.send(
      new GetItemCommand({
        TableName: world.deps.config.MAIN_TABLE,
        Key: { pk: { S: `PR#${projectId}` }, sk: { S: "META" } },
      }),
    );
    expect(JSON.stringify(Item).length).toBeLessThan(3_000);
  });

  it("of a project whose row an earlier version wrote are read from that row", async () => {
    const projectId = await make();
    const { MAIN_TABLE: TableName } = world.deps.config;
    const Key = { pk: { S: `PR#${projectId}` }, sk: { S: "META" } };
    const { Item = {} } = await world.deps.table.send(new GetItemCommand({ TableName, Key }));
    const text = { en: "old ".repeat(2_000).trim() };
    const settings = { ...JSON.parse(Item["settings"]?.S ?? ""), instructions: { version: 4, text } };
    const old = { ...Item, settings: { S: JSON.stringify(settings) } };
    await world.deps.table.send(new PutItemCommand({ TableName, Item: old }));
    expect((await found(projectId)).instructions).toEqual({ version: 4, text });
    expect(await change(projectId, { ver: 1, title: { en: "Another title" } })).toMatchObject({ status: 200 });
    expect((await found(projectId)).instructions).toEqual({ version: 4, text });
  });
});
