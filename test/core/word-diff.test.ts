import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DiffPart, wordDiff } from "../../core/word-diff.ts";

const only = (parts: readonly DiffPart[], not: DiffPart["kind"]): string =>
  parts
    .filter(({ kind }) => kind !== not)
    .map(({ text }) => text)
    .join("");
const shown = (before: string, after: string): string =>
  wordDiff(before, after)
    .map(({ kind, text }) => ({ same: text, added: `[+${text}]`, removed: `[-${text}]` })[kind])
    .join("");

/** Few different words, so that there is much to have in common. */
const text = fc
  .array(fc.constantFrom("leaf", "pest", "सड़ी", "पत्ती", " ", "  ", "\n", "\n\n", "# ", "<b>", "\u202e"), {
    maxLength: 40,
  })
  .map((words) => words.join(""));

describe("what changed in the instructions", () => {
  it("gives both texts back to the last space, whatever they were", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = wordDiff(before, after);
        expect(only(parts, "added")).toBe(before);
        expect(only(parts, "removed")).toBe(after);
        for (const [at, part] of parts.entries()) {
          expect(part.text).not.toBe("");
          expect(part.kind).not.toBe(parts[at + 1]?.kind);
        }
      }),
      { numRuns: 2_000, seed: 20_261 },
    );
  });

  it.each([
    ["", "", ""],
    ["a", "a", "a"],
    ["", "new", "[+new]"],
    ["old", "", "[-old]"],
    ["Mark every pest.", "Mark every living pest.", "Mark every [+living ]pest."],
    ["Look at the whole leaf.", "Look at the rotten leaf.", "Look at the [-whole][+rotten] leaf."],
    ["one two three", "four five six", "[-one two three][+four five six]"],
    ["keep\n\nthis", "keep\n\nthis too", "keep\n\nthis[+ too]"],
    ["सड़ी पत्ती", "हरी पत्ती", "[-सड़ी][+हरी] पत्ती"],
  ])("from %j to %j reads %j", (before, after, reads) => {
    expect(shown(before, after)).toBe(reads);
  });

  it("is found for instructions as long as they may be, and where nothing is alike", () => {
    const long = (word: string): string => `${word} `.repeat(19_990 / (word.length + 1));
    const parts = wordDiff(`begin ${long("a")}end`, `begin ${long("b")}end`);
    expect(parts.map(({ kind }) => kind)).toEqual(["same", "removed", "added", "same"]);
    expect(only(parts, "removed")).toBe(`begin ${long("b")}end`);
  });
});
