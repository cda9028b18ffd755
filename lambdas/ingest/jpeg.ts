import { BrokenFile, type Bytes, ENDS_EARLY, readExactly } from "./bytes.ts";
import { orientationOf } from "./exif.ts";
import type { StoredPicture } from "./stored-picture.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const SCAN_BYTES = 4 * 1_048_576;
/** Metadata of hundreds of megabytes; a file with more is made to keep its reader busy. */
const SEGMENTS_MAX = 10_000;

/** Frames start with C0 to CF, except the three that are tables (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, table B.1). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** Walks the segments to the first scan, then the scans to the end of the image: a file cut off on its way is found. */
export const readJpeg = async (bytes: Bytes): Promise<StoredPicture> => {
  let size: { readonly width: number; readonly height: number } | undefined;
  let orientation: number | undefined;
  let at = 2;
  for (let segment = 0; ; segment++) {
    if (segment === SEGMENTS_MAX) throw new BrokenFile("there is no picture behind thousands of segments");
    const [fill, marker = 0] = await readExactly(bytes, at, 2);
    if (fill !== 0xff) throw new BrokenFile("its segments do not follow each other");
    if (marker === 0xff) at += 1;
    else if (isBare(marker) || marker === SOI) at += 2;
    else if (marker === EOI) throw new BrokenFile("there is no picture in it");
    else {
      const length = (await readExactly(bytes, at + 2, 2)).readUInt16BE(0);
      if (length < 2) throw new BrokenFile("a segment has no length");
      if (isFrame(marker)) size ??= await readFrame(bytes, at + 4);
      if (marker === APP1) orientation ??= await readExif(bytes, at + 4, length - 2);
      at += 2 + length;
      if (marker === SOS) break;
    }
  }
  if (!size) throw new BrokenFile("it does not say how large the picture is");
  await findEnd(bytes, at);
  return { ...size, orientation: orientation ?? 1 };
};

const readFrame = async (bytes: Bytes, at: number) => {
  const frame = await readExactly(bytes, at, 5);
  return { height: frame.readUInt16BE(1), width: frame.readUInt16BE(3) };
};

const readExif = async (bytes: Bytes, at: number, length: number): Promise<number | undefined> => {
  const segment = await readExactly(bytes, at, length);
  return segment.toString("latin1", 0, 6) === "Exif\0\0" ? orientationOf(segment.subarray(6)) : undefined;
};

/** Walks the scans to the marker that ends the image. */
const findEnd = async (bytes: Bytes, scanStart: number): Promise<void> => {
  for (let from = scanStart; from < bytes.sizeBytes; ) {
    const walked = walkScan(await bytes.read(from, from + SCAN_BYTES));
    if (walked === "end") return;
    if (walked === 0) break;
    from += walked;
  }
  throw new BrokenFile(ENDS_EARLY);
};

/**
 * How far a piece can be walked: in a scan, FF is followed by 00 (a plain byte), by a restart, or by the marker of a
 * segment (tables, the next scan), whose length leads on. What is cut by the end of the piece is left for the next.
 */
const walkScan = (part: Uint8Array): number | "end" => {
  let at = part.indexOf(0xff);
  while (at >= 0 && at + 1 < part.length) {
    const marker = part[at + 1] ?? 0;
    if (marker === EOI) return "end";
    if (marker === 0xff) at += 1;
    else if (marker < 0xc0 || marker === SOI || isBare(marker)) at += 2;
    else if (at + 3 >= part.length) return at;
    else at += 2 + (((part[at + 2] ?? 0) << 8) | (part[at + 3] ?? 0));
    if (at >= part.length) return at;
    at = part.indexOf(0xff, at);
  }
  return at < 0 ? part.length : at;
};
