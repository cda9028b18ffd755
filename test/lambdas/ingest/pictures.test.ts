import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesIn } from "../../../lambdas/ingest/bytes.ts";
import { inspect } from "../../../lambdas/ingest/inspect.ts";
import { anImage, type ImageWanted } from "../../support/media-files.ts";

const look = (content: Uint8Array) => inspect(bytesIn(content), "image");
const rejected = async (content: Uint8Array) => {
  const finding = await look(content);
  return "rejection" in finding ? finding.rejection : undefined;
};
const FORMATS = ["jpeg", "png", "webp", "gif"] as const;

/** A JPEG segment of this many bytes that means nothing. */
const segment = (marker: number, bytes: number): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(bytes + 2, 2);
  return Buffer.concat([head, Buffer.alloc(bytes, 0x20)]);
};
const afterStart = (jpeg: Buffer, ...inserted: Buffer[]): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), ...inserted, jpeg.subarray(2)]);

describe("pictures", () => {
  it.each(FORMATS)("in %s are known by their bytes, with their size", async (format) => {
    expect(await look(await anImage(format))).toEqual({
      media: { kind: "image", contentType: `image/${format}`, width: 60, height: 20, orientation: 1 },
    });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "with EXIF orientation %i have the size that they have upright",
    async (orientation) => {
      const upright = orientation >= 5 ? { width: 20, height: 60 } : { width: 60, height: 20 };
      for (const format of ["jpeg", "png"] as const) {
        expect(await look(await anImage(format, { orientation }))).toMatchObject({
          media: { ...upright, orientation },
        });
      }
    },
  );

  it("in WebP that say they are turned are not taken, since browsers show them differently", async () => {
    for (const orientation of [2, 3, 6, 8]) {
      const found = await rejected(await anImage("webp", { orientation }));
      expect(found).toMatchObject({
        code: "turned_webp",
        message: expect.stringContaining(`orientation ${orientation}`),
      });
    }
    expect(await look(await anImage("webp", { orientation: 1 }))).toMatchObject({ media: { width: 60, height: 20 } });
  });

  it.each([
    ["lossless", { lossless: true }],
    ["lossless and of one pixel", { lossless: true, width: 1, height: 1 }],
    ["lossy", {}],
  ])("in WebP are measured when %s", async (_, options) => {
    const { width = 60, height = 20 }: ImageWanted = options;
    expect(await look(await anImage("webp", options))).toMatchObject({ media: { width, height } });
  });

  it("are measured when progressive, and when megabytes of metadata come first", async () => {
    const jpeg = await anImage("jpeg", { width: 500, height: 300, progressive: true });
    const deep = afterStart(jpeg, ...Array.from({ length: 40 }, () => segment(0xe1, 65_000)));
    expect(await look(deep)).toMatchObject({ media: { width: 500, height: 300 } });
  });

  it("are whole when something else follows them, as phones append a film", async () => {
    const jpeg = await anImage("jpeg");
    expect(await look(Buffer.concat([jpeg, Buffer.alloc(200_000, 7)]))).toMatchObject({ media: { width: 60 } });
  });

  it.each(FORMATS)("in %s that were cut on their way are broken, wherever the cut", async (format) => {
    const picture = await anImage(format, { width: 200, height: 100 });
    for (const part of [0.999, 0.9, 0.5]) {
      const cut = picture.subarray(0, Math.min(picture.length - 1, Math.floor(picture.length * part)));
      expect(await rejected(cut), `${format} cut to ${cut.length} of ${picture.length}`).toMatchObject({
        code: "broken",
      });
    }
  });

  it("without bytes are empty", async () => {
    expect(await rejected(new Uint8Array(0))).toMatchObject({ code: "empty" });
  });

  it.each([
    ["a page of HTML", Buffer.from("<!doctype html><script>alert(1)</script>"), "text, not JPEG"],
    ["a PDF", Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"), "application/pdf, not JPEG"],
    ["a ZIP", Buffer.from("504b0304140000000000", "hex"), "application/zip, not JPEG"],
    ["a bitmap", Buffer.from("424d460000000000000036000000", "hex"), "image/bmp, not JPEG"],
    ["noise", Buffer.from("00ff00fe80c1", "hex"), "of no kind that we know, not JPEG"],
  ])("that are %s are told what they are", async (_, content, message) => {
    expect(await rejected(content)).toEqual({ code: "not_this_media", message: expect.stringContaining(message) });
  });

  it("that would not fit on any screen are refused by their header alone", async () => {
    const png = Buffer.from(await anImage("png"));
    png.writeUInt32BE(60_000, 16);
    expect(await rejected(png)).toMatchObject({
      code: "too_many_pixels",
      message: expect.stringContaining("60000 × 20"),
    });
    png.writeUInt32BE(40_000, 16);
    png.writeUInt32BE(40_000, 20);
    expect(await rejected(png)).toMatchObject({ code: "too_many_pixels" });
  });

  it("that are too large to be pictures are refused unread", async () => {
    const read = () => Promise.reject(new Error("it was read"));
    expect(await inspect({ sizeBytes: 600 * 1_048_576, read }, "image")).toMatchObject({
      rejection: { code: "too_large" },
    });
  });

  it("with damaged bytes are an item or a reason, never a crash and never an endless loop", async () => {
    const pictures = await Promise.all(FORMATS.map((format) => anImage(format, { orientation: 6 })));
    const damaged = fc.tuple(
      fc.constantFrom(...pictures),
      fc.array(fc.tuple(fc.nat({ max: 2_000 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(damaged, async ([picture, changes]) => {
        const content = Buffer.from(picture);
        for (const [at, value] of changes) content[at % content.length] = value;
        const finding = await look(content);
        expect("media" in finding || "rejection" in finding).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("that are made to keep their reader busy are broken, at once", async () => {
    const repeated = (piece: Buffer, times: number) => Buffer.alloc(piece.length * times, piece);
    const jpeg = await anImage("jpeg");
    const gif = await anImage("gif");
    const png = await anImage("png");
    const busy = [
      afterStart(jpeg, repeated(segment(0xfe, 0), 5_000_000)),
      Buffer.concat([jpeg.subarray(0, -2), repeated(segment(0xfe, 0), 5_000_000)]),
      Buffer.concat([gif.subarray(0, -2), repeated(Buffer.from([1, 7]), 10_000_000)]),
      Buffer.concat([gif.subarray(0, -1), repeated(Buffer.from([0x21, 0xfe, 0]), 5_000_000)]),
      Buffer.concat([png.subarray(0, 33), repeated(Buffer.from("00000000744558740000000000", "hex"), 1_000_000), png]),
    ];
    const start = performance.now();
    for (const content of busy) expect(await rejected(content)).toMatchObject({ code: "broken" });
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it("are read in few pieces, and a large one is never held", async () => {
    const jpeg = await anImage("jpeg", { width: 3000, height: 2000 });
    const content = afterStart(jpeg, ...Array.from({ length: 300 }, () => segment(0xe2, 65_000)));
    let largest = 0;
    const finding = await inspect(
      {
        sizeBytes: content.length,
        read: async (from, to) => {
          largest = Math.max(largest, to - from);
          return content.subarray(from, to);
        },
      },
      "image",
    );
    expect(finding).toMatchObject({ media: { width: 3000, height: 2000 } });
    expect(content.length).toBeGreaterThan(19_000_000);
    expect(largest).toBeLessThanOrEqual(1_048_576);
  });
});
