import { BrokenFile, type Bytes } from "./bytes.ts";
import { type Element, elementAt, elementsIn, floatIn, heldContent, unsignedIn } from "./ebml.ts";
import type { StatedVideo } from "./stated-video.ts";
import { lastFrame } from "./webm-clusters.ts";

const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TRACKS = 0x1654ae6b;
const CLUSTER = 0x1f43b675;

const HEADER_BYTES_MAX = 4 * 1_048_576;
/** Parts of a file before its frames. */
const PARTS_MAX = 1_000;

interface Picture {
  readonly track: number;
  readonly width: number;
  readonly height: number;
}

/** Info and tracks come before the frames; a file that was recorded as it went does not know its length there. */
export const readWebm = async (bytes: Bytes): Promise<StatedVideo> => {
  const header = await elementAt(bytes, 0);
  if (header.to === undefined) throw new BrokenFile("its header has no end");
  const segment = await elementAt(bytes, header.to);
  if (segment.id !== SEGMENT) throw new BrokenFile("its parts do not follow each other");
  const end = segment.to ?? bytes.sizeBytes;
  if (end > bytes.sizeBytes) throw new BrokenFile("the file ends before the video does");

  let times: { readonly tick: number; readonly ticks: number } | undefined;
  let picture: Picture | undefined;
  let at = segment.from;
  let firstCluster = end;
  for (let part = 0; part < PARTS_MAX && at < end; part++) {
    const element = await elementAt(bytes, at);
    if (element.id === CLUSTER) firstCluster = Math.min(firstCluster, at);
    // There is one of each: more are made to keep the reader busy.
    if (element.id === INFO) times ??= await readInfo(bytes, element);
    if (element.id === TRACKS) picture ??= await readTracks(bytes, element);
    if ((times && picture) || element.to === undefined) break;
    at = element.to;
  }
  if (!picture) throw new BrokenFile("there is no picture in it");
  const { tick, ticks } = times ?? { tick: 1e-3, ticks: 0 };
  const { track, width, height } = picture;
  const known = ticks || (await lastFrame(bytes, { from: Math.min(at, firstCluster), end, track }));
  return { width, height, seconds: known * tick };
};

/** `tick` in seconds; one thousandth unless it says otherwise. */
const readInfo = async (bytes: Bytes, element: Element) => {
  const parts = await partsOf(bytes, element);
  return { tick: (unsignedIn(parts.get(0x2ad7b1)) ?? 1_000_000) / 1e9, ticks: floatIn(parts.get(0x4489)) ?? 0 };
};

const readTracks = async (bytes: Bytes, element: Element): Promise<Picture> => {
  for (const { id, content } of await elementsIn(await heldContent(bytes, element, HEADER_BYTES_MAX))) {
    if (id !== 0xae) continue;
    const entry = new Map((await elementsIn(content)).map((part) => [part.id, part.content]));
    const video = entry.get(0xe0);
    if (unsignedIn(entry.get(0x83)) === 1 && video) {
      return { track: unsignedIn(entry.get(0xd7)) ?? 0, ...(await shownSize(video)) };
    }
  }
  throw new BrokenFile("there is no picture in it");
};

/** The size to show it in, when that is in pixels; else that of the coded picture. */
const shownSize = async (video: Buffer) => {
  const parts = new Map((await elementsIn(video)).map(({ id, content }) => [id, content]));
  const inPixels = (unsignedIn(parts.get(0x54b2)) ?? 0) === 0;
  return {
    width: (inPixels && unsignedIn(parts.get(0x54b0))) || (unsignedIn(parts.get(0xb0)) ?? 0),
    height: (inPixels && unsignedIn(parts.get(0x54ba))) || (unsignedIn(parts.get(0xba)) ?? 0),
  };
};

const partsOf = async (bytes: Bytes, element: Element): Promise<ReadonlyMap<number, Buffer>> =>
  new Map(
    (await elementsIn(await heldContent(bytes, element, HEADER_BYTES_MAX))).map(({ id, content }) => [id, content]),
  );
