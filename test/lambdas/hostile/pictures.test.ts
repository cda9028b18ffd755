import { gzipSync } from "node:zlib";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesIn } from "../../../lambdas/ingest/bytes.ts";
import { inspect } from "../../../lambdas/ingest/inspect.ts";
import {
  claiming,
  EMPTY_ZIP,
  gifThatIsScript,
  HTML_WITH_SCRIPT,
  jpegWithExif,
  pngThatIsPage,
  pngWithExif,
  SVG_WITH_SCRIPT,
  tiff,
} from "../../support/hostile-files.ts";
import { type Card, type IngestWorld, startIngestWorld } from "../../support/ingest-world.ts";
import { anImage } from "../../support/media-files.ts";

const look = (content: Uint8Array) => inspect(bytesIn(content), "image");
const FORMATS = ["jpeg", "png", "webp", "gif"] as const;
const SIXTEENTHS = Array.from({ length: 16 }, (_, at) => at);

describe("a picture", () => {
  it.each(FORMATS)("in %s that was cut at any sixteenth is told to be broken, empty or no picture", async (format) => {
    const whole = await anImage(format, { width: 300, height: 200 });
    for (const sixteenth of SIXTEENTHS) {
      const cut = whole.subarray(0, Math.floor((whole.length * sixteenth) / 16));
      const found = await look(cut);
      if (!("rejection" in found)) throw new Error(`${format} cut at ${sixteenth}/16 was taken`);
      expect(["broken", "empty", "not_this_media"]).toContain(found.rejection.code);
    }
    expect(await look(whole)).toMatchObject({ media: { width: 300 } });
  });

  it.each(FORMATS)("in %s that claims 50,001 pixels a side is refused by its header, unread", async (format) => {
    expect(await look(await claiming(format, 50_001))).toMatchObject({
      rejection: { code: "too_many_pixels", message: expect.stringContaining("50001 × 50001") },
    });
    expect(await look(await claiming(format, 50_000))).toMatchObject({ rejection: { code: "too_many_pixels" } });
  });

  it("in GIF whose frame is larger than itself is broken: one browser would show it so, another so", async () => {
    const gif = Buffer.from(await anImage("gif"));
    const frame = gif.indexOf(0x2c, 13 + 3 * 2 ** (((gif[10] ?? 0) & 7) + 1));
    gif.writeUInt16LE(65_535, frame + 5);
    expect(await look(gif)).toMatchObject({ rejection: { code: "broken" } });
  });

  it.each([
    ["says that it has 65,535 entries", tiff({ entries: 65_535 })],
    ["begins behind its end", tiff({ first: 0xffff_fff0 })],
    ["begins in its own head", tiff({ first: 0 })],
    ["goes on with itself, for ever", tiff({ next: 8 })],
    [
      "has four thousand million orientations",
      tiff({ given: [{ tag: 0x0112, type: 3, count: 0xffff_ffff, value: 9 }] }),
    ],
    ["has its orientation behind its end", tiff({ given: [{ tag: 0x0112, type: 4, count: 9, value: 0x7fff_ffff }] })],
    ["leads to a directory that is itself", tiff({ given: [{ tag: 0x8769, type: 4, count: 1, value: 8 }] })],
    ["has a maker's note of gigabytes", tiff({ given: [{ tag: 0x927c, type: 7, count: 0xffff_fff0, value: 10 }] })],
    ["is a word", Buffer.from("II")],
    ["is nothing", Buffer.alloc(0)],
    ["is noise", Buffer.alloc(60_000, 0xff)],
  ])("with EXIF that %s is shown as it is stored", async (_, block) => {
    for (const picture of [await jpegWithExif(block), await pngWithExif(block)]) {
      expect(await look(picture)).toMatchObject({ media: { width: 60, height: 20, orientation: 1 } });
    }
  });

  it("with any EXIF at all is an item, and its orientation is one of the eight", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (noise, little) => {
        const block = Buffer.concat([Buffer.from(little ? "II\x2a\0" : "MM\0\x2a", "latin1"), noise]);
        const found = await look(await cached(block));
        if (!("media" in found) || found.media.kind !== "image") throw new Error("it was refused");
        expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(found.media.orientation);
      }),
      { numRuns: 200 },
    );
  });
  let plain: Promise<Buffer> | undefined;
  /** Drawn once: drawing is slower than reading. */
  const cached = async (block: Buffer): Promise<Buffer> => {
    plain ??= jpegWithExif(Buffer.alloc(0));
    const jpeg = await plain;
    const head = Buffer.from([0xff, 0xe1, 0, 0]);
    head.writeUInt16BE(block.length + 8, 2);
    return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from("Exif\0\0", "latin1"), block, jpeg.subarray(2)]);
  };
});

