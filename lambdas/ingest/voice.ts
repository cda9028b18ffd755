import type { VoiceType } from "../../core/voice-note.ts";
import { BrokenFile, bytesIn } from "./bytes.ts";
import { elementAt } from "./ebml.ts";
import { lastFrame } from "./webm-clusters.ts";

/** What a recording is by its bytes, and how long, above 0; `undefined` seconds where its header does not say. */
export interface Voice {
  readonly contentType: VoiceType;
  readonly seconds: number | undefined;
}

/**
 * Looks at a whole recording, which is at most a megabyte. Undefined for whatever is none of the four kinds, is cut
 * before its sound begins, or holds none.
 */
export const readVoice = async (content: Buffer): Promise<Voice | undefined> => {
  try {
    const voice = await voiceIn(content);
    return voice?.seconds === undefined || voice.seconds > 0 ? voice : undefined;
  } catch (error) {
    if (error instanceof BrokenFile || error instanceof RangeError) return undefined;
    throw error;
  }
};

const voiceIn = async (content: Buffer): Promise<Voice | undefined> => {
  const marks = content.toString("latin1", 0, 48);
  if (marks.startsWith("RIFF") && marks.slice(8, 12) === "WAVE")
    return { contentType: "audio/wav", seconds: secondsOfWav(content) };
  if (marks.startsWith("OggS") && marks.slice(28, 36) === "OpusHead")
    return { contentType: "audio/ogg", seconds: secondsOfOgg(content) };
  if (marks.slice(4, 8) === "ftyp") return { contentType: "audio/mp4", seconds: secondsOfMp4(content) };
  if (marks.startsWith("\x1a\x45\xdf\xa3") && marks.includes("webm"))
    return { contentType: "audio/webm", seconds: await secondsOfWebm(content) };
  return undefined;
};

/** `fmt ` says how many bytes a second are; what follows the header is sound. */
const secondsOfWav = (content: Buffer): number => {
  const bytesPerSecond = content.readUInt32LE(28);
  return bytesPerSecond > 0 ? (content.length - 44) / bytesPerSecond : Number.POSITIVE_INFINITY;
};

/** The last page's position, in samples of 48 kHz for Opus (RFC 7845). */
const secondsOfOgg = (content: Buffer): number => {
  const last = content.lastIndexOf("OggS");
  return Number(content.readBigInt64LE(last + 6)) / 48_000;
};

/** The movie header's duration; a file that was recorded in fragments does not know it. */
const secondsOfMp4 = (content: Buffer): number | undefined => {
  const movie = boxesOf(content).find(({ kind }) => kind === "moov");
  const at = movie ? content.subarray(0, movie.to).indexOf("mvhd", movie.from) : -1;
  if (at < 0) throw new BrokenFile("it has no movie header");
  // Version 1 counts in eight bytes where version 0 counts in four.
  const isLong = content[at + 4] === 1;
  const timescale = content.readUInt32BE(at + (isLong ? 24 : 16));
  const duration = isLong ? Number(content.readBigUInt64BE(at + 28)) : content.readUInt32BE(at + 20);
  const isKnown = timescale > 0 && duration > 0 && duration < 0xffff_ffff;
  return isKnown ? duration / timescale : undefined;
};

/** The outermost boxes, which must all be whole. */
const boxesOf = (content: Buffer): readonly { readonly kind: string; readonly from: number; readonly to: number }[] => {
  const boxes = [];
  for (let from = 0; from < content.length; ) {
    const said = content.readUInt32BE(from);
    const size = said === 0 ? content.length - from : said === 1 ? Number(content.readBigUInt64BE(from + 8)) : said;
    const to = from + size;
    if (size < 8 || to > content.length) throw new BrokenFile("it is cut");
    boxes.push({ kind: content.toString("latin1", from + 4, from + 8), from, to });
    from = to;
  }
  return boxes;
};

/** Browsers record one track and write as they go: its last block tells, in milliseconds. */
const secondsOfWebm = async (content: Buffer): Promise<number> => {
  const bytes = bytesIn(content);
  const header = await elementAt(bytes, 0);
  if (header.to === undefined) throw new BrokenFile("its header has no end");
  const segment = await elementAt(bytes, header.to);
  const end = Math.min(segment.to ?? content.length, content.length);
  return (await lastFrame(bytes, { from: segment.from, end, track: 1 })) / 1000;
};
