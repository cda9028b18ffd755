import { BrokenFile, type Bytes, readExactly } from "./bytes.ts";

/** An element of EBML (RFC 8794): what Matroska and WebM are made of. */
export interface Element {
  readonly id: number;
  readonly from: number;
  /** Behind its content; absent for one that was being written and does not know its end. */
  readonly to?: number;
}

/** The element at a place. Ids have up to four bytes, sizes up to eight: the first byte says how many. */
export const elementAt = async (bytes: Bytes, at: number): Promise<Element> => {
  const head = Buffer.from(await bytes.read(at, at + 12));
  const idBytes = lengthOf(head, 0, 4);
  const sizeBytes = lengthOf(head, idBytes, 8);
  if (head.length < idBytes + sizeBytes) throw new BrokenFile("the file ends before the video does");
  const id = head.readUIntBE(0, idBytes);
  const from = at + idBytes + sizeBytes;
  const size = numberIn(head.subarray(idBytes, idBytes + sizeBytes));
  // Behind any file there is; and what cannot be counted exactly cannot be gone on from.
  if (size !== undefined && !Number.isSafeInteger(from + size))
    throw new BrokenFile("its parts do not follow each other");
  return { id, from, ...(size !== undefined && { to: from + size }) };
};

/** By the place of the first bit that is set. */
const lengthOf = (head: Buffer, at: number, bytesMax: number): number => {
  const first = head[at];
  if (first === undefined) throw new BrokenFile("the file ends before the video does");
  const length = Math.clz32(first) - 23;
  if (length > bytesMax) throw new BrokenFile("its parts do not follow each other");
  return length;
};

/** Undefined for all ones: "not known". */
const numberIn = (field: Buffer): number | undefined => {
  const bits = BigInt(7 * field.length);
  const all = (1n << bits) - 1n;
  const number = BigInt(`0x${field.toString("hex")}`) & all;
  return number === all ? undefined : Number(number);
};

/** Of a header: a few for each track. Each found one takes memory. */
const ELEMENTS_INSIDE_MAX = 1_000;

/** Elements inside one that is held: those that are whole. More than any real one has is the file's fault. */
export const elementsIn = async (
  content: Buffer,
): Promise<readonly { readonly id: number; readonly content: Buffer }[]> => {
  const bytes: Bytes = { sizeBytes: content.length, read: async (from, to) => content.subarray(from, to) };
  const found: { id: number; content: Buffer }[] = [];
  for (let at = 0; at < content.length; ) {
    const { id, from, to } = await elementAt(bytes, at);
    if (to === undefined || to > content.length) throw new BrokenFile("a part of its header is cut");
    if (found.length === ELEMENTS_INSIDE_MAX) throw new BrokenFile("its header has more parts than any real one");
    found.push({ id, content: content.subarray(from, to) });
    at = to;
  }
  return found;
};

export const unsignedIn = (content: Buffer | undefined): number | undefined =>
  content && content.length > 0 && content.length <= 6 ? content.readUIntBE(0, content.length) : undefined;

export const floatIn = (content: Buffer | undefined): number | undefined =>
  content?.length === 8 ? content.readDoubleBE(0) : content?.length === 4 ? content.readFloatBE(0) : undefined;

/** The content of an element, if it is no larger than a real one. */
export const heldContent = async (bytes: Bytes, { from, to }: Element, bytesMax: number): Promise<Buffer> => {
  if (to === undefined || to - from > bytesMax) throw new BrokenFile("its header is larger than any real one");
  return readExactly(bytes, from, to - from);
};
