import { CustomSource, Input, type InputVideoTrack, Logging, LogLevel, MP4, WEBM } from "mediabunny";
import type { Media } from "../../core/item.ts";
import type { Rejection } from "../../core/rejection.ts";
import { BrokenFile, type Bytes } from "./bytes.ts";
import { checkEnd } from "./video-end.ts";

const FORMATS = { "video/mp4": MP4, "video/webm": WEBM } as const;
type VideoType = keyof typeof FORMATS;

export const isVideoType = (contentType: string): contentType is VideoType => Object.hasOwn(FORMATS, contentType);

/**
 * An index is a few megabytes even for hours of video. A file without one (as browsers record them) is read to its end:
 * up to this size that takes seconds.
 */
const READ_BYTES_MAX = 256 * 1_048_576;
const NO_INDEX = "it has no index that says how long it is; write it again, for example with ffmpeg -i IN -c copy OUT";

/** Size as shown (turned and stretched as its header says) and length, from the header and the index, wherever they are. */
export const inspectVideo = async (
  bytes: Bytes,
  contentType: VideoType,
): Promise<{ readonly media: Media } | { readonly rejection: Rejection }> => {
  // What it would print of a stranger's file is no line of our log.
  Logging.level = LogLevel.Silent;
  await checkEnd(bytes, contentType);
  const { source, outcome } = readable(bytes);
  using input = new Input({ source, formats: [FORMATS[contentType]] });
  const measured = await outcome(async () => {
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw new BrokenFile("there is no picture in it");
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
    return { width, height, seconds: await durationOf(input, track) };
  });
  const { width, height, seconds } = measured;
  if (!(width > 0 && height > 0)) throw new BrokenFile("the picture has no width or no height");
  if (!(Number.isFinite(seconds) && seconds > 0)) throw new BrokenFile(NO_INDEX);
  return { media: { kind: "video", contentType, width, height, durationMs: Math.round(seconds * 1000) } };
};

const durationOf = async (input: Input, track: InputVideoTrack): Promise<number> => {
  const stated = await input.getDurationFromMetadata([track]);
  return stated !== null && stated > 0 ? stated : input.computeDuration([track]);
};

/**
 * The bytes as mediabunny reads them, under a bound. It reports whatever it stumbles over as plain errors: those are
 * the file's fault, unless reading itself failed, which is the bucket's and flies on.
 */
const readable = (bytes: Bytes) => {
  let readBytes = 0;
  let fault: { readonly error: unknown } | undefined;
  const read = async (from: number, to: number): Promise<Uint8Array> => {
    readBytes += to - from;
    if (readBytes > READ_BYTES_MAX) throw new BrokenFile(NO_INDEX);
    try {
      return await bytes.read(from, to);
    } catch (error) {
      fault = { error };
      throw error;
    }
  };
  const source = new CustomSource({ getSize: () => bytes.sizeBytes, read, handleUnhandledError: () => undefined });
  const outcome = async <Out>(run: () => Promise<Out>): Promise<Out> => {
    try {
      return await run();
    } catch (error) {
      if (fault) throw fault.error;
      if (error instanceof BrokenFile) throw error;
      throw new BrokenFile(`its header cannot be read (${error instanceof Error ? error.message : String(error)})`);
    }
  };
  return { source, outcome };
};
