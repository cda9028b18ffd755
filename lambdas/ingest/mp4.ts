import { BrokenFile, type Bytes } from "./bytes.ts";
import { boxesIn, boxIn, readParts } from "./mp4-boxes.ts";
import { endOfFragments } from "./mp4-fragments.ts";
import type { StatedVideo } from "./stated-video.ts";

/** The picture's track, as `moov` states it (ISO/IEC 14496-12). */
interface PictureTrack {
  readonly trackId: number;
  readonly width: number;
  readonly height: number;
  /** Units of its times in a second. */
  readonly timescale: number;
  /** 0 when the header does not say, as in files that are written in fragments. */
  readonly seconds: number;
}

export const readMp4 = async (bytes: Bytes): Promise<StatedVideo> => {
  const { movie, fragments } = await readParts(bytes);
  return orBroken(() => {
    const track = pictureTrack(movie);
    const { width, height } = track;
    return { width, height, seconds: track.seconds || endOfFragments(movie, fragments, track) };
  });
};

/** A field behind the end of its box is the file's fault. */
const orBroken = <Out>(run: () => Out): Out => {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) throw new BrokenFile("a part of its header is cut");
    throw error;
  }
};

const pictureTrack = (movie: Buffer): PictureTrack => {
  const track = boxesIn(movie).find(({ kind, content }) => kind === "trak" && isPicture(content))?.content;
  if (!track) throw new BrokenFile("there is no picture in it");
  const header = boxIn(track, "tkhd");
  const media = boxIn(track, "mdia", "mdhd");
  const movieHeader = boxIn(movie, "mvhd");
  if (!header || !media || !movieHeader) throw new BrokenFile("a part of its header is missing");
  const isLong = header[0] === 1;
  const { timescale, duration } = timesOf(media);
  const shown = timeAt(header, isLong ? 28 : 20, isLong) / timesOf(movieHeader).timescale;
  return {
    trackId: header.readUInt32BE(isLong ? 20 : 12),
    ...shownSize(track, header, isLong ? 52 : 40),
    timescale,
    seconds: Number.isFinite(shown) && shown > 0 ? shown : duration / timescale,
  };
};

const isPicture = (track: Buffer): boolean => boxIn(track, "mdia", "hdlr")?.toString("latin1", 8, 12) === "vide";

/** `mvhd` and `mdhd` begin alike. */
const timesOf = (header: Buffer): { readonly timescale: number; readonly duration: number } => {
  const isLong = header[0] === 1;
  return { timescale: header.readUInt32BE(isLong ? 20 : 12), duration: timeAt(header, isLong ? 24 : 16, isLong) };
};

/** All ones is "not known". */
const timeAt = (box: Buffer, at: number, isLong: boolean): number => {
  const time = isLong ? box.readBigUInt64BE(at) : BigInt(box.readUInt32BE(at));
  return time === (isLong ? 0xffff_ffff_ffff_ffffn : 0xffff_ffffn) ? 0 : Number(time);
};

/** The track's size in 16.16 fixed point, turned by a matrix; without one, the size of the coded picture. */
const shownSize = (track: Buffer, header: Buffer, matrixAt: number) => {
  const a = header.readInt32BE(matrixAt);
  const d = header.readInt32BE(matrixAt + 16);
  const stated = {
    width: header.readUInt32BE(matrixAt + 36) >>> 16,
    height: header.readUInt32BE(matrixAt + 40) >>> 16,
  };
  const { width, height } = stated.width > 0 && stated.height > 0 ? stated : codedSize(track);
  return a === 0 && d === 0 ? { width: height, height: width } : { width, height };
};

const codedSize = (track: Buffer) => {
  const description = boxIn(track, "mdia", "minf", "stbl", "stsd");
  if (!description) throw new BrokenFile("it does not say how large the picture is");
  return { width: description.readUInt16BE(40), height: description.readUInt16BE(42) };
};
