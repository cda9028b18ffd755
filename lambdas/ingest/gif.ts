import { BrokenFile, type Bytes, ENDS_EARLY, readExactly } from "./bytes.ts";
import type { StoredPicture } from "./stored-picture.ts";

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
/** Mostly inside a block that is held, so that nothing is copied. */
const WALKED_BYTES = 65_536;
/** Frames and the extensions before each; a file with more is made to keep its reader busy. */
const BLOCKS_MAX = 50_000;

/** Bytes of the colour table that a packed field announces. */
const tableBytes = (packed: number): number => (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0);

/** Walks the blocks to the trailer (https://www.w3.org/Graphics/GIF/spec-gif89a.txt): a file cut on its way is found. */
export const readGif = async (bytes: Bytes): Promise<StoredPicture> => {
  const header = await readExactly(bytes, 0, 13);
  const picture = { width: header.readUInt16LE(6), height: header.readUInt16LE(8), orientation: 1 };
  let images = 0;
  let at = 13 + tableBytes(header[10] ?? 0);
  for (let block = 0; block < BLOCKS_MAX; block++) {
    const [kind] = await readExactly(bytes, at, 1);
    if (kind === TRAILER) {
      if (images === 0) throw new BrokenFile("there is no picture in it");
      return picture;
    }
    if (kind === EXTENSION) at = await skipSubBlocks(bytes, at + 2);
    else if (kind === IMAGE) {
      const descriptor = await readExactly(bytes, at + 1, 9);
      if (!liesInside(descriptor, picture)) throw new BrokenFile("a picture in it lies outside of its own frame");
      at = await skipSubBlocks(bytes, at + 10 + tableBytes(descriptor[8] ?? 0) + 1);
      images++;
    } else break;
  }
  throw new BrokenFile("its blocks do not follow each other");
};

/** As the format demands: browsers do not agree on how large the picture is otherwise. */
const liesInside = (descriptor: Buffer, { width, height }: Pick<StoredPicture, "width" | "height">): boolean =>
  descriptor.readUInt16LE(0) + descriptor.readUInt16LE(4) <= width &&
  descriptor.readUInt16LE(2) + descriptor.readUInt16LE(6) <= height;

/** Sub-blocks are at most 255 bytes each, so they are walked within a piece of many. */
const skipSubBlocks = async (bytes: Bytes, start: number): Promise<number> => {
  for (let from = start; from < bytes.sizeBytes; ) {
    const part = await bytes.read(from, from + WALKED_BYTES);
    let at = 0;
    while (at < part.length) {
      const length = part[at] ?? 0;
      at += 1 + length;
      if (length === 0) return from + at;
    }
    from += at;
  }
  throw new BrokenFile(ENDS_EARLY);
};
