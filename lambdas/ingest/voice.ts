import type { VoiceType } from "../../core/voice-note.ts";
import { BrokenFile, bytesIn } from "./bytes.ts";
import { elementAt } from "./ebml.ts";
import { lastFrame } from "./webm-clusters.ts";

/** What a recording is by its bytes, and how long; `undefined` seconds where its header does not say. */
export interface Voice {
  readonly contentType: VoiceType;
  readonly seconds: number | undefined;
}

/** Looks at a whole recording, which is at most a megabyte. Undefined for whatever is none of the four kinds. */
export const readVoice = async (content: Buffer): Promise<Voice | undefined> => {
  const marks = content.toString("latin1", 0, 48);
  try {
    if (marks.startsWith("RIFF") && marks.slice(8, 12) === "WAVE")
      return { contentType: "audio/wav", seconds: secondsOfWav(content) };
    if (marks.startsWith("OggS")) return { contentType: "audio/ogg", seconds: secondsOfOgg(content) };
    if (marks.slice(4, 8) === "ftyp") return { contentType: "audio/mp4", seconds: secondsOfMp4(content) };
    if (marks.startsWith("\x1a\x45\xdf\xa3") && marks.includes("webm"))
      return { contentType: "audio/webm", seconds: await secondsOfWebm(content) };
  } catch (error) {
    if (error instanceof BrokenFile || error instanceof RangeError) return undefined;
    throw error;
  }
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
  const at = content.indexOf("mvhd");
  if (at < 0 || content[at + 4] !== 0) return undefined;
  const [timescale, duration] = [content.readUInt32BE(at + 16), content.readUInt32BE(at + 20)];
  return timescale > 0 && duration > 0 && duration < 0xffff_ffff ? duration / timescale : undefined;
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
