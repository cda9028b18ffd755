import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesIn } from "../../../lambdas/ingest/bytes.ts";
import { inspect } from "../../../lambdas/ingest/inspect.ts";
import { readWebm } from "../../../lambdas/ingest/webm.ts";
import { lastFrame } from "../../../lambdas/ingest/webm-clusters.ts";
import { anImage, anMp4, aWebm } from "../../support/media-files.ts";

const lookAs = (media: "video" | "text") => (content: Uint8Array) => inspect(bytesIn(content), media);

describe("videos", () => {
  const look = lookAs("video");

  it.each([
    ["an index at the end", () => anMp4({ fastStart: false })],
    ["an index in front", () => anMp4({ fastStart: "in-memory" })],
    ["fragments", () => anMp4({ fastStart: "fragmented" })],
  ])("in MP4 with %s have their size and length", async (_, make) => {
    expect(await look(await make())).toEqual({
      media: { kind: "video", contentType: "video/mp4", width: 320, height: 200, durationMs: 2000 },
    });
  });

  it.each([
    ["that was finished", () => aWebm()],
    ["that a browser recorded, without length and index", () => aWebm({ isLive: true })],
  ])("in WebM %s have their size and length", async (_, make) => {
    expect(await look(await make())).toEqual({
      media: { kind: "video", contentType: "video/webm", width: 320, height: 200, durationMs: 2000 },
    });
  });

  it("held upright are as high as they are shown", async () => {
    expect(await look(await anMp4({ rotation: 90 }))).toMatchObject({ media: { width: 200, height: 320 } });
  });

  it("of hundreds of megabytes are measured by a few reads", async () => {
    const content = await anMp4({ seconds: 10, frameBytes: 2_000_000 });
    let readBytes = 0;
    const read = async (from: number, to: number) => {
      const part = content.subarray(from, to);
      readBytes += part.length;
      return part;
    };
    expect(await inspect({ sizeBytes: content.length, read }, "video")).toMatchObject({
      media: { durationMs: 10_000 },
    });
    expect(content.length).toBeGreaterThan(190_000_000);
    expect(readBytes).toBeLessThan(8_000_000);
  });

  it("that were cut on their way are broken", async () => {
    for (const video of [await anMp4(), await anMp4({ fastStart: "in-memory" }), await aWebm()]) {
      for (const cut of [video.subarray(0, video.length - 1), video.subarray(0, video.length >> 1)]) {
        expect(await look(cut)).toMatchObject({ rejection: { code: "broken" } });
      }
    }
  });

  it("that are pictures are told so", async () => {
    expect(await look(await anImage("png"))).toEqual({
      rejection: { code: "not_this_media", message: "the file is image/png, not MP4 or WebM" },
    });
  });

  it("with damaged bytes are an item or a reason, never a crash", async () => {
    const videos = [await anMp4(), await aWebm()];
    const damaged = fc.tuple(
      fc.constantFrom(...videos),
      fc.array(fc.tuple(fc.nat({ max: 2_000 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(damaged, async ([video, changes]) => {
        const content = Uint8Array.from(video);
        for (const [at, value] of changes) content[at % content.length] = value;
        const finding = await look(content);
        expect("media" in finding || "rejection" in finding).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("that claim parts larger than any file are broken, and nothing is read where there is nothing", async () => {
    const header = Buffer.from("1a45dfa3017ffffffffffffe4282", "hex");
    await expect(readWebm(bytesIn(header))).rejects.toThrow("its parts do not follow each other");
    const live = await aWebm({ isLive: true });
    expect(await look(Buffer.concat([live.subarray(0, 4), header.subarray(4, 12), live.subarray(5)]))).toMatchObject({
      rejection: { code: "broken" },
    });
  });

  it("that claim a gigabyte for the time of a cluster are read on without it", async () => {
    const cluster = Buffer.from("1f43b67501ffffffffffffffe70100000040000000", "hex");
    let largest = 0;
    const read = async (from: number, to: number) => {
      largest = Math.max(largest, to - from);
      return cluster.subarray(from, to);
    };
    await lastFrame({ sizeBytes: 2 ** 31, read }, { from: 0, end: 2 ** 31, track: 1 }).catch(() => undefined);
    expect(largest).toBeLessThan(100);
  });

  it("are not judged when the bucket fails: that is nobody's file", async () => {
    const content = await anMp4({ frameBytes: 500_000 });
    for (const failing of [1, 2, 3]) {
      let reads = 0;
      const read = async (from: number, to: number) => {
        if (++reads === failing) throw new Error("the bucket is away");
        return content.subarray(from, to);
      };
      await expect(inspect({ sizeBytes: content.length, read }, "video")).rejects.toThrow("the bucket is away");
    }
  });
});

describe("texts", () => {
  const look = lookAs("text");

  it("count their letters as code points, and keep every one of them", async () => {
    const text = "कीड़ा 👩🏽‍🌾";
    expect(await look(Buffer.from(text))).toEqual({
      media: { kind: "text", contentType: "text/plain", codePoints: 10 },
      text,
    });
  });

  it("may be about anything: the letters of a page of HTML are text", async () => {
    expect(await look(Buffer.from("<b>moth</b>"))).toMatchObject({ media: { kind: "text" }, text: "<b>moth</b>" });
    expect(await look(Buffer.from("BM is how a bitmap begins"))).toMatchObject({ media: { kind: "text" } });
  });

  it.each([
    ["in UTF-16", Buffer.from("\ufeffmoth", "utf16le"), "not_this_media", "UTF-16"],
    ["in Latin-1", Buffer.from("mothé!", "latin1"), "not_this_media", "UTF-8"],
    ["with a NUL", Buffer.from("a\0b"), "not_this_media", "not plain text"],
    ["of blanks", Buffer.from(" \n\t"), "empty", "nothing to read"],
    ["without bytes", Buffer.alloc(0), "empty", "no bytes"],
    ["of eleven megabytes", Buffer.alloc(11_000_000, 0x61), "too_large", "at most 10 MiB"],
  ])("%s are refused with what is wrong", async (_, content, code, message) => {
    expect(await look(content)).toEqual({ rejection: { code, message: expect.stringContaining(message) } });
  });
});
