import sharp from "sharp";
import type { DrawnPicture } from "../core/demonstration/forest-insects.ts";

/**
 * How a camera's pixels come to lie, by the number it notes in EXIF; 0 is a number that no camera may write and some
 * do, and means upright. https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf, tag 274
 */
export const ORIENTATIONS = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

interface Turn {
  /** Clockwise. */
  readonly degrees: 0 | 90 | 180 | 270;
  readonly mirror?: "left-right" | "top-bottom";
}

/** From the upright picture to the stored pixels: turned first, then mirrored. */
const STORED: Readonly<Record<Orientation, Turn>> = {
  0: { degrees: 0 },
  1: { degrees: 0 },
  2: { degrees: 0, mirror: "left-right" },
  3: { degrees: 180 },
  4: { degrees: 0, mirror: "top-bottom" },
  5: { degrees: 90, mirror: "left-right" },
  6: { degrees: 270 },
  7: { degrees: 90, mirror: "top-bottom" },
  8: { degrees: 90 },
};

/** A JPEG of the picture. With an orientation its pixels lie as that number says, so that upright it is the same. */
export const rasterised = async ({ svg }: Pick<DrawnPicture, "svg">, orientation?: Orientation): Promise<Buffer> => {
  const drawn = sharp(Buffer.from(svg));
  if (orientation === undefined) return drawn.jpeg(JPEG).toBuffer();
  const { degrees, mirror } = STORED[orientation];
  const turned = sharp(await drawn.rotate(degrees).png({ compressionLevel: 0 }).toBuffer())
    .flip(mirror === "top-bottom")
    .flop(mirror === "left-right");
  const bytes = await turned
    .jpeg(JPEG)
    .withMetadata({ orientation: orientation === 0 ? 1 : orientation })
    .toBuffer();
  return orientation === 0 ? withOrientationZero(bytes) : bytes;
};

const JPEG = { quality: 88 } as const;

/** Entry 274 of the EXIF directory, a short of count 1, in either order of bytes; the value follows. */
const ENTRIES = ["011200030000000100", "120103000100000001"].map((hex) => Buffer.from(hex, "hex"));

const withOrientationZero = (bytes: Buffer): Buffer => {
  const entry = ENTRIES.find((one) => bytes.indexOf(one) >= 0);
  if (!entry) throw new Error("the picture was written without its orientation");
  const value = bytes.indexOf(entry) + 8;
  const changed = Buffer.from(bytes);
  changed.fill(0, value, value + 2);
  return changed;
};
