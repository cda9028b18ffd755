import { isValidElement, type VNode } from "preact";
import { expect, test } from "vitest";
import { Markdown } from "../../../web/markdown/markdown.tsx";

interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The elements that would be drawn, with their attributes; texts are left out. */
const elements = (node: unknown): readonly Element[] => {
  if (Array.isArray(node)) return node.flatMap(elements);
  if (!isValidElement(node)) return [];
  const { type, props } = node as VNode<{ children?: unknown }>;
  if (typeof type === "function") return elements((type as (given: unknown) => unknown)(props));
  const { children, ...attributes } = props;
  return [{ tag: String(type), attributes }, ...elements(children)];
};
const draw = (text: string): readonly Element[] => elements(Markdown({ text }));

test("instructions keep their headings, lists, emphasis and tables", () => {
  const tags = draw("# Title\n\nDraw **all** of it\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n").map(
    ({ tag }) => tag,
  );
  expect(tags).toEqual(expect.arrayContaining(["h3", "strong", "ol", "li", "table", "th", "td"]));
});

test("links of instructions open apart and tell nobody where from", () => {
  expect(draw("[rules](https://example.test/a)")).toContainEqual({
    tag: "a",
    attributes: { href: "https://example.test/a", target: "_blank", rel: "noopener noreferrer" },
  });
});

test.each([
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)">',
  "text <b onclick=alert(1)>bold</b>",
  "[press](javascript:alert(1))",
  "[press](data:text/html,x)",
  "![picture](https://elsewhere.test/track.png)",
])("nothing in %j becomes a script, a picture, a link or an attribute", (text) => {
  for (const { tag, attributes } of draw(text)) {
    expect(["div", "p"]).toContain(tag);
    expect(Object.keys(attributes).filter((name) => name !== "class")).toEqual([]);
  }
});
