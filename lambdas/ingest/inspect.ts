import { fileTypeFromBuffer } from "file-type";
import type { Media } from "../../core/item.ts";
import type { MediaKind } from "../../core/project.ts";
import { type Rejection, reject } from "../../core/rejection.ts";
import { BrokenFile, type Bytes, inBlocks } from "./bytes.ts";
import { inspectImage, isImageType } from "./image.ts";
import { inspectText, TEXT_BYTES_MAX } from "./text.ts";
import { inspectVideo, isVideoType } from "./video.ts";

export type Finding = { readonly media: Media; readonly text?: string } | { readonly rejection: Rejection };

const IMAGE_BYTES_MAX = 512 * 1_048_576;
const VIDEO_BYTES_MAX = 50_000_000_000;
const SIZE_MAX: Readonly<Record<MediaKind, number>> = {
  image: IMAGE_BYTES_MAX,
  video: VIDEO_BYTES_MAX,
  text: TEXT_BYTES_MAX,
};
const WANTED: Readonly<Record<MediaKind, string>> = {
  image: "JPEG, PNG, WebP or GIF",
  video: "MP4 or WebM",
  text: "plain text in UTF-8",
};
/** Enough for every kind of file to be told by its bytes. */
const SNIFFED_BYTES = 65_536;

/**
 * What a file is, from its bytes alone: neither its name nor what the uploader said of it counts. Whatever is wrong
 * with it is a finding; only a bucket that cannot be read throws.
 */
export const inspect = async (bytes: Bytes, wanted: MediaKind): Promise<Finding> => {
  const { sizeBytes } = bytes;
  if (sizeBytes === 0) return { rejection: reject("empty", "the file has no bytes") };
  if (sizeBytes > SIZE_MAX[wanted]) {
    const megabytes = `${Math.floor(SIZE_MAX[wanted] / 1_048_576)} MiB`;
    return { rejection: reject("too_large", `the file has ${sizeBytes} bytes; at most ${megabytes} for ${wanted}`) };
  }
  if (wanted === "text") return inspectText(await bytes.read(0, sizeBytes));
  const sniffed = await sniff(await bytes.read(0, SNIFFED_BYTES));
  try {
    if (wanted === "image" && isImageType(sniffed)) return await inspectImage(inBlocks(bytes), sniffed);
    if (wanted === "video" && isVideoType(sniffed)) return await inspectVideo(bytes, sniffed);
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error;
    return { rejection: reject("broken", `the file is broken: ${error.message}`) };
  }
  return { rejection: reject("not_this_media", `the file is ${sniffed}, not ${WANTED[wanted]}`) };
};

const sniff = async (head: Uint8Array): Promise<string> => {
  const found = await fileTypeFromBuffer(head);
  if (found) return ALIKE[found.mime] ?? found.mime;
  return "rejection" in inspectText(head) ? "of no kind that we know" : "text";
};

/** Kinds that browsers take as another. */
const ALIKE: Readonly<Record<string, string>> = { "image/apng": "image/png", "video/x-m4v": "video/mp4" };
