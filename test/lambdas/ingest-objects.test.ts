import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ingestMessage } from "../../lambdas/ingest/messages.ts";
import { startOfDigest } from "../../lambdas/ingest/object-digest.ts";
import { ingest } from "../../lambdas/ingest.ts";
import { items } from "../../lambdas/store/items.ts";
import { stats } from "../../lambdas/store/stats.ts";
import { type IngestWorld, startIngestWorld } from "../support/ingest-world.ts";
import { anImage, anMp4 } from "../support/media-files.ts";

const PHOTOS = join(import.meta.dirname, "..", "..", "..", "shared", "data", "photos");

describe("what comes into the bucket", () => {
  let world: IngestWorld;
  beforeAll(async () => {
    world = await startIngestWorld();
  });
  afterAll(() => world.close());

  const deliver = async (...records: readonly unknown[]): Promise<void> => {
    for (const record of records) await ingest(world.deps, ingestMessage.parse({ Records: [record] }));
  };

  it("becomes an item that can be handed out at once, pinned to its version and checksum", async () => {
    const { projectId, put, named } = await world.dataset();
    await put("जंगल/कीड़ा +1 (a).png", await anImage("png"));
    await world.ingestAll();
    const { itemId } = await named("जंगल/कीड़ा +1 (a).png");
    const header = await items(world.deps).find(projectId, itemId);
    expect(header).toMatchObject({
      state: "open",
      round: 1,
      claims: {},
      source: { from: "object", sha256: expect.stringMatching(/^[0-9a-f]{64}$/), versionId: expect.any(String) },
    });
    expect((await stats(world.deps).live(projectId)).open).toBe(1);
  });

  it("shows its picture by an address that works", async () => {
    const { put, named } = await world.dataset();
    const picture = await anImage("webp");
    await put("leaf.webp", picture);
    await world.ingestAll();
    const { url } = await named("leaf.webp");
    const response = await fetch(url ?? "");
    expect(response.headers.get("content-type")).toBe("image/webp");
    expect(Buffer.from(await response.arrayBuffer())).toEqual(picture);
  });

  it("is one item though its event comes twice, in any order, and at the same moment", async () => {
    const { put, all } = await world.dataset();
    await put("a.png", await anImage("png", { red: 1 }));
    await put("b.png", await anImage("png", { red: 2 }));
    const [a, b] = world.takeEvents();
    await Promise.all([deliver(b, a, b), deliver(a, b), deliver(a)]);
    const found = await all();
    expect(found.map(({ name, state, replacementWaits }) => [name, state, replacementWaits])).toEqual([
      ["a.png", "open", false],
      ["b.png", "open", false],
    ]);
  });

  it("tells the vendor why it cannot be labelled, whatever it is called", async () => {
    const { put, all } = await world.dataset();
    await put("empty.jpg", "");
    await put("page.jpg", "<!doctype html>");
    await put("cut.jpg", (await anImage("jpeg")).subarray(0, -10));
    await put(".DS_Store", "x");
    await put("film.mp4", await anMp4());
    await world.ingestAll();
    const rejected = await all({ state: "rejected" });
    expect(rejected.map(({ name, rejection, media }) => [name, rejection?.code, media])).toEqual([
      [".DS_Store", "system_file", undefined],
      ["cut.jpg", "broken", undefined],
      ["empty.jpg", "empty", undefined],
      ["film.mp4", "not_this_media", undefined],
      ["page.jpg", "not_this_media", undefined],
    ]);
    for (const { rejection } of rejected) expect(rejection?.message.length).toBeGreaterThan(10);
  });

  it("is a video or a text where those are wanted, with length or letters", async () => {
    const videos = await world.dataset("video");
    await videos.put("walk.mp4", await anMp4({ seconds: 3 }));
    const texts = await world.dataset("text");
    await texts.put("note.txt", "कीड़ा");
    await texts.put("long.txt", "moth ".repeat(60_000));
    await world.ingestAll();
    expect(await videos.named("walk.mp4")).toMatchObject({ state: "open", media: { kind: "video", durationMs: 3000 } });
    expect(await texts.named("note.txt")).toMatchObject({ media: { kind: "text", codePoints: 5 }, text: "कीड़ा" });
    expect(await texts.named("long.txt"), "too long to travel in an answer").toMatchObject({ url: expect.any(String) });
  });

  it("mends a rejected item when better bytes come under its name", async () => {
    const { projectId, put, named } = await world.dataset();
    await put("leaf.jpg", "not yet");
    await world.ingestAll();
    const before = await named("leaf.jpg");
    await put("leaf.jpg", await anImage("jpeg"));
    await world.ingestAll();
    const after = await named("leaf.jpg");
    expect(before.state).toBe("rejected");
    expect(after).toMatchObject({ itemId: before.itemId, state: "open", media: { width: 60 } });
    expect(after.rejection).toBeUndefined();
    expect(await stats(world.deps).live(projectId)).toMatchObject({ open: 1, rejected: 0 });
  });

  it("is told as a duplicate when the same bytes have another name; both can be labelled", async () => {
    const { put, named } = await world.dataset();
    const picture = await anImage("png", { red: 9 });
    await put("first.png", picture);
    await world.ingestAll();
    await put("second.png", picture);
    await world.ingestAll();
    const first = await named("first.png");
    expect(first.duplicateOf).toBeUndefined();
    expect(await named("second.png")).toMatchObject({ state: "open", duplicateOf: first.itemId });
  });

  it("is nothing when it was deleted before it was read, belongs to no project, or only shows a folder", async () => {
    const { projectId, all } = await world.dataset();
    const event = (key: string, eventName = "ObjectCreated:Put") => ({ eventName, s3: { object: { key } } });
    await deliver(
      event(`${projectId}/gone.jpg`),
      event(`${projectId}/folder/`),
      event("nowhere12/leaf.jpg"),
      event("leaf.jpg"),
      event(`${projectId}/gone.jpg`, "ObjectRemoved:Delete"),
    );
    await ingest(world.deps, ingestMessage.parse({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "in" }));
    expect(await all()).toEqual([]);
    expect(world.log.map(({ event: name }) => name)).toContain("object.without-project");
  });

  it("is an item though an event beside it names no key that could be read", async () => {
    const { put, all } = await world.dataset();
    await put("leaf.png", await anImage("png", { red: 78 }));
    const [record] = world.takeEvents();
    const unreadable = { eventName: "ObjectCreated:Put", s3: { object: { key: "100%" } } };
    const message = ingestMessage.parse({ Records: [unreadable, record] });
    await expect(ingest(world.deps, message)).rejects.toThrow('names an object by "100%", which encodes no key');
    expect((await all()).map(({ name }) => name)).toEqual(["leaf.png"]);
  });

  it("comes again later when the bucket or the table is away, and then is one item", async () => {
    const { put, all } = await world.dataset();
    await put("leaf.png", await anImage("png", { red: 77 }));
    const [record] = world.takeEvents();
    for (const client of [world.deps.bucket, world.deps.table]) {
      for (let nth = 1; nth <= 8; nth++) {
        const send = client.send.bind(client) as (command: object) => Promise<unknown>;
        let calls = 0;
        const spy = vi.spyOn(client, "send").mockImplementation((async (command: object) => {
          if (++calls === nth) throw Object.assign(new Error("away"), { name: "AccessDenied" });
          return send(command);
        }) as never);
        await deliver(record).catch((error: Error) => expect(error.message).toBe("away"));
        spy.mockRestore();
      }
    }
    await deliver(record);
    expect((await all()).map(({ name, state }) => [name, state])).toEqual([["leaf.png", "open"]]);
  });

  it("of ten megabytes and more is read in pieces and has the right checksum", async () => {
    const { projectId, put, named } = await world.dataset("video");
    const film = await anMp4({ seconds: 4, frameBytes: 300_000 });
    await put("film.mp4", film);
    await world.ingestAll();
    const { itemId } = await named("film.mp4");
    expect(film.length).toBeGreaterThan(11_000_000);
    expect((await items(world.deps).find(projectId, itemId))?.source).toMatchObject({
      sizeBytes: film.length,
      sha256: createHash("sha256").update(film).digest("hex"),
    });
  });

  it("of gigabytes is hashed by several runs, each going on where the one before stopped", async () => {
    const { projectId, put, named } = await world.dataset("video");
    const film = await anMp4({ seconds: 4, frameBytes: 300_000 });
    await put("film.mp4", film);
    const [record] = world.takeEvents() as [{ s3: { object: { eTag: string; versionId: string } } }];
    const { eTag, versionId } = record.s3.object;
    const media = { kind: "video", contentType: "video/mp4", width: 320, height: 200, durationMs: 4000 };
    const object = { key: `${projectId}/film.mp4`, versionId, etag: `"${eTag}"`, sizeBytes: film.length };
    let message: unknown = { kind: "digest", projectId, object, media, ...startOfDigest() };
    let runs = 0;
    // A clock that leaps, so that every run is out of time after its first piece.
    let nowMs = world.deps.now();
    const hurried = { ...world.deps, now: () => (nowMs += 6_000) };
    while (message) {
      runs += 1;
      await ingest(hurried, ingestMessage.parse(message));
      [message] = await world.takeMessages();
    }
    expect(runs).toBeGreaterThan(5);
    const { itemId } = await named("film.mp4");
    const sha256 = createHash("sha256").update(film).digest("hex");
    expect(await items(world.deps).find(projectId, itemId)).toMatchObject({ state: "open", media, source: { sha256 } });
  }, 60_000);

  it("photographs of every orientation are upright, where they are at hand", async (context) => {
    if (!existsSync(PHOTOS)) {
      await context.annotate("no photographs beside the repository: not shown");
      return;
    }
    const { put, all } = await world.dataset();
    const names = (await readdir(PHOTOS)).filter((name) => name.endsWith(".jpg"));
    for (const name of names) await put(name, await readFile(join(PHOTOS, name)));
    await world.ingestAll();
    const found = await all();
    expect(found).toHaveLength(18);
    const sizes = (start: string) =>
      new Set(
        found
          .filter(({ name }) => name.startsWith(start))
          .map(({ media }) => (media?.kind === "image" ? `${media.width}×${media.height}` : "no picture")),
      );
    expect(sizes("Landscape")).toEqual(new Set(["1800×1200"]));
    expect(sizes("Portrait")).toEqual(new Set(["1200×1800"]));
  });
});
