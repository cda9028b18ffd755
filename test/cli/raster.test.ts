import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { ORIENTATIONS, rasterised } from "../../cli/raster.ts";

/** Nothing in it is the same after any turn or mirror. */
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="64"><rect width="96" height="64" fill="#2266aa"/>' +
  '<rect x="8" y="6" width="30" height="14" fill="#ee7722"/><circle cx="76" cy="48" r="9" fill="#eeeecc"/></svg>';

const upright = async (bytes: Buffer) =>
  sharp(bytes).autoOrient().removeAlpha().raw().toBuffer({ resolveWithObject: true });

describe("a drawn picture written as a camera does it", () => {
  let plain: Awaited<ReturnType<typeof upright>>;
  beforeAll(async () => {
    plain = await upright(await rasterised({ svg }));
  });

  it.each(ORIENTATIONS)("is the same picture upright with orientation %i", async (orientation) => {
    const bytes = await rasterised({ svg }, orientation);
    const turned = await upright(bytes);
    expect([turned.info.width, turned.info.height]).toEqual([96, 64]);
    const apart =
      turned.data.reduce((sum, value, at) => sum + Math.abs(value - (plain.data[at] ?? 0)), 0) / turned.data.length;
    expect(apart).toBeLessThan(3);
  });

  it.each(ORIENTATIONS)("notes %i in its EXIF, and lies in the file as that says", async (orientation) => {
    const bytes = await rasterised({ svg }, orientation);
    const { exif } = await sharp(bytes).metadata();
    expect(noted(exif ?? Buffer.alloc(0))).toBe(orientation);
    const stored = await sharp(bytes).keepExif().metadata();
    expect([stored.width, stored.height]).toEqual(orientation >= 5 ? [64, 96] : [96, 64]);
  });
});

/** The value of tag 274, read without any library's help. */
const noted = (exif: Buffer): number | undefined => {
  const tiff = exif.subarray(exif.toString("latin1", 0, 4) === "Exif" ? 6 : 0);
  const little = tiff.toString("latin1", 0, 2) === "II";
  const short = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(first); entry++) {
    const at = first + 2 + 12 * entry;
    if (short(at) === 274) return short(at + 8);
  }
  return undefined;
};
