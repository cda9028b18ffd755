import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { medoidOf } from "../../../../core/consensus/text/medoid.ts";
import { someTexts, someWeights, written } from "./written.ts";

describe("the answer nearest to all", () => {
  it("is the one most wrote, as they wrote it", () => {
    expect(medoidOf(written("A leaf", "a  leaf ", "a leaf", "two leaves"))).toEqual({
      text: "a leaf",
      annotators: ["a", "b", "c"],
      agreement: 0.75,
      closeness: expect.closeTo(2 / 3, 12),
      tied: [],
    });
  });

  it("is the one in the middle where all differ", () => {
    const answers = written("a brown beetle", "a brown beetle on a leaf", "a beetle on a leaf");
    expect(medoidOf(answers)!.text).toBe("a brown beetle on a leaf");
  });

  it("goes to the heavier, and without that is a tie in the order of text", () => {
    const answers = written("pear", "apple");
    expect(medoidOf(answers)).toMatchObject({ text: "apple", tied: ["pear"] });
    expect(medoidOf(answers, { weights: new Map([["a", 2]]) })).toMatchObject({ text: "pear", tied: [] });
  });

  it("compares letter by letter where answers are short", () => {
    const answers = written("KA-01-1234", "KA-01-1235", "MH-12-9999");
    expect(medoidOf(answers)!.tied).toHaveLength(2);
    expect(medoidOf(answers, { unit: "character" })).toMatchObject({ text: "KA-01-1234", tied: ["KA-01-1235"] });
  });

  it("is one's own where one answered, empty where all left it so, and nothing without answers", () => {
    expect(medoidOf(written("a leaf"))).toMatchObject({ text: "a leaf", agreement: 1, closeness: 0 });
    expect(medoidOf(written("", " "))).toMatchObject({ text: "", agreement: 1, closeness: 1 });
    expect(medoidOf([])).toBeUndefined();
  });

  it("refuses a second answer and a weight of nothing", () => {
    expect(() => medoidOf([...written("x"), ...written("y")])).toThrow("annotator a answered this item twice");
    expect(() => medoidOf(written("x"), { weights: new Map([["a", 0]]) })).toThrow("the weight of annotator a is 0");
  });

  it("stays where somebody new writes the same", () => {
    fc.assert(
      fc.property(someTexts, (answers) => {
        if (answers.length === 0) return;
        const { text } = medoidOf(answers, { caseMatters: true })!;
        const more = medoidOf([...answers, { annotator: "newcomer", text }], { caseMatters: true })!;
        expect(more).toMatchObject({ text, tied: [] });
      }),
    );
  });

  it("is one of the answers, whatever the order of arrival", () => {
    fc.assert(
      fc.property(someTexts, someWeights, (answers, weights) => {
        const medoid = medoidOf(answers, { weights, caseMatters: true });
        expect(medoidOf(answers.toReversed(), { weights, caseMatters: true })).toEqual(medoid);
        if (answers.length > 0) expect(answers.map(({ text }) => text)).toContain(medoid!.text);
      }),
    );
  });
});
