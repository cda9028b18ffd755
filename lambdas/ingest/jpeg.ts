import { BrokenFile, type Bytes, ENDS_EARLY, readExactly } from "./bytes.ts";
import { orientationOf } from "./exif.ts";
import type { StoredPicture } from "./stored-picture.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const SCAN_BYTES = 1_048_576;

/** Frames start with C0 to CF, except the three that are tables (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, table B.1). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** Walks the segments to the first scan, then the scans to the end of the image: a file cut off on its way is found. */
export const readJpeg = async (bytes: Bytes): Promise<StoredPicture> => {
  let size: { readonly width: number; readonly height: number } | undefined;
  let orientation: number | undefined;
  let at = 2;
  for (;;) {
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

/** In a scan, FF is followed by 00 (a plain byte), a restart, or the marker that ends the scan: tables, another scan, the end. */
const findEnd = async (bytes: Bytes, scanStart: number): Promise<void> => {
  let from = scanStart;
  for (;;) {
    const part = await bytes.read(from, from + SCAN_BYTES);
    const found = nextMarker(part);
    if (found?.marker === EOI) return;
    if (found) {
      const at = from + found.at;
      from = at + 2 + (await readExactly(bytes, at + 2, 2)).readUInt16BE(0);
    } else {
      // The last byte may be half of a marker.
      from += Math.max(1, part.length - 1);
      if (from + 1 >= bytes.sizeBytes) throw new BrokenFile(ENDS_EARLY);
    }
  }
};

const nextMarker = (part: Uint8Array): { readonly at: number; readonly marker: number } | undefined => {
  for (let at = part.indexOf(0xff); at >= 0; at = part.indexOf(0xff, at + 1)) {
    const marker = part[at + 1];
    if (marker === undefined) return undefined;
    if (marker >= 0xc0 && marker !== 0xff && marker !== SOI && !isBare(marker)) return { at, marker };
  }
  return undefined;
};
