import { BrokenFile, type Bytes } from "./bytes.ts";

const ENDS_EARLY = "the file ends before the video does";
/** Inside one box: real ones hold a track or two, or a run for each of some frames. Each found one takes memory. */
const BOXES_INSIDE_MAX = 1_000;
/** Two for each fragment of a second or so: a day of video. */
const BOXES_MAX = 200_000;
const MOVIE_BYTES_MAX = 64 * 1_048_576;
const FRAGMENT_BYTES_MAX = 1_048_576;
/** Fragments of other tracks may come after the last one of the picture. */
const LAST_FRAGMENTS = 8;

export interface Box {
  readonly kind: string;
  readonly content: Buffer;
}

interface Place {
  readonly from: number;
  readonly to: number;
}

/** The parts of a file that say what is in it: the header of the movie, and the last fragments if it is in fragments. */
export const readParts = async (
  bytes: Bytes,
): Promise<{ readonly movie: Buffer; readonly fragments: readonly Buffer[] }> => {
  let movie: Place | undefined;
  const fragments: Place[] = [];
  let at = 0;
  for (let count = 0; count < BOXES_MAX && at < bytes.sizeBytes; count++) {
    const head = Buffer.from(await bytes.read(at, at + 16));
    const { kind, headBytes, boxBytes } = headOf(head, bytes.sizeBytes - at);
    const place = { from: at + headBytes, to: at + boxBytes };
    if (place.to > bytes.sizeBytes) throw new BrokenFile(ENDS_EARLY);
    if (kind === "moov") movie ??= place;
    if (kind === "moof" && fragments.push(place) > LAST_FRAGMENTS) fragments.shift();
    at = place.to;
  }
  if (!movie) throw new BrokenFile("it has no header that says what is in it");
  return {
    movie: await contentOf(bytes, movie, MOVIE_BYTES_MAX),
    fragments: await Promise.all(fragments.map((place) => contentOf(bytes, place, FRAGMENT_BYTES_MAX))),
  };
};

/** A size of 0 is "to the end", 1 says that eight bytes of size follow. */
const headOf = (head: Buffer, left: number) => {
  if (head.length < 8) throw new BrokenFile(ENDS_EARLY);
  const size = head.readUInt32BE(0);
  const isLong = size === 1;
  if (isLong && head.length < 16) throw new BrokenFile(ENDS_EARLY);
  const headBytes = isLong ? 16 : 8;
  const boxBytes = isLong ? Number(head.readBigUInt64BE(8)) : size === 0 ? left : size;
  if (boxBytes < headBytes) throw new BrokenFile("its parts do not follow each other");
  return { kind: head.toString("latin1", 4, 8), headBytes, boxBytes };
};

const contentOf = async (bytes: Bytes, { from, to }: Place, bytesMax: number): Promise<Buffer> => {
  if (to - from > bytesMax) throw new BrokenFile("its header is larger than any real one");
  return Buffer.from(await bytes.read(from, to));
};

/** The boxes inside a box that is held; more than any real one has is the file's fault. */
export const boxesIn = (content: Buffer): readonly Box[] => {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= content.length; ) {
    const { kind, headBytes, boxBytes } = headOf(content.subarray(at, at + 16), content.length - at);
    if (boxes.length === BOXES_INSIDE_MAX) throw new BrokenFile("its header has more parts than any real one");
    boxes.push({ kind, content: content.subarray(at + headBytes, at + boxBytes) });
    at += boxBytes;
  }
  return boxes;
};

export const boxIn = (content: Buffer, ...path: readonly string[]): Buffer | undefined =>
  path.reduce<Buffer | undefined>(
    (inside, kind) => inside && boxesIn(inside).find((box) => box.kind === kind)?.content,
    content,
  );
