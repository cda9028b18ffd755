import { BrokenFile, type Bytes } from "./bytes.ts";
import { elementAt, unsignedIn } from "./ebml.ts";

const CLUSTER = 0x1f43b675;
const TIMESTAMP = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
/** One that claims to be a gigabyte is not read. */
const TIMESTAMP_BYTES_MAX = 8;
/** Three hours of frames, sound among them: seconds of work, so that ten such files at once are within a run's minute. */
const ELEMENTS_MAX = 1_000_000;

/**
 * Where the picture ends, in ticks: its last frame and the time that the one before it lasted. Clusters are entered
 * rather than skipped: one that was being written does not know its end, and ends where the next begins.
 */
export const lastFrame = async (
  bytes: Bytes,
  { from, end, track }: { readonly from: number; readonly end: number; readonly track: number },
): Promise<number> => {
  let clusterTime = 0;
  let last = 0;
  let lasted = 0;
  let at = from;
  for (let count = 0; at + 2 <= end; count++) {
    if (count === ELEMENTS_MAX)
      throw new BrokenFile("it has more parts than can be walked; write it again with an index");
    const element = await elementAt(bytes, at);
    const isEntered = element.id === CLUSTER || element.id === BLOCK_GROUP;
    if (element.id === TIMESTAMP && element.to !== undefined && element.to - element.from <= TIMESTAMP_BYTES_MAX) {
      clusterTime = unsignedIn(Buffer.from(await bytes.read(element.from, element.to))) ?? clusterTime;
    }
    if (element.id === SIMPLE_BLOCK || element.id === BLOCK) {
      const time = clusterTime + (await timeOfBlock(bytes, element.from, track));
      if (time > last) {
        lasted = time - last;
        last = time;
      }
    }
    const next = isEntered ? element.from : element.to;
    // Cut in the middle of a frame: what came before it counts.
    if (next === undefined || next > end) break;
    at = next;
  }
  return last + lasted;
};

/** Of this track; minus infinity, which is later than nothing, for a frame of another. */
const timeOfBlock = async (bytes: Bytes, from: number, track: number): Promise<number> => {
  const head = Buffer.from(await bytes.read(from, from + 4));
  // Tracks up to 127 have a number of one byte, and no file has more.
  return head.length === 4 && head[0] === (0x80 | track) ? head.readInt16BE(1) : Number.NEGATIVE_INFINITY;
};
