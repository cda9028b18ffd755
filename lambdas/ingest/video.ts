import type { Media } from "../../core/item.ts";
import { type Rejection, reject } from "../../core/rejection.ts";
import { BrokenFile, type Bytes, inBlocks } from "./bytes.ts";
import { readMp4 } from "./mp4.ts";
import type { StatedVideo } from "./stated-video.ts";
import { readWebm } from "./webm.ts";

/**
 * Own readers, though packages do this: a file from a stranger must not keep ingest busy for ever, and those that were
 * tried do not come back from some damaged ones. These take a step forward on every turn and read a bounded part.
 */
const READERS: Readonly<Record<string, (bytes: Bytes) => Promise<StatedVideo>>> = {
  "video/mp4": readMp4,
  "video/webm": readWebm,
};

export const isVideoType = (contentType: string): boolean => Object.hasOwn(READERS, contentType);

/**
 * An index is a few megabytes even for hours of video. A file without one (as browsers record them) is read to its end:
 * up to this size that takes seconds.
 */
const READ_BYTES_MAX = 256 * 1_048_576;
/** Twice what any player shows; a header can claim more than there are atoms. */
const SIDE_MAX = 32_768;
/** Four days: what 50 GB hold at a megabit a second. */
const SECONDS_MAX = 100 * 3600;
const NO_LENGTH = "it does not say how long it is; write it again, for example with ffmpeg -i IN -c copy OUT";

/** Size and length of a video, from its header and index, wherever they are. */
export const inspectVideo = async (
  bytes: Bytes,
  contentType: string,
): Promise<{ readonly media: Media } | { readonly rejection: Rejection }> => {
  const read = READERS[contentType];
  if (!read) throw new Error(`no reader for ${contentType}`);
  const { width, height, seconds } = await read(inBlocks(bounded(bytes)));
  if (!(width > 0 && height > 0)) throw new BrokenFile("the picture has no width or no height");
  if (!(Number.isFinite(seconds) && seconds > 0)) throw new BrokenFile(NO_LENGTH);
  if (width > SIDE_MAX || height > SIDE_MAX) {
    return {
      rejection: reject("too_many_pixels", `the picture is ${width} × ${height} pixels; at most ${SIDE_MAX} a side`),
    };
  }
  if (seconds > SECONDS_MAX) {
    const hours = `${Math.ceil(seconds / 3600)} hours`;
    return { rejection: reject("too_long", `the video says that it lasts ${hours}; at most ${SECONDS_MAX / 3600}`) };
  }
  return { media: { kind: "video", contentType, width, height, durationMs: Math.round(seconds * 1000) } };
};

const bounded = (bytes: Bytes): Bytes => {
  let readBytes = 0;
  return {
    sizeBytes: bytes.sizeBytes,
    read: (from, to) => {
      // Behind the end there is nothing to read, and nothing to be given back.
      readBytes += Math.max(0, Math.min(to, bytes.sizeBytes) - from);
      return readBytes > READ_BYTES_MAX ? Promise.reject(new BrokenFile(NO_LENGTH)) : bytes.read(from, to);
    },
  };
};