describe("a file that is not what it is called", () => {
  let world: IngestWorld;
  let found: readonly Card[];
  const files = new Map<string, { readonly content: Uint8Array; readonly ContentEncoding?: string }>();
  beforeAll(async () => {
    world = await startIngestWorld();
    const { projectId, all } = await world.dataset();
    const bomb = gzipSync(Buffer.alloc(64 * 1_048_576));
    files.set("drawing.jpg", { content: SVG_WITH_SCRIPT });
    files.set("page.jpg", { content: HTML_WITH_SCRIPT });
    files.set("packed.jpg", { content: bomb, ContentEncoding: "gzip" });
    files.set("nothing.jpg", { content: Buffer.alloc(0) });
    files.set("script.gif", { content: await gifThatIsScript() });
    files.set("page.png", { content: await pngThatIsPage() });
    files.set("archive.jpg", { content: Buffer.concat([await anImage("jpeg"), EMPTY_ZIP]) });
    files.set("said-to-be-packed.png", { content: await anImage("png"), ContentEncoding: "br" });
    files.set("good.webp", { content: await anImage("webp") });
    for (const [name, { content, ...labels }] of files) {
      const put = { Bucket: world.deps.config.INGEST_BUCKET, Key: `${projectId}/${name}`, ContentType: "text/html" };
      await world.deps.bucket.send(new PutObjectCommand({ ...put, ...labels, Body: content }));
    }
    await world.ingestAll();
    found = await all();
  });
  afterAll(() => world.close());
  const named = (name: string) => found.find((one) => one.name === name);

  it.each([
    ["a drawing with a script", "drawing.jpg", "not_this_media", "the file is"],
    ["a page with a script", "page.jpg", "not_this_media", "the file is text"],
    ["64 megabytes packed into 64 thousand bytes", "packed.jpg", "not_this_media", "application/gzip"],
    ["nothing", "nothing.jpg", "empty", "no bytes"],
  ])("and is %s is told to the vendor, is shown nowhere, and its neighbours are taken", (_, name, code, message) => {
    expect(named(name)).toMatchObject({
      state: "rejected",
      rejection: { code, message: expect.stringContaining(message) },
    });
    expect(named(name)?.url).toBeUndefined();
    expect(named("good.webp")?.state).toBe("open");
  });

  it.each([
    ["a script too", "script.gif", "image/gif"],
    ["a page too", "page.png", "image/png"],
    ["an archive too", "archive.jpg", "image/jpeg"],
    ["said to be packed", "said-to-be-packed.png", "image/png"],
  ])("and is %s is shown as the picture that its bytes are, and as nothing else", async (_, name, contentType) => {
    expect(named(name)).toMatchObject({ state: "open", media: { contentType } });
    const answered = await fetch(named(name)?.url ?? "");
    const headers = (...names: string[]) => names.map((one) => answered.headers.get(one));
    expect(headers("content-type", "content-disposition")).toEqual([contentType, "inline"]);
    expect(headers("x-content-type-options", "content-encoding")).toEqual(["nosniff", "identity"]);
    expect(answered.headers.get("content-security-policy")).toMatch(/^default-src 'none';.*; sandbox$/);
    expect(Buffer.from(await answered.arrayBuffer())).toEqual(Buffer.from(files.get(name)?.content ?? []));
  });

  it("cannot be asked for under another type than the one that was signed", async () => {
    const address = new URL(named("script.gif")?.url ?? "");
    address.searchParams.set("response-content-type", "text/html");
    expect((await fetch(address)).status).toBe(403);
    address.searchParams.delete("response-content-type");
    expect((await fetch(address)).status).toBe(403);
  });
});
