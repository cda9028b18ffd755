import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assign } from "../../lambdas/assign.ts";
import { changeProjectState } from "../../lambdas/change-project-state.ts";
import { createProject } from "../../lambdas/create-project.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { getOntology } from "../../lambdas/get-ontology.ts";
import { getProject } from "../../lambdas/get-project.ts";
import { publishOntology } from "../../lambdas/publish-ontology.ts";
import { startUpload } from "../../lambdas/start-upload.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { type Dataset, type IngestWorld, startIngestWorld } from "../support/ingest-world.ts";
import { anImage } from "../support/media-files.ts";
import { memberOf } from "../support/people-world.ts";
import { aLabel, aProjectBody } from "../support/project-body.ts";

const MIB = 1_048_576;

describe("the example picture of a label", () => {
  let world: IngestWorld;
  let picture: Buffer;
  beforeAll(async () => {
    world = await startIngestWorld();
    picture = Buffer.from(await anImage("webp"));
  });
  afterAll(() => world.close());

  const start = ({ projectId }: Pick<Dataset, "projectId">, file: object = {}) =>
    world.ask(endpoints.startUpload, startUpload, {
      as: world.vendor,
      path: { projectId },
      body: {
        files: [
          { name: "My moth.webp", sizeBytes: picture.length, contentType: "image/webp", purpose: "example", ...file },
        ],
      },
    });
  interface Form {
    readonly key: string;
    readonly url: string;
    readonly fields: Record<string, string>;
  }
  const put = async (dataset: Pick<Dataset, "projectId">): Promise<string> => {
    const { body } = await start(dataset);
    const [{ key, url, fields }] = body["files"] as [Form];
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.append(field, value);
    form.append("file", new Blob([Uint8Array.from(picture)]));
    expect((await fetch(url, { method: "POST", body: form })).status).toBeLessThan(300);
    return key;
  };
  const publish = ({ projectId }: Pick<Dataset, "projectId">, exampleKey: string) =>
    world.ask(endpoints.publishOntology, publishOntology, {
      as: world.vendor,
      path: { projectId },
      body: { tools: ["class"], labels: [{ ...aLabel("pest"), exampleKey }, aLabel("other")] },
    });

  it("lies under a key that nobody chose, and never becomes an item", async () => {
    const dataset = await world.dataset();
    const [one, other] = [await put(dataset), await put(dataset)];
    expect(one).toMatch(new RegExp(`^${dataset.projectId}/\\.examples/[0-9A-Z]{26}\\.webp$`));
    expect(other, "of the same name").not.toBe(one);
    await dataset.put("list.manifest", `{"source-ref":"s3://ingest-bucket/${one}"}\n`);
    await world.ingestAll();
    expect((await dataset.all()).map(({ state, rejection }) => [state, rejection?.message])).toEqual([
      ["rejected", expect.stringContaining("names a file that is no item")],
    ]);
  });

  it("is shown to the vendor and to annotators as what it was said to be", async () => {
    const dataset = await world.dataset();
    const { projectId } = dataset;
    const published = await publish(dataset, await put(dataset));
    expect(published).toMatchObject({ status: 200, body: { labels: [{ exampleUrl: expect.any(String) }, {}] } });
    await dataset.put("leaf.png", await anImage("png"));
    await world.ingestAll();
    await world.call(endpoints.changeProjectState, changeProjectState, {
      as: world.vendor,
      path: { projectId },
      body: { to: "open" },
    });
    const asha = world.person("asha");
    await memberships(world.deps).join(memberOf(projectId, asha, "annotator"));
    const path = { projectId };
    const project = await world.call(endpoints.getProject, getProject, { as: asha, path });
    const version = String(project.ontology.version);
    const ontology = await world.call(endpoints.getOntology, getOntology, { as: asha, path: { projectId, version } });
    const given = await world.call(endpoints.assign, assign, { as: asha, path, body: {} });
    if (given.state !== "assigned") throw new Error("an item was expected");
    for (const { labels } of [project.ontology, ontology, given.assignment.ontology]) {
      expect(labels.map(({ exampleUrl }) => typeof exampleUrl)).toEqual(["string", "undefined"]);
      const response = await fetch(labels[0]?.exampleUrl ?? "");
      expect(response.headers.get("content-type")).toBe("image/webp");
      expect(response.headers.get("content-disposition")).toBe("inline");
      expect(Buffer.from(await response.arrayBuffer())).toEqual(picture);
    }
  });

  it.each([
    ["a drawing that can hold a script", { contentType: "image/svg+xml" }, 400, "contentType", "image/webp"],
    ["a film", { contentType: "video/mp4" }, 400, "contentType", "image/jpeg"],
    ["nothing", { sizeBytes: 0 }, 400, "sizeBytes", "bytes"],
    ["more than 5 MiB", { sizeBytes: 5 * MIB + 1 }, 413, "sizeBytes", "5242880 bytes"],
  ])("is not %s", async (_, file, status, field, allowed) => {
    expect(await start(await world.dataset(), file)).toMatchObject({
      status,
      body: { field: `body.files.0.${field}`, allowed: expect.stringContaining(allowed) },
    });
  });

  it("is never what lies in another project, nor an item of its own", async () => {
    const [mine, others] = [await world.dataset(), await world.dataset()];
    const key = await put(others);
    const keys = [
      key,
      `${mine.projectId}/leaf.png`,
      `${mine.projectId}/.examples/../../${key}`,
      `${mine.projectId}/.examples/a.svg`,
    ];
    for (const one of keys) {
      expect(await publish(mine, one), one).toMatchObject({
        status: 400,
        body: { field: "body.labels.0.exampleKey", value: one.slice(0, 80), allowed: expect.any(String) },
      });
    }
    const ontology = { tools: ["class" as const], labels: [{ ...aLabel("pest"), exampleKey: key }] };
    const made = await world.ask(endpoints.createProject, createProject, {
      as: world.vendor,
      body: aProjectBody({ ontology }),
    });
    expect(made).toMatchObject({ status: 400, body: { field: "body.ontology.labels.0.exampleKey" } });
  });

  it.each([".examples/leaf.png", "./.examples//leaf.png"])("has its folder for itself: %s is no item", async (name) => {
    expect(await start(await world.dataset(), { name, purpose: undefined })).toMatchObject({
      status: 400,
      body: { field: "body.files.0.name", allowed: expect.stringContaining("examples and voices") },
    });
  });
});
