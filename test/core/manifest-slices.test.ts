import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ManifestSlice, type SliceSizes, sliceScanner } from "../../core/manifest-slices.ts";

const scan = (pieces: readonly Uint8Array[], sizes: SliceSizes): readonly ManifestSlice[] => {
  const scanner = sliceScanner(sizes);
  return [...pieces.flatMap((piece) => scanner.push(piece)), ...scanner.end()];
};
const piecesOf = (bytes: Uint8Array, size: number): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));

const text = fc.array(fc.stringMatching(/^[a-z]{0,12}$/), { maxLength: 40 }).map((lines) => lines.join("\n"));
const anyText = fc.tuple(text, fc.boolean()).map(([lines, ended]) => Buffer.from(ended ? `${lines}\n` : lines));

describe("slices of a manifest", () => {
  it("are the same however the bytes are cut on their way", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 50 }), (bytes, size) => {
        const sizes = { sliceBytes: 20, sliceLines: 3, lineBytesMax: 9 };
        expect(scan(piecesOf(bytes, size), sizes)).toEqual(scan([bytes], sizes));
      }),
    );
  });

  it("hold every byte once, whole lines only, and know the number of their first line", () => {
    fc.assert(
      fc.property(anyText, (bytes) => {
        const slices = scan([bytes], { sliceBytes: 20, sliceLines: 3, lineBytesMax: 9 });
        expect(slices.map(({ from, to }) => bytes.subarray(from, to).toString()).join("")).toBe(bytes.toString());
        for (const { from, to, firstLine } of slices) {
          expect(to === bytes.length || bytes[to - 1] === 10).toBe(true);
          expect(firstLine).toBe(1 + bytes.subarray(0, from).filter((byte) => byte === 10).length);
        }
      }),
    );
  });

  it("leave a line that is too long to itself, so that nobody holds it", () => {
    const bytes = Buffer.from(`ab\n${"x".repeat(500)}\ncd\n`);
    expect(scan(piecesOf(bytes, 7), { sliceBytes: 20, sliceLines: 3, lineBytesMax: 9 })).toEqual([
      { from: 0, to: 3, firstLine: 1 },
      { from: 3, to: 504, firstLine: 2, isOverlong: true },
      { from: 504, to: 507, firstLine: 3 },
    ]);
  });
});
