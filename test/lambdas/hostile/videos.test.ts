import { describe, expect, it } from "vitest";
import { bytesIn } from "../../../lambdas/ingest/bytes.ts";
import { inspect } from "../../../lambdas/ingest/inspect.ts";
import {
  box,
  EBML,
  element,
  FTYP,
  INFO,
  longBox,
  patched,
  SEGMENT,
  TRACKS,
  voids,
} from "../../support/hostile-videos.ts";
import { anMp4, aWebm } from "../../support/media-files.ts";

const MIB = 1_048_576;
const look = (content: Uint8Array) => inspect(bytesIn(content), "video");
/** A file of which only so much is there, and says how often it was asked. */
const counted = (content: Uint8Array, sizeBytes: number) => {
  const asked = { reads: 0, bytes: 0 };
  const read = async (from: number, to: number): Promise<Uint8Array> => {
    asked.reads += 1;
    asked.bytes += to - from;
    const part = Buffer.alloc(Math.max(0, Math.min(to, sizeBytes) - from));
    part.set(content.subarray(from, to));
    return part;
  };
  return { asked, bytes: { sizeBytes, read } };
};

describe("a video", () => {
  it.each([
    ["MP4 with its index at the end", () => anMp4()],
    ["MP4 with its index in front", () => anMp4({ fastStart: "in-memory" })],
    ["MP4 in fragments", () => anMp4({ fastStart: "fragmented" })],
    ["WebM", () => aWebm()],
    ["WebM as a browser records it", () => aWebm({ isLive: true })],
  ])("in %s that was cut at any sixteenth is refused, or is as long as what is there", async (_, make) => {
    const whole = await make();
    for (let sixteenth = 0; sixteenth < 16; sixteenth++) {
      const found = await look(whole.subarray(0, Math.floor((whole.length * sixteenth) / 16)));
      if ("rejection" in found) expect(["broken", "empty", "not_this_media"]).toContain(found.rejection.code);
      else
        expect(found.media).toMatchObject({ width: 320, durationMs: expect.toSatisfy((ms) => ms > 0 && ms <= 2000) });
    }
  });

  const movie = Buffer.concat([FTYP, box("moov", box("mvhd", Buffer.alloc(100)))]);
  const trak = (...inside: Buffer[]) => Buffer.concat([FTYP, box("moov", box("trak", Buffer.concat(inside)))]);
  it.each([
    ["a box of no size, which reaches to the end", () => Buffer.concat([FTYP, box("moov", Buffer.alloc(40), 0)])],
    ["a box smaller than its own head", () => Buffer.concat([movie, box("free", Buffer.alloc(8), 4)])],
    ["a box that is larger than the file", () => Buffer.concat([movie, box("mdat", Buffer.alloc(8), 0xffff_ffff)])],
    [
      "a box of eighteen million terabytes",
      () => Buffer.concat([movie, longBox("mdat", Buffer.alloc(8), 2n ** 64n - 1n)]),
    ],
    ["a box of less than nothing", () => Buffer.concat([movie, longBox("mdat", Buffer.alloc(8), 2n ** 63n)])],
    ["a long box smaller than its own head", () => Buffer.concat([movie, longBox("free", Buffer.alloc(8), 3n)])],
    ["a box inside that is larger than what holds it", () => trak(box("mdia", Buffer.alloc(8), 0x7fff_ffff))],
    [
      "boxes inside each other, a thousand deep",
      () => trak(Array.from({ length: 1_000 }).reduce<Buffer>((inside) => box("mdia", inside), Buffer.alloc(0))),
    ],
    [
      "a header without a field of it",
      () => trak(box("tkhd"), box("mdia", box("hdlr", Buffer.from("\0\0\0\0\0\0\0\0vide")))),
    ],
    ["no header", () => Buffer.concat([FTYP, box("mdat", Buffer.alloc(100))])],
    ["a header of a million boxes", () => Buffer.concat([FTYP, box("moov", Buffer.alloc(8 * MIB, box("free")))])],
    ["a million boxes", () => Buffer.concat([FTYP, Buffer.alloc(8 * MIB, box("free"))])],
  ])("in MP4 with %s is broken, at once", async (_, make) => {
    expect(await look(make())).toMatchObject({ rejection: { code: "broken" } });
  });

  it("in MP4 is measured by its header, whatever its index says of billions of samples", async () => {
    const film = await anMp4();
    for (const kind of ["stsz", "stts", "stco", "stsc"]) {
      const count = kind === "stsz" ? 8 : 4;
      expect(await look(patched(film, kind, count, 0xffff_ffff)), kind).toMatchObject({ media: { durationMs: 2000 } });
    }
  });

  it("in MP4 in fragments with billions of samples is refused, or as long as its samples", async () => {
    const film = await anMp4({ fastStart: "fragmented" });
    const last = Buffer.from(film).lastIndexOf("trun", undefined, "latin1");
    const lying = Buffer.from(film);
    lying.writeUInt32BE(0xffff_fff0, last + 8);
    expect(await look(lying)).toMatchObject({ rejection: { code: expect.stringMatching(/^(broken|too_long)$/) } });
  });

  it.each([
    ["a century", "mdhd", 12, 1, "too_long", "hours; at most 100"],
    ["no time", "mdhd", 12, 0, "broken", "how long it is"],
  ])("in MP4 that says it lasts %s is refused with what it says", async (_, kind, at, value, code, message) => {
    const film = patched(patched(await anMp4(), kind, at, value), "tkhd", 20, 0xffff_ffff);
    const lying = patched(film, "mdhd", 16, 0xffff_fff0);
    expect(await look(lying)).toMatchObject({ rejection: { code, message: expect.stringContaining(message) } });
  });

  it("that says it is wider than any screen is refused with what it says", async () => {
    expect(await look(patched(await anMp4(), "tkhd", 76, 0xffff_0000))).toMatchObject({
      rejection: { code: "too_many_pixels", message: expect.stringContaining("65535 ×") },
    });
    const webm = Buffer.from(await aWebm());
    const width = webm.indexOf(Buffer.from("b0820140", "hex"));
    // The same bytes as a width of more digits, with the height after it as part of it.
    const wide = Buffer.concat([
      webm.subarray(0, width),
      Buffer.from("b086ffffffffffff", "hex"),
      webm.subarray(width + 8),
    ]);
    const found = await look(wide);
    expect(found).toMatchObject({ rejection: { code: expect.stringMatching(/^(too_many_pixels|broken)$/) } });
  });

  it.each([
    ["a header larger than the file", () => element("1a45dfa3", Buffer.from("webm"), 2n ** 55n)],
    ["a header without an end", () => Buffer.from("1a45dfa3ff", "hex")],
    ["a segment larger than the file", () => Buffer.concat([EBML, element(SEGMENT, Buffer.alloc(8), 2n ** 50n)])],
    ["parts that do not say what they are", () => Buffer.concat([EBML, element(SEGMENT, Buffer.alloc(64))])],
    [
      "a part inside that is larger than what holds it",
      () => Buffer.concat([EBML, element(SEGMENT, element(TRACKS, element("ae", Buffer.alloc(4), 2n ** 40n)))]),
    ],
    ["tracks of two million parts", () => Buffer.concat([EBML, element(SEGMENT, element(TRACKS, voids(4 * MIB - 2)))])],
    [
      "a track of two million parts",
      () => Buffer.concat([EBML, element(SEGMENT, element(TRACKS, element("ae", voids(3 * MIB))))]),
    ],
    [
      "sixty lengths of four megabytes each",
      () => Buffer.concat([EBML, element(SEGMENT, Buffer.concat(Array<Buffer>(60).fill(element(INFO, voids(MIB)))))]),
    ],
    [
      "a length of the header that is larger than any",
      () => Buffer.concat([EBML, element(SEGMENT, element(INFO, Buffer.alloc(5 * MIB)))]),
    ],
  ])("in WebM with %s is broken, at once", async (_, make) => {
    const found = await look(Buffer.concat([make(), Buffer.alloc(32)]));
    expect(found).toMatchObject({ rejection: { code: expect.stringMatching(/^(broken|not_this_media)$/) } });
  });

  it("in WebM that goes on for ever behind its last frame is not read for ever", async () => {
    const endless = Buffer.concat([Buffer.from(await aWebm({ isLive: true })), voids(4 * MIB)]);
    expect(await look(endless)).toMatchObject({ rejection: { code: "broken" } });
  });

  it("of fifty gigabytes that hides its header behind millions of boxes costs a bounded part of it", async () => {
    const far = Buffer.concat([FTYP, box("free", Buffer.alloc(2 * MIB))]);
    const { asked, bytes } = counted(far, 49_000_000_000);
    expect(await inspect(bytes, "video")).toMatchObject({ rejection: { code: "broken" } });
    expect(asked.bytes).toBeLessThan(260 * MIB);
    expect(asked.reads).toBeLessThan(300);
  });
});
