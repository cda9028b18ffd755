import { BrokenFile, type Bytes, ENDS_EARLY } from "./bytes.ts";
import type { StoredPicture } from "./stored-picture.ts";

/**
 * The first chunk tells the size (https://developers.google.com/speed/webp/docs/riff_container). An orientation in the
 * file's EXIF is left alone, because browsers leave it alone (seen in Chromium 153): what annotators see is what counts.
 */
export const readWebp = async (bytes: Bytes): Promise<StoredPicture> => {
  // The smallest lossless picture is shorter than the longest header.
  const header = Buffer.alloc(30);
  header.set(await bytes.read(0, header.length));
  if (8 + header.readUInt32LE(4) > bytes.sizeBytes) throw new BrokenFile(ENDS_EARLY);
  return { ...sizeOf(header), orientation: 1 };
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
