import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalizedText, textOf, tokensOf } from "../../../../core/consensus/text/tokens.ts";

/** Words, marks, white space of several kinds, other scripts and halves of pairs in any order. */
const anyText = fc
  .array(
    fc.constantFrom(
      "a",
      "Bé",
      "e\u0301",
      "हि",
      "葉",
      "は",
      "วั",
      "🐛",
      "\ud83d",
      "\udc1b",
      ".",
      "’",
      "-",
      " ",
      "\u00a0",
      "\n",
    ),
  )
  .map((signs) => signs.join(""));

/** Tokens in a line: `_` for a space before. */
const cut = (text: string): string =>
  tokensOf(text)
    .map(({ text: token, spaced }) => (spaced ? `_${token}` : token))
    .join("|");

describe("tokens", () => {
  it.each([
    ["words and the marks at their edges", `Don't "go" there, 3.5 kg.`, `Don't|_"|go|"|_there|,|_3.5|_kg|.`],
    ["Japanese, with English in it", "日本語とEnglishだ。", "日|本|語|と|English|だ|。"],
    ["Thai, a vowel sign with its letter", "สวัสดี", "ส|วั|ส|ดี"],
    ["Hindi words whole", "हिन्दी है।", "हिन्दी|_है|।"],
    ["an emoji as a word", "a 🐛!", "a|_🐛|!"],
    ["two ways to write é as one", "e\u0301t\u00e9", "\u00e9t\u00e9"],
    ["nothing of white space", " \n\t ", ""],
    ["punctuation alone, sign by sign", "?!", "?|!"],
  ])("are %s", (_, text, tokens) => {
    expect(cut(text)).toBe(tokens);
  });

  it("make the normalized text again", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(textOf(tokensOf(text))).toBe(normalizedText(text));
      }),
    );
  });
});
