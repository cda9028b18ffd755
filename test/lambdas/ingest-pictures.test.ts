import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProject } from "../../lambdas/create-project.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import type { Person } from "../../lambdas/http.ts";
import { listItems } from "../../lambdas/list-items.ts";
import { startUpload } from "../../lambdas/start-upload.ts";
import { type PeopleWorld, startPeopleWorld } from "../support/people-world.ts";
import { PICTURE, pictureWithOrientation } from "../support/pictures.ts";
import { aProjectBody } from "../support/project-body.ts";

describe("pictures that come in", () => {
  let world: PeopleWorld;
  let vendor: Person;
  let projectId: string;
  beforeAll(async () => {
    world = await startPeopleWorld();
    vendor = world.person("vendor", "vendor");
    ({ projectId } = await world.call(endpoints.createProject, createProject, { as: vendor, body: aProjectBody() }));
  });
  afterAll(() => world.close());

  const upload = async (name: string, content: Uint8Array, contentType: string): Promise<void> => {
    const { files } = await world.call(endpoints.startUpload, startUpload, {
      as: vendor,
      path: { projectId },
      body: { files: [{ name, sizeBytes: content.length, contentType }] },
    });
    const [target] = files;
    if (target?.kind !== "post") throw new Error("a form post was expected");
    const form = new FormData();
    for (const [field, value] of Object.entries(target.fields)) form.append(field, value);
    form.append("file", new Blob([Uint8Array.from(content)], { type: contentType }), name);
    const response = await fetch(target.url, { method: "POST", body: form });
    expect(response.status, await response.text()).toBeLessThan(300);
  };
  const list = async (query?: Record<string, string>) =>
    (await world.call(endpoints.listItems, listItems, { as: vendor, path: { projectId }, ...(query && { query }) }))
      .items;

  it("are items of their upright size, whatever their EXIF orientation", async () => {
    for (let orientation = 0; orientation <= 8; orientation++) {
      await upload(`turned-${orientation}.jpg`, await pictureWithOrientation(orientation), "image/jpeg");
    }
    await world.ingestAll();
    const items = await list();
    expect(items).toHaveLength(9);
    for (const { media, state } of items) expect({ media, state }).toMatchObject({ media: PICTURE, state: "open" });
  });
});
