import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codePointCount, codePointsOf, sliceCodePoints } from "../../../../core/consensus/text/code-points.ts";

/** Letters of one and two units, marks, joiners and halves of pairs in any order. */
const anyText = fc
  .array(fc.constantFrom("a", "é", "\u0301", "हि", "🐛", "𠮷", "\u200d", "\ud83d", "\udc1b", " "))
  .map((signs) => signs.join(""));
const FAMILY = "👩‍👩‍👧"; // Three people and two joiners: 5 code points, 8 units, 1 picture.

describe("places in a text, in code points and in UTF-16 units", () => {
  it.each([
    { text: "", name: "an empty text", points: 0 },
    { text: "pest", name: "plain letters", points: 4 },
    { text: "🐛 on a leaf", name: "an emoji", points: 11 },
    { text: FAMILY, name: "an emoji of several", points: 5 },
    { text: "हिन्दी", name: "Devanagari with its vowel signs", points: 6 },
    { text: "𠮷野家", name: "a rare Han character", points: 3 },
    { text: "\ud83d alone", name: "half a pair", points: 7 },
  ])("counts $name", ({ text, points }) => {
    expect(codePointsOf(text).length).toBe(points);
    expect(codePointCount(text)).toBe(points);
  });

  it("does not move a name behind an emoji", () => {
    const text = "🐛🐛 Nehma";
    const points = codePointsOf(text);
    expect(points.pointAt(text.indexOf("Nehma"))).toBe(3);
    expect(points.unitAt(3)).toBe(5);
    expect(sliceCodePoints(text, 3, 8)).toBe("Nehma");
    expect(sliceCodePoints("हिन्दी", 0, 2)).toBe("हि");
  });

  it("takes a unit inside a pair for the pair", () => {
    expect([0, 1, 2].map((unit) => codePointsOf("🐛!").pointAt(unit))).toEqual([0, 0, 1]);
  });

  it("refuses a place outside the text", () => {
    expect(() => codePointsOf("🐛").unitAt(2)).toThrow("no code point 2 in this text");
    expect(() => codePointsOf("a").pointAt(0.5)).toThrow("no UTF-16 unit 0.5");
    expect(() => codePointsOf("a").pointAt(-1)).toThrow("no UTF-16 unit -1");
  });

  it("comes back to the same place", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const points = codePointsOf(text);
        for (let point = 0; point <= points.length; point += 1) {
          expect(points.pointAt(points.unitAt(point))).toBe(point);
        }
        expect(sliceCodePoints(text, 0, points.length)).toBe(text);
      }),
    );
  });
});
