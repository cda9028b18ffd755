import { describe, expect, test } from "vitest";
import { VOICE_BYTES_MAX } from "../../core/voice-note.ts";
import { faultOf, voiceTypeFrom } from "../../web/parts/voice-file.ts";

describe("a recording", () => {
  test.each([
    ["audio/webm;codecs=opus", "audio/webm"],
    ["audio/mp4", "audio/mp4"],
    ["audio/x-m4a", "audio/mp4"],
    ["audio/x-wav", "audio/wav"],
    ["AUDIO/OGG; codecs=opus", "audio/ogg"],
    ["video/webm", "audio/webm"],
  ])("that a phone calls %s is %s", (mime, type) => {
    expect(voiceTypeFrom(mime)).toBe(type);
  });

  test.each(["audio/mpeg", "audio/amr", "image/png", ""])("that is %s is not taken", (type) => {
    expect(voiceTypeFrom(type)).toBeUndefined();
    expect(faultOf({ size: 10, type }, 1)).toBe("type");
  });

  test("is refused when it is empty, larger than a megabyte, or longer than a minute, and not before", () => {
    const type = "audio/wav";
    expect(faultOf({ size: 0, type }, undefined)).toBe("type");
    expect(faultOf({ size: VOICE_BYTES_MAX, type }, 60.5)).toBeUndefined();
    expect(faultOf({ size: VOICE_BYTES_MAX + 1, type }, 1)).toBe("size");
    expect(faultOf({ size: 10, type }, 63)).toBe("length");
    expect(faultOf({ size: 10, type }, undefined)).toBeUndefined();
  });
});
