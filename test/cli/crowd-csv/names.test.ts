import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Names } from "../../../cli/crowd-csv/names.ts";

describe("numbering names", () => {
  it("gives each of many names its own number, and the name back", () => {
    const texts = Array.from({ length: 20_000 }, (_, at) => `name ${(at * 7919) % 20_000}`);
    const names = new Names();
    expect(texts.map((text) => names.numberOfText(text))).toEqual(texts.map((_, at) => at));
    expect(texts.map((text) => names.numberOfText(text))).toEqual(texts.map((_, at) => at));
    expect(names.texts()).toEqual(texts);
    expect(names.count).toBe(20_000);
  });

  it("tells any two texts apart, and knows which it never saw", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), fc.string({ unit: "grapheme" }), (texts, other) => {
        const names = new Names();
        for (const text of texts) names.numberOfText(text);
        expect(names.texts()).toEqual([...new Set(texts)]);
        const bytes = Buffer.from(other);
        expect(names.find(bytes, 0, bytes.length)).toBe([...new Set(texts)].indexOf(other));
      }),
    );
  });

  it("keeps what it was given when the bytes are written over", () => {
    const names = new Names();
    const bytes = Buffer.from("cat");
    names.numberOf(bytes, 0, 3);
    bytes.write("dog");
    expect([names.numberOf(bytes, 0, 3), names.textOf(0), names.textOf(1)]).toEqual([1, "cat", "dog"]);
  });

  it("refuses bytes that are no text", () => {
    expect(() => new Names().numberOf(Uint8Array.of(0xff), 0, 1)).toThrow(/not UTF-8/);
  });
});
