import { describe, expect, it } from "vitest";
import type { AnnotatorId } from "../../core/ids.ts";
import { type Hiding, hidingOf, mayRead, type Speaker, type ThreadWord, unansweredSinceMs } from "../../core/thread.ts";

const person = (name: string): AnnotatorId => name as AnnotatorId;
const word = (wordId: string, speaker: Speaker, atMs: number, author: string = speaker): ThreadWord => ({
  wordId,
  authorId: person(author),
  speaker,
  text: wordId,
  language: "hi",
  atMs,
});
const tookBack = (wordId: string): Hiding => ({ by: "author", wordId, atMs: 9 });
const hid = (wordId: string): Hiding => ({
  by: "vendor",
  wordId,
  vendorId: person("vendor"),
  ground: "personal",
  reason: "a telephone number",
  atMs: 9,
});

describe("how long a question waits", () => {
  it.each([
    ["nobody asked", [word("a", "vendor", 1)], [], undefined],
    ["an annotator asked", [word("a", "annotator", 5)], [], 5],
    ["she asked twice: from the first time", [word("a", "annotator", 5), word("b", "annotator", 7)], [], 5],
    ["the vendor answered", [word("a", "annotator", 5), word("b", "vendor", 7)], [], undefined],
    ["she asked on", [word("a", "annotator", 5), word("b", "vendor", 7), word("c", "annotator", 8)], [], 8],
    ["a reviewer's word answers nothing", [word("a", "annotator", 5), word("b", "reviewer", 7)], [], 5],
    ["hiding is no answer", [word("a", "annotator", 5)], [hid("a")], 5],
    ["she took it back", [word("a", "annotator", 5)], [tookBack("a")], undefined],
    ["the answer was taken back", [word("a", "annotator", 5), word("b", "vendor", 7)], [tookBack("b")], 5],
  ] as const)("%s", (_, words, hidings, since) => {
    expect(unansweredSinceMs({ words, hidings })).toBe(since);
  });

  it("ends when the answer became part of the instructions, for what was asked before", () => {
    const words = [word("a", "annotator", 5)];
    expect(unansweredSinceMs({ words, hidings: [] }, 6)).toBeUndefined();
    expect(unansweredSinceMs({ words: [...words, word("b", "annotator", 8)], hidings: [] }, 6)).toBe(8);
  });
});

describe("who reads a word that is hidden", () => {
  const readers = {
    herself: { personId: person("nehma"), speaker: "annotator" },
    "another annotator": { personId: person("asha"), speaker: "annotator" },
    "a reviewer": { personId: person("ravi"), speaker: "reviewer" },
    "the vendor": { personId: person("vendor"), speaker: "vendor" },
  } as const;
  const said = word("a", "annotator", 1, "nehma");
  it.each([
    ["not at all", [], ["herself", "another annotator", "a reviewer", "the vendor"]],
    ["by a vendor", [hid("a")], ["herself", "the vendor"]],
    ["by herself", [tookBack("a")], ["herself"]],
    ["by both", [hid("a"), tookBack("a")], ["herself"]],
  ] as const)("%s", (_, hidings, may) => {
    const hiding = hidingOf(hidings, "a");
    const found = Object.entries(readers).filter(([, reader]) => mayRead(said, hiding, reader));
    expect(found.map(([name]) => name)).toEqual(may);
  });
});
