import { BrokenFile, type Bytes, ENDS_EARLY } from "./bytes.ts";
import { EXIF_BYTES_MAX, orientationOf } from "./exif.ts";
import type { StoredPicture } from "./stored-picture.ts";

/**
 * The first chunk tells the size (https://developers.google.com/speed/webp/docs/riff_container), a chunk behind the
 * pixels may tell an orientation. Browsers do not agree on that one (Chromium 153 leaves it alone), see image.ts.
 */
export const readWebp = async (bytes: Bytes): Promise<StoredPicture> => {
  // The smallest lossless picture is shorter than the longest header.
  const header = Buffer.alloc(30);
  header.set(await bytes.read(0, header.length));
  if (8 + header.readUInt32LE(4) > bytes.sizeBytes) throw new BrokenFile(ENDS_EARLY);
  return { ...sizeOf(header), orientation: hasExif(header) ? await readOrientation(bytes) : 1 };
};

const EXIF_FLAG = 0x08;
const hasExif = (header: Buffer): boolean =>
  header.toString("latin1", 12, 16) === "VP8X" && ((header[20] ?? 0) & EXIF_FLAG) !== 0;

/** An animation has a chunk for each of its pictures. */
const CHUNKS_MAX = 100_000;
/** Some writers put the mark of JPEG before the block. */
const JPEG_MARK = "Exif\0\0";

const readOrientation = async (bytes: Bytes): Promise<number> => {
  let at = 12;
  for (let count = 0; count < CHUNKS_MAX && at + 8 <= bytes.sizeBytes; count++) {
    const chunk = Buffer.from(await bytes.read(at, at + 8));
    const length = chunk.readUInt32LE(4);
    if (chunk.toString("latin1", 0, 4) === "EXIF") {
      const block = Buffer.from(await bytes.read(at + 8, at + 8 + Math.min(length, EXIF_BYTES_MAX)));
      return orientationOf(block.toString("latin1", 0, 6) === JPEG_MARK ? block.subarray(6) : block);
    }
    // Chunks begin at even places.
    at += 8 + length + (length % 2);
  }
  return 1;
};

const sizeOf = (header: Buffer): { readonly width: number; readonly height: number } => {
  switch (header.toString("latin1", 12, 16)) {
    case "VP8X":
      return { width: 1 + header.readUIntLE(24, 3), height: 1 + header.readUIntLE(27, 3) };
    case "VP8 ":
      return { width: header.readUInt16LE(26) & 0x3fff, height: header.readUInt16LE(28) & 0x3fff };
    case "VP8L": {
      const bits = header.readUInt32LE(21);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
    }
    default:
      throw new BrokenFile("it does not say how large the picture is");
  }
};
