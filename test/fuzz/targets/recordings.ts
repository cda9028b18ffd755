import { inspect } from "../../../lambdas/ingest/inspect.ts";
import { readMp4 } from "../../../lambdas/ingest/mp4.ts";
import { inspectVideo } from "../../../lambdas/ingest/video.ts";
import { readVoice } from "../../../lambdas/ingest/voice.ts";
import { readWebm } from "../../../lambdas/ingest/webm.ts";
import { type FuzzTarget, mustHold, orRefusal } from "../fuzz-target.ts";
import { heldBytes, isBroken } from "./held-bytes.ts";
import { shownFinding } from "./pictures.ts";

const WORDS = [
  "moov",
  "trak",
  "tkhd",
  "mdia",
  "mdhd",
  "hdlr",
  "vide",
  "stsd",
  "moof",
  "traf",
  "tfhd",
  "trun",
  "mvex",
].concat(["\x1f\x43\xb6\x75", "\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff", "\x16\x54\xae\x6b", "webm", "ftyp"]);
const SMALL = { width: 16, height: 8, seconds: 0.4, frameBytes: 4 };
/** Boxes that say when the file was made: the same seed gives the same files. */
const DATED = ["mvhd", "tkhd", "mdhd"];

const undated = (file: Uint8Array): Uint8Array => {
  const bytes = Buffer.from(file);
  for (const kind of DATED)
    for (let at = bytes.indexOf(kind); at >= 0; at = bytes.indexOf(kind, at + 4)) bytes.fill(0, at + 8, at + 16);
  return bytes;
};

const mp4s = async (): Promise<readonly Uint8Array[]> => {
  const { anMp4 } = await import("../../support/media-files.ts");
  const wanted = [
    {},
    { fastStart: "in-memory" as const },
    { fastStart: "fragmented" as const },
    { rotation: 90 as const },
  ];
  return (await Promise.all(wanted.map((one) => anMp4({ ...SMALL, ...one })))).map(undated);
};
const webms = async (): Promise<readonly Uint8Array[]> => {
  const { aWebm } = await import("../../support/media-files.ts");
  return Promise.all([aWebm(SMALL), aWebm({ ...SMALL, isLive: true })]);
};

const videoTarget = (name: string, read: typeof readMp4, seeds: FuzzTarget["seeds"]): FuzzTarget => ({
  name,
  form: "bytes",
  covers: ["/lambdas/ingest/"],
  words: WORDS,
  seeds,
  run: (input) =>
    orRefusal(async () => {
      const { width, height, seconds } = await read(heldBytes(input));
      for (const side of [width, height]) mustHold(Number.isSafeInteger(side) && side >= 0, "a side is a whole number");
      return { width, height, seconds };
    }, isBroken),
});

export const recordingTargets: readonly FuzzTarget[] = [
  videoTarget("video-mp4", readMp4, mp4s),
  videoTarget("video-webm", readWebm, webms),
  {
    name: "video-any",
    form: "bytes",
    covers: ["/lambdas/ingest/"],
    words: WORDS,
    seeds: async () => [...(await mp4s()), ...(await webms())],
    run: async (input) => {
      const isWebm = input[0] === 0x1a;
      const stated = await orRefusal(
        async () => shownFinding(await inspectVideo(heldBytes(input), isWebm ? "video/webm" : "video/mp4"), "video"),
        isBroken,
      );
      return { ...shownFinding(await inspect(heldBytes(input), "video"), "video"), said: stated };
    },
  },
  {
    name: "voice-note",
    form: "bytes",
    covers: ["/lambdas/ingest/"],
    words: [...WORDS, "OggS", "OpusHead", "RIFF", "WAVE", "fmt ", "mvhd"],
    seeds: async () => {
      const { aWav, aWebm, anMp4, anOgg } = await import("../../support/voices.ts");
      return [aWav(0.01), anOgg(1), anMp4(1), anMp4(), aWebm(2)];
    },
    run: async (input) => {
      const voice = await readVoice(Buffer.from(input));
      mustHold(voice?.seconds === undefined || voice.seconds > 0, "a recording lasts");
      return { kind: voice?.contentType ?? "none", said: voice?.seconds === undefined ? "" : String(voice.seconds) };
    },
  },
];
