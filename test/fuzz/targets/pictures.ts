import { REJECTION_CODES } from "../../../core/rejection.ts";
import type { Bytes } from "../../../lambdas/ingest/bytes.ts";
import { orientationOf } from "../../../lambdas/ingest/exif.ts";
import { readGif } from "../../../lambdas/ingest/gif.ts";
import { inspectImage } from "../../../lambdas/ingest/image.ts";
import { type Finding, inspect } from "../../../lambdas/ingest/inspect.ts";
import { readJpeg } from "../../../lambdas/ingest/jpeg.ts";
import { readPng } from "../../../lambdas/ingest/png.ts";
import type { StoredPicture } from "../../../lambdas/ingest/stored-picture.ts";
import { readWebp } from "../../../lambdas/ingest/webp.ts";
import { type FuzzTarget, mustHold, orRefusal } from "../fuzz-target.ts";
import { heldBytes, isBroken } from "./held-bytes.ts";

const FORMATS = ["jpeg", "png", "gif", "webp"] as const;
type Format = (typeof FORMATS)[number];
const READERS: Readonly<Record<Format, (bytes: Bytes) => Promise<StoredPicture>>> = {
  jpeg: readJpeg,
  png: readPng,
  gif: readGif,
  webp: readWebp,
};

/** Loaded where seeds are made alone: the thread that runs the readers does without. */
const pictures = async (formats: readonly Format[]): Promise<readonly Uint8Array[]> => {
  const { anImage } = await import("../../support/media-files.ts");
  const wanted = [{}, { orientation: 6 }, { progressive: true }, { lossless: true }];
  const made = formats.flatMap((format) => wanted.map((one) => anImage(format, { width: 12, height: 7, ...one })));
  return Promise.all(made);
};

const WORDS = [
  "Exif\0\0II*\0\x08\0\0\0",
  "MM\0*\0\0\0\x08",
  "eXIf",
  "EXIF",
  "IDAT",
  "IEND",
  "VP8X",
  "VP8L",
  "\xff\xd8",
];

const readerOf = (format: Format): FuzzTarget => ({
  name: `picture-${format}`,
  form: "bytes",
  covers: ["/lambdas/ingest/"],
  words: WORDS,
  seeds: () => pictures([format]),
  run: (input) =>
    orRefusal(async () => {
      const { width, height, orientation } = await READERS[format](heldBytes(input));
      for (const side of [width, height]) mustHold(Number.isSafeInteger(side) && side >= 0, "a side is a whole number");
      mustHold(Number.isInteger(orientation) && orientation >= 1 && orientation <= 8, "an orientation is 1 to 8");
      return { width, height, orientation };
    }, isBroken),
});

/** What a vendor is told of a file: that it is media of the kind asked for, or why not. */
export const shownFinding = (finding: Finding, kind: string): { readonly kind: string; readonly said: unknown } => {
  if ("rejection" in finding) {
    const { code, message } = finding.rejection;
    mustHold(
      REJECTION_CODES.includes(code) && message !== "" && message.length < 400,
      "a rejection says why, in short",
    );
    return { kind: code, said: message };
  }
  const { media } = finding;
  mustHold(media.kind === kind, `only ${kind}s come through`);
  if (media.kind !== "text") mustHold(media.width > 0 && media.height > 0, "what can be labelled has a size");
  if (media.kind === "video") mustHold(Number.isSafeInteger(media.durationMs), "a video lasts whole milliseconds");
  return { kind: "taken", said: media };
};

export const pictureTargets: readonly FuzzTarget[] = [
  ...FORMATS.map(readerOf),
  {
    name: "picture-any",
    form: "bytes",
    covers: ["/lambdas/ingest/"],
    words: WORDS,
    seeds: () => pictures(FORMATS),
    run: async (input) => shownFinding(await inspect(heldBytes(input), "image"), "image"),
  },
  {
    name: "picture-sized",
    form: "bytes",
    covers: ["/lambdas/ingest/"],
    words: WORDS,
    seeds: () => pictures(["jpeg"]),
    run: (input) =>
      orRefusal(async () => shownFinding(await inspectImage(heldBytes(input), "image/jpeg"), "image"), isBroken),
  },
  {
    name: "picture-exif",
    form: "bytes",
    covers: ["/lambdas/ingest/exif.ts"],
    words: WORDS,
    seeds: async () => [
      Buffer.from("49492a0008000000020012010300010000000600000000000000000000000000", "hex"),
      Buffer.from("4d4d002a00000008000101120003000000010008000000000000", "hex"),
    ],
    run: (input) => {
      const orientation = orientationOf(Buffer.from(input));
      mustHold(Number.isInteger(orientation) && orientation >= 1 && orientation <= 8, "an orientation is 1 to 8");
      return { kind: orientation === 1 ? "upright" : "turned", said: orientation };
    },
  },
];
