import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from "mediabunny";
import sharp from "sharp";

export interface VideoWanted {
  readonly width?: number;
  readonly height?: number;
  readonly seconds?: number;
  /** Bytes of each frame, at 10 frames a second. */
  readonly frameBytes?: number;
  /** Where an MP4's index lies, or in fragments without one. */
  readonly fastStart?: "in-memory" | false | "fragmented";
  /** Clockwise, as a phone held upright writes it. */
  readonly rotation?: 0 | 90 | 180 | 270;
  /** WebM as a browser records it: no length, no index. */
  readonly isLive?: boolean;
}

const FRAMES_A_SECOND = 10;

/** A video whose frames are noise: its headers are what is read, and no codec is at hand. */
const aVideo = async (format: Mp4OutputFormat | WebMOutputFormat, wanted: VideoWanted): Promise<Uint8Array> => {
  const { width = 320, height = 200, seconds = 2, frameBytes = 50, rotation = 0 } = wanted;
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedVideoPacketSource("vp9");
  output.addVideoTrack(source, { frameRate: FRAMES_A_SECOND, rotation });
  await output.start();
  for (let frame = 0; frame < seconds * FRAMES_A_SECOND; frame++) {
    const packet = new EncodedPacket(
      new Uint8Array(frameBytes).fill(frame),
      frame === 0 ? "key" : "delta",
      frame / FRAMES_A_SECOND,
      1 / FRAMES_A_SECOND,
    );
    await source.add(packet, { decoderConfig: { codec: "vp09.00.10.08", codedWidth: width, codedHeight: height } });
  }
  await output.finalize();
  return new Uint8Array(target.buffer!);
};

export const anMp4 = (wanted: VideoWanted = {}): Promise<Uint8Array> =>
  aVideo(new Mp4OutputFormat({ fastStart: wanted.fastStart ?? false }), wanted);

export const aWebm = (wanted: VideoWanted = {}): Promise<Uint8Array> =>
  aVideo(new WebMOutputFormat({ appendOnly: wanted.isLive ?? false }), wanted);

type ImageFormat = "jpeg" | "png" | "webp" | "gif";

export interface ImageWanted {
  readonly width?: number;
  readonly height?: number;
  /** Another colour is another picture. */
  readonly red?: number;
  readonly orientation?: number;
  readonly lossless?: boolean;
  readonly progressive?: boolean;
}

/** A picture of one colour. */
export const anImage = (
  format: ImageFormat,
  { width = 60, height = 20, red = 200, orientation = 1, ...options }: ImageWanted = {},
): Promise<Buffer> => {
  const picture = sharp({ create: { width, height, channels: 3, background: { r: red, g: 80, b: 40 } } });
  return (orientation === 1 ? picture : picture.withMetadata({ orientation })).toFormat(format, options).toBuffer();
};
