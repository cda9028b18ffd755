import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inParallel } from "../../lambdas/in-parallel.ts";
import { type Api, eventually, signInAs, upload } from "../support/api.ts";
import { anImage, aWebm } from "../support/media-files.ts";
import { aLabel, aProjectBody } from "../support/project-body.ts";
import { type Server, startServer } from "../support/server.ts";

const PICTURES = 20;
/** As many as the page sends side by side. */
const UPLOADS_AT_ONCE = 3;
/** A vendor who dropped a folder looks at the list: this is how long it may be behind on a machine that is busy with other tests. */
const SEEN_WITHIN_MS = 20_000;
const LARGE_BYTES = 120_000_000;

describe("files on their way to items", () => {
  let server: Server;
  let vendor: Api;
  beforeAll(async () => {
    server = await startServer({ hasPictures: true });
    vendor = await signInAs(server.addresses, "vendor");
  });
  afterAll(() => server.close());

  const makeProject = async (media: "image" | "video"): Promise<string> => {
    const ontology = { tools: ["class" as const], labels: [aLabel("pest")] };
    return (await vendor.call("createProject", { body: aProjectBody({ media, ontology }) })).projectId;
  };
  const itemsOf = async (projectId: string) =>
    (await vendor.call("listItems", { path: { projectId }, query: { limit: 50 } })).items;
  const itemOf = (projectId: string, name: string) =>
    eventually(`${name} to be an item`, async () => (await itemsOf(projectId)).find((item) => item.name === name));

  it(`makes ${PICTURES} dropped pictures items, each within ${SEEN_WITHIN_MS} ms of the end of its upload`, async () => {
    const projectId = await makeProject("image");
    const pictures = await Promise.all(
      Array.from({ length: PICTURES }, async (_, at) => ({
        name: `folder/leaf-${at}.jpg`,
        bytes: await anImage("jpeg", { red: at * 12 }),
      })),
    );
    // The first loads the function, which is no matter of how many come.
    const begunMs = performance.now();
    await upload(vendor, projectId, "first.jpg", await anImage("jpeg"), "image/jpeg");
    await itemOf(projectId, "first.jpg");
    console.info(`the first picture was an item ${Math.round(performance.now() - begunMs)} ms after its upload began`);
    const sentAtMs = new Map<string, number>();
    const tookMs = new Map<string, number>();
    const look = eventually("all pictures to be items", async () => {
      for (const { name, state } of await itemsOf(projectId)) {
        if (name === "first.jpg") continue;
        expect(state, name).toBe("open");
        // One may be seen before its sender has heard that it arrived.
        if (!tookMs.has(name)) tookMs.set(name, performance.now() - (sentAtMs.get(name) ?? performance.now()));
      }
      return tookMs.size === PICTURES ? tookMs : undefined;
    });
    const send = inParallel(pictures, UPLOADS_AT_ONCE, async ({ name, bytes }) => {
      await upload(vendor, projectId, name, bytes, "image/jpeg");
      sentAtMs.set(name, performance.now());
    });
    await Promise.all([look, send]);
    const slowestMs = Math.max(...tookMs.values());
    console.info(`the slowest of ${PICTURES} pictures was an item ${Math.round(slowestMs)} ms after its upload`);
    expect(slowestMs).toBeLessThan(SEEN_WITHIN_MS);
  });

  it("makes a video of 120 MB an item, sent in parts as the page sends it", async () => {
    const projectId = await makeProject("video");
    const bytes = await aWebm({ seconds: 12, frameBytes: LARGE_BYTES / 120 });
    const name = "a long walk.webm";
    const { files } = await vendor.call("startUpload", {
      path: { projectId },
      body: { files: [{ name, sizeBytes: bytes.length, contentType: "video/webm" }] },
    });
    const [target] = files;
    if (target?.kind !== "multipart") throw new Error("a file of this size was expected to go in parts");
    const { key, uploadId, partBytes } = target;
    const parts: { part: number; etag: string }[] = [];
    for (let from = 0; from < bytes.length; from += partBytes) {
      const part = parts.length + 1;
      const signed = await vendor.call("signUploadParts", {
        path: { projectId },
        body: { key, uploadId, sizeBytes: bytes.length, parts: [part] },
      });
      const answer = await fetch(signed.parts[0]?.url ?? "", {
        method: "PUT",
        body: Buffer.from(bytes.subarray(from, from + partBytes)),
      });
      expect(answer.status).toBe(200);
      parts.push({ part, etag: answer.headers.get("etag") ?? "" });
    }
    expect(parts.length).toBeGreaterThan(10);
    expect(await itemsOf(projectId)).toEqual([]);
    await vendor.call("completeUpload", { path: { projectId }, body: { key, uploadId, parts } });
    const endedMs = performance.now();
    const item = await itemOf(projectId, name);
    console.info(`${bytes.length} bytes were an item ${Math.round(performance.now() - endedMs)} ms after their upload`);
    expect(item).toMatchObject({
      state: "open",
      media: { kind: "video", contentType: "video/webm", width: 320, height: 200, durationMs: 12_000 },
    });
  });

  it("takes what any S3 client puts under the project, with the keys that lie in the folder for the operator", async () => {
    const projectId = await makeProject("image");
    const { folder, operatorKeysFile, bucket } = server.addresses;
    const { ingestBucket } = JSON.parse(await readFile(join(folder, "addresses.json"), "utf8")) as {
      ingestBucket: string;
    };
    const client = new S3Client({
      region: "us-east-1",
      endpoint: bucket,
      forcePathStyle: true,
      credentials: JSON.parse(await readFile(operatorKeysFile, "utf8")),
    });
    const put = (name: string, Body: Uint8Array) =>
      client.send(new PutObjectCommand({ Bucket: ingestBucket, Key: `${projectId}/${name}`, Body }));
    await put("2026/पत्ता +1.png", await anImage("png"));
    await put("2026/", new Uint8Array(0));
    await put("2026/notes.png", Buffer.from("no picture"));
    client.destroy();
    expect(await itemOf(projectId, "2026/पत्ता +1.png")).toMatchObject({ state: "open", media: { kind: "image" } });
    expect(await itemOf(projectId, "2026/notes.png")).toMatchObject({
      state: "rejected",
      rejection: { code: "not_this_media" },
    });
    expect(await itemsOf(projectId)).toHaveLength(2);
  });
});
