import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transcribe } from "../../../../core/consensus/text/rover.ts";
import { normalizedText } from "../../../../core/consensus/text/tokens.ts";
import { someTexts, someWeights, written } from "./written.ts";

describe("transcriptions fused word by word", () => {
  it("hear what nobody heard whole", () => {
    const answers = written("the cat sit on the mat.", "the hat sat on the mat.", "the cat sat on a mat.");
    expect(transcribe(answers)).toMatchObject({ text: "the cat sat on the mat.", ties: 0 });
  });

  it("lean on the answer nearest to all, not on the one that came first", () => {
    const answers = written("one two three", "one two ten four nine", "two three four six", "one two three four");
    expect(transcribe(answers)!.text).toBe("one two three four");
  });

  it("pass over what few have said as if it were hardly there", () => {
    const answers = written("one two six three four", "one two four", "one two three four", "one six two");
    expect(transcribe(answers)!.text).toBe("one two three four");
  });

  it("leave out what one added, and keep what one missed", () => {
    expect(transcribe(written("the big cat sat", "the cat sat", "the cat"))!.text).toBe("the cat sat");
  });

  it("say how sure each word is, and are never certain", () => {
    const { words, confidence } = transcribe(written("the cat", "the cat", "the hat"))!;
    expect(words).toEqual([
      { text: "the", confidence: 3.5 / 4, agreement: 1, tied: false },
      { text: "cat", confidence: 2.5 / 4, agreement: 2 / 3, tied: false },
    ]);
    expect(confidence).toBe(3 / 4);
  });

  it("follow the heavier voice, and where none is heavier say that it is a tie", () => {
    const answers = written("a cat", "a hat");
    expect(transcribe(answers)).toMatchObject({ text: "a cat", ties: 1, words: [{ tied: false }, { tied: true }] });
    expect(transcribe(answers, { weights: new Map([["b", 1.5]]) })).toMatchObject({ text: "a hat", ties: 0 });
  });

  it("write words, marks and spaces as most do", () => {
    expect(transcribe(written("The cat .", "The cat.", "the cat."))!.text).toBe("The cat.");
    expect(transcribe(written("Nehma", "nehma", "nehma"), { caseMatters: true })!.text).toBe("nehma");
  });

  it("work sign by sign in a language without spaces", () => {
    expect(transcribe(written("虫が葉を食べる", "虫は葉を食べる", "虫が葉も食べる"))!.text).toBe("虫が葉を食べる");
  });

  it("take é for é however it was typed", () => {
    expect(transcribe(written("e\u0301te\u0301", "\u00e9t\u00e9", "ete"))!.words).toMatchObject([{ agreement: 2 / 3 }]);
  });

  it("are one's own where one answered, empty where most heard nothing, and nothing without answers", () => {
    expect(transcribe(written("a cat"))).toMatchObject({ text: "a cat", words: [{ confidence: 0.75 }, {}], ties: 0 });
    expect(transcribe(written("", "", "cough"))).toMatchObject({ text: "", words: [], confidence: 2.5 / 4 });
    expect(transcribe(written(""))).toEqual({ text: "", words: [], confidence: 0.75, ties: 0 });
    expect(transcribe([])).toBeUndefined();
  });
});

describe("whatever is heard", () => {
  it("who came first does not matter, to the bit", () => {
    fc.assert(
      fc.property(someTexts, someWeights, (answers, weights) => {
        expect(transcribe(answers.toReversed(), { weights })).toEqual(transcribe(answers, { weights }));
      }),
    );
  });

  it("new names for annotators change nothing", () => {
    fc.assert(
      fc.property(someTexts, (answers) => {
        const renamed = answers.map(({ text }, at) => ({ annotator: `z${9 - at}`, text }));
        expect(transcribe(renamed)).toEqual(transcribe(answers));
      }),
    );
  });

  it("what all write stands, and its confidence is below 1", () => {
    fc.assert(
      fc.property(someTexts, fc.integer({ min: 1, max: 5 }), ([one], people) => {
        if (!one) return;
        const result = transcribe(written(...new Array<string>(people).fill(one.text)))!;
        expect(result).toMatchObject({ text: normalizedText(one.text), ties: 0 });
        for (const { confidence } of [result, ...result.words]) {
          expect(confidence).toBeGreaterThan(0.5);
          expect(confidence).toBeLessThan(1);
        }
      }),
    );
  });
});
