import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, relativeEditDistance, wordErrorRate } from "../../../../core/consensus/text/edit-distance.ts";

const between = (a: string, b: string): number => editDistance([...a], [...b]);

describe("the edit distance", () => {
  it.each([
    ["kitten", "sitting", 3],
    ["flaw", "lawn", 2],
    ["", "abc", 3],
    ["same", "same", 0],
    ["🐛", "🐞", 1],
  ])("from %s to %s is %i", (a, b, distance) => {
    expect(between(a, b)).toBe(distance);
  });

  it("is a metric", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(between(a, b)).toBe(between(b, a));
        expect(between(a, b) === 0).toBe(a === b);
        expect(between(a, c)).toBeLessThanOrEqual(between(a, b) + between(b, c));
      }),
    );
  });

  it("is 0 of two empty texts and 1 where nothing is shared", () => {
    expect(relativeEditDistance([], [])).toBe(0);
    expect(relativeEditDistance([], ["a"])).toBe(1);
    expect(relativeEditDistance(["a", "b"], ["c"])).toBe(1);
  });

  it("counts errors by the length of the truth", () => {
    expect(wordErrorRate(["a", "b", "c"], ["a"])).toBe(2);
    expect(wordErrorRate(["a"], [])).toBe(1);
    expect(wordErrorRate([], [])).toBe(0);
  });
});
