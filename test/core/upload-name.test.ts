import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyPartOf, NAME_BYTES_MAX, partBytesOf } from "../../core/upload-name.ts";

describe("names of dropped files", () => {
  it.each([
    ["leaf.jpg", "leaf.jpg"],
    ["./leaf.jpg", "leaf.jpg"],
    ["forest//ring 1/leaf.jpg", "forest/ring 1/leaf.jpg"],
    ["जंगल/कीड़ा 👩🏽‍🌾.png", "जंगल/कीड़ा 👩🏽‍🌾.png"],
    ["what is this?.txt", "what is this?.txt"],
    ["..leaf..jpg", "..leaf..jpg"],
  ])("%s is kept as %s", (name, part) => {
    expect(keyPartOf(name)).toEqual({ part });
  });

  it.each([
    ["up a folder", "../leaf.jpg"],
    ["up a folder in the middle", "a/../../leaf.jpg"],
    ["absolute", "/etc/passwd"],
    ["of a drive", "C:\\leaf.jpg"],
    ["of a network share", "\\\\host\\leaf.jpg"],
    ["with a newline", "a\nb.jpg"],
    ["with a NUL", "a\0b.jpg"],
    ["with half a letter", "\ud83d.jpg"],
    ["that S3 would fill in", "\u0024{filename}"],
    ["of a folder", "forest/"],
    ["of nothing", "./."],
    ["that is too long", "é".repeat(NAME_BYTES_MAX / 2 + 1)],
  ])("one %s is refused in words", (_, name) => {
    expect(keyPartOf(name)).toEqual({ refused: expect.stringMatching(/^a name/) });
  });

  it("never lead out of the project's prefix, and are the same when sent again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (name) => {
        const result = keyPartOf(name);
        if (!("part" in result)) return;
        const { part } = result;
        expect(part.split("/")).not.toContain("..");
        expect(part.startsWith("/")).toBe(false);
        expect(keyPartOf(part)).toEqual({ part });
      }),
    );
  });
});

describe("parts of a large file", () => {
  it("are 8 to 64 MiB, and never more than the ten thousand that S3 takes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000_000_000 }), (sizeBytes) => {
        const partBytes = partBytesOf(sizeBytes);
        expect(partBytes).toBeGreaterThanOrEqual(8 * 1_048_576);
        expect(partBytes).toBeLessThanOrEqual(64 * 1_048_576);
        expect(Math.ceil(sizeBytes / partBytes)).toBeLessThanOrEqual(10_000);
      }),
    );
  });
});
