import { createHash } from "node:crypto";
import { CompleteMultipartUploadCommand, NoSuchUpload } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { abortUpload } from "../../lambdas/abort-upload.ts";
import { completeUpload } from "../../lambdas/complete-upload.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { signUploadParts } from "../../lambdas/sign-upload-parts.ts";
import { startUpload } from "../../lambdas/start-upload.ts";
import { type Dataset, type IngestWorld, startIngestWorld } from "../support/ingest-world.ts";
import { anImage, anMp4 } from "../support/media-files.ts";

const MIB = 1_048_576;

describe("uploads from the page", () => {
  let world: IngestWorld;
  let dataset: Dataset;
  beforeAll(async () => {
    world = await startIngestWorld();
    dataset = await world.dataset("video");
  });
  afterAll(() => world.close());

  const start = (name: string, sizeBytes: number, contentType = "video/mp4") =>
    world.ask(endpoints.startUpload, startUpload, {
      as: world.vendor,
      path: { projectId: dataset.projectId },
      body: { files: [{ name, sizeBytes, contentType }] },
    });
  const begun = async (name: string, sizeBytes: number) => {
    const { body } = await start(name, sizeBytes);
    const [file] = body["files"] as { key: string; uploadId: string; partBytes: number }[];
    if (!file) throw new Error("a file was expected");
    return file;
  };
  type Part = { part: number; etag: string };
  const sign = (upload: { key: string; uploadId: string }, parts: readonly number[], sizeBytes = 40 * MIB) =>
    world.ask(endpoints.signUploadParts, signUploadParts, {
      as: world.vendor,
      path: { projectId: dataset.projectId },
      body: { key: upload.key, uploadId: upload.uploadId, sizeBytes, parts },
    });
  const complete = (upload: { key: string; uploadId: string }, parts: readonly Part[]) =>
    world.ask(endpoints.completeUpload, completeUpload, {
      as: world.vendor,
      path: { projectId: dataset.projectId },
      body: { key: upload.key, uploadId: upload.uploadId, parts },
    });
  const abort = (upload: { key: string; uploadId: string }) =>
    world.ask(endpoints.abortUpload, abortUpload, {
      as: world.vendor,
      path: { projectId: dataset.projectId },
      body: { key: upload.key, uploadId: upload.uploadId },
    });
  const putPart = async (
    upload: { key: string; uploadId: string },
    part: number,
    content: Uint8Array,
    sizeBytes?: number,
  ): Promise<Part> => {
    const { body } = await sign(upload, [part], sizeBytes);
    const [{ url }] = body["parts"] as [{ url: string }];
    const response = await fetch(url, { method: "PUT", body: Uint8Array.from(content) });
    expect(response.status).toBe(200);
    return { part, etag: response.headers.get("etag") ?? "" };
  };
  const post = async (file: { url: string; fields: Record<string, string> }, content: Uint8Array, type: string) => {
    const form = new FormData();
    for (const [field, value] of Object.entries(file.fields)) form.append(field, value);
    form.append("file", new Blob([Uint8Array.from(content)], { type }));
    return (await fetch(file.url, { method: "POST", body: form })).status;
  };

  it("of small files are one form post, of exactly the size that was said", async () => {
    const images = await world.dataset("image");
    const picture = await anImage("png");
    const { files } = await world.call(endpoints.startUpload, startUpload, {
      as: world.vendor,
      path: { projectId: images.projectId },
      body: { files: [{ name: "पत्ता/leaf.png", sizeBytes: picture.length, contentType: "" }] },
    });
    const [file] = files;
    if (file?.kind !== "post") throw new Error("a form post was expected");
    expect(file.key).toBe(`${images.projectId}/पत्ता/leaf.png`);
    expect(await post(file, Buffer.concat([picture, picture]), "image/png")).toBe(400);
    expect(await post({ ...file, fields: { ...file.fields, key: "other/leaf.png" } }, picture, "image/png")).toBe(403);
    expect(await post(file, picture, "image/png")).toBeLessThan(300);
    await world.ingestAll();
    expect(await images.named("पत्ता/leaf.png")).toMatchObject({ state: "open" });
  });

  it.each([
    ["../other/leaf.mp4", "up a folder"],
    ["/leaf.mp4", "relative"],
    ["a\u0007.mp4", "control characters"],
    ["é".repeat(451), "900 bytes"],
  ])("of %j are refused, with the file that is wrong", async (name, reason) => {
    expect(await start(name, 10)).toMatchObject({
      status: 400,
      body: { field: "body.files.0.name", allowed: expect.stringContaining(reason) },
    });
  });

  it("of large files go in parts, in any order, and become an item when they are joined", async () => {
    const film = await anMp4({ seconds: 4, frameBytes: 900_000 });
    const upload = await begun("film.mp4", film.length);
    expect(upload.partBytes).toBe(8 * MIB);
    const numbers = Array.from({ length: Math.ceil(film.length / upload.partBytes) }, (_, at) => at + 1);
    expect(numbers.length).toBeGreaterThan(4);
    const parts: Part[] = [];
    for (const part of numbers.toReversed()) {
      parts.push(
        await putPart(upload, part, film.subarray((part - 1) * upload.partBytes, part * upload.partBytes), film.length),
      );
    }
    expect(await complete(upload, parts)).toEqual({ status: 200, body: { key: upload.key } });
    const { bucket } = world.deps;
    const send = bucket.send.bind(bucket) as (command: object) => Promise<unknown>;
    const spy = vi.spyOn(bucket, "send").mockImplementation((async (command: object) => {
      const isForgotten = command instanceof CompleteMultipartUploadCommand;
      if (isForgotten) throw new NoSuchUpload({ message: "it is over", $metadata: {} });
      return send(command);
    }) as never);
    expect(await complete(upload, parts), "asked again after the answer was lost").toMatchObject({ status: 200 });
    expect(await complete(upload, parts.slice(1)), "of other parts").toMatchObject({ status: 404 });
    spy.mockRestore();
    await world.ingestAll();
    expect(await dataset.named("film.mp4")).toMatchObject({ state: "open", media: { durationMs: 4000 } });
  });

  it("go on after a break with the parts that are there", async () => {
    const upload = await begun("pause.mp4", 40 * MIB);
    const content = Buffer.alloc(8 * MIB, 7);
    const { etag } = await putPart(upload, 2, content);
    const { body } = await sign(upload, [1, 3]);
    expect(body["stored"]).toEqual([{ part: 2, etag, sizeBytes: 8 * MIB }]);
    expect((body["parts"] as { part: number }[]).map(({ part }) => part)).toEqual([1, 3]);
    expect(etag).toBe(`"${createHash("md5").update(content).digest("hex")}"`);
  });

  it("have no part beyond their size", async () => {
    const upload = await begun("short.mp4", 40 * MIB);
    expect(await sign(upload, [5])).toMatchObject({ status: 200 });
    expect(await sign(upload, [6])).toMatchObject({ status: 400, body: { field: "body.parts", allowed: "1 to 5" } });
  });

  it("say which parts are wrong, and that an upload is over", async () => {
    const upload = await begun("wrong.mp4", 40 * MIB);
    const good = await putPart(upload, 1, Buffer.alloc(6 * MIB), 6 * MIB);
    const wrong = await complete(upload, [{ ...good, etag: `"${"0".repeat(32)}"` }]);
    expect(wrong).toMatchObject({ status: 400, body: { field: "body.parts", value: "InvalidPart" } });
    expect((await abort(upload)).status).toBe(200);
    expect((await abort(upload)).status).toBe(200);
    expect(await sign(upload, [1])).toMatchObject({ status: 404, body: { field: "body.uploadId" } });
    expect(await complete(upload, [good])).toMatchObject({ status: 404 });
  });

  it("of another project are not there", async () => {
    const upload = await begun("mine.mp4", 40 * MIB);
    const other = await world.dataset("video");
    for (const key of [
      upload.key,
      `${other.projectId}/../${upload.key}`,
      `${other.projectId}//x`,
      `${other.projectId}/a/./x`,
      other.projectId,
    ]) {
      const refused = await world.ask(endpoints.signUploadParts, signUploadParts, {
        as: world.vendor,
        path: { projectId: other.projectId },
        body: { key, uploadId: upload.uploadId, sizeBytes: 1, parts: [1] },
      });
      expect(refused, key).toMatchObject({ status: 404, body: { field: "body.key" } });
    }
  });
});
