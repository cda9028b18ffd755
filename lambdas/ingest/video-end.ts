import { BrokenFile, type Bytes, readExactly } from "./bytes.ts";

const ENDS_EARLY = "the file ends before the video does";
/** Top-level boxes of a file in fragments: two for each, so this is days of video. */
const BOXES_MAX = 100_000;

/** Refuses a file that is shorter than its own parts say: an upload or a copy that was cut. */
export const checkEnd = (bytes: Bytes, contentType: "video/mp4" | "video/webm"): Promise<void> =>
  contentType === "video/mp4" ? checkBoxes(bytes) : checkSegment(bytes);

/** MP4 is a list of boxes, each with its size; 0 is "to the end", 1 says that eight bytes of size follow. */
const checkBoxes = async (bytes: Bytes): Promise<void> => {
  let at = 0;
  for (let box = 0; box < BOXES_MAX && at < bytes.sizeBytes; box++) {
    const header = Buffer.from(await bytes.read(at, at + 16));
    if (header.length < 8) throw new BrokenFile(ENDS_EARLY);
    const size = header.readUInt32BE(0);
    if (size === 0) return;
    if (size === 1 && header.length < 16) throw new BrokenFile(ENDS_EARLY);
    const boxBytes = size === 1 ? Number(header.readBigUInt64BE(8)) : size;
    if (boxBytes < 8) throw new BrokenFile("its parts do not follow each other");
    at += boxBytes;
    if (at > bytes.sizeBytes) throw new BrokenFile(ENDS_EARLY);
  }
};

/** WebM is a header and a segment, each with its size; all ones is "not known when it was written". */
const checkSegment = async (bytes: Bytes): Promise<void> => {
  const header = await element(bytes, 0);
  if (header.size === undefined) throw new BrokenFile("its header has no size");
  const segment = await element(bytes, header.content + header.size);
  if (segment.size !== undefined && segment.content + segment.size > bytes.sizeBytes) throw new BrokenFile(ENDS_EARLY);
};

/** An EBML element: an id of four bytes (both of these have one), then a size whose first byte tells how long it is. */
const element = async (bytes: Bytes, at: number): Promise<{ readonly content: number; readonly size?: number }> => {
  const [first = 0] = await readExactly(bytes, at + 4, 1);
  const length = Math.clz32(first) - 23;
  if (length > 8) throw new BrokenFile("a size in its header is malformed");
  const field = await readExactly(bytes, at + 4, length);
  const bits = BigInt(`0x${field.toString("hex")}`) & ((1n << BigInt(7 * length)) - 1n);
  const unknown = bits === (1n << BigInt(7 * length)) - 1n;
  return { content: at + 4 + length, ...(!unknown && { size: Number(bits) }) };
};
