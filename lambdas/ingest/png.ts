import { BrokenFile, type Bytes, ENDS_EARLY, readExactly } from "./bytes.ts";
import { EXIF_BYTES_MAX, orientationOf } from "./exif.ts";
import type { StoredPicture } from "./stored-picture.ts";

/** Chunks before the pixels; real files have a handful. */
const CHUNKS_MAX = 1_000;
/** Some writers leave a few bytes after the last chunk. */
const TAIL_BYTES = 65_536;

/** Its name and its checksum, which is always the same since it holds nothing. */
const LAST_CHUNK = Buffer.from("IEND\xae\x42\x60\x82", "latin1");

/** The first chunk tells the size; those before the pixels may tell an orientation; without the last one, the file was cut. */
export const readPng = async (bytes: Bytes): Promise<StoredPicture> => {
  const header = await readExactly(bytes, 0, 33);
  if (header.toString("latin1", 12, 16) !== "IHDR") throw new BrokenFile("its first chunk is not the header");
  const tail = await bytes.read(Math.max(33, bytes.sizeBytes - TAIL_BYTES), bytes.sizeBytes);
  if (!Buffer.from(tail).includes(LAST_CHUNK)) throw new BrokenFile(ENDS_EARLY);
  return {
    width: header.readUInt32BE(16),
    height: header.readUInt32BE(20),
    orientation: await readOrientation(bytes),
  };
};

/** Browsers apply an `eXIf` chunk that comes before the pixels (seen in Chromium 153). */
const readOrientation = async (bytes: Bytes): Promise<number> => {
  let at = 33;
  for (let count = 0; count < CHUNKS_MAX && at + 8 <= bytes.sizeBytes; count++) {
    const chunk = await readExactly(bytes, at, 8);
    const length = chunk.readUInt32BE(0);
    const kind = chunk.toString("latin1", 4, 8);
    if (kind === "IDAT" || kind === "IEND") return 1;
    if (kind === "eXIf" && length <= EXIF_BYTES_MAX) return orientationOf(await readExactly(bytes, at + 8, length));
    at += 12 + length;
  }
  throw new BrokenFile("there are no pixels in it");
};
