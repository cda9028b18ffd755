import type { ComponentChildren, VNode } from "preact";
import { type Block, readBlocks } from "./blocks.ts";
import type { Span } from "./inline.ts";

/**
 * Markdown as elements of ours. HTML in it is shown as the text that it is, pictures as their description (nothing is
 * fetched from elsewhere), and links open apart, without telling where they were opened.
 */
export const Markdown = ({ text }: { readonly text: string }): VNode => (
  <div class="markdown">{blocks(readBlocks(text))}</div>
);

const blocks = (all: readonly Block[]): ComponentChildren => all.map((block) => <OneBlock block={block} />);

const OneBlock = ({ block }: { readonly block: Block }): VNode => {
  switch (block.kind) {
    case "heading":
      // The page has its own first and second level.
      return block.level === 1 ? <h3>{spans(block.spans)}</h3> : <h4>{spans(block.spans)}</h4>;
    case "paragraph":
      return <p>{spans(block.spans)}</p>;
    case "list": {
      const items = block.items.map((item) => <li>{tight(item)}</li>);
      return block.start === undefined ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
    }
    case "quote":
      return <blockquote>{blocks(block.blocks)}</blockquote>;
    case "code":
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      );
    case "table":
      return <Table table={block} />;
    case "rule":
      return <hr />;
  }
};

/** An item that is one paragraph needs no paragraph's distance. */
const tight = (item: readonly Block[]): ComponentChildren => {
  const [first, ...rest] = item;
  return first?.kind === "paragraph" ? [spans(first.spans), blocks(rest)] : blocks(item);
};

const Table = ({ table }: { readonly table: Extract<Block, { kind: "table" }> }): VNode => (
  <table>
    <thead>
      <tr>
        {table.head.map((cell) => (
          <th scope="col">{spans(cell)}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {table.rows.map((row) => (
        <tr>
          {row.map((cell) => (
            <td>{spans(cell)}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

const spans = (all: readonly Span[]): ComponentChildren => all.map((span) => <OneSpan span={span} />);

const OneSpan = ({ span }: { readonly span: Span }): VNode => {
  switch (span.kind) {
    case "text":
      return <>{span.text}</>;
    case "strong":
      return <strong>{spans(span.spans)}</strong>;
    case "em":
      return <em>{spans(span.spans)}</em>;
    case "del":
      return <del>{spans(span.spans)}</del>;
    case "code":
      return <code>{span.text}</code>;
    case "break":
      return <br />;
    case "link":
      return isWebAddress(span.href) ? (
        <a href={span.href} target="_blank" rel="noopener noreferrer">
          {spans(span.spans)}
        </a>
      ) : (
        // biome-ignore lint/complexity/noUselessFragments: children are not one node, and one node is wanted.
        <>{spans(span.spans)}</>
      );
  }
};

/** No `javascript:`, no `data:`, nothing that only looks like an address. */
const isWebAddress = (href: string): boolean => /^https?:\/\//i.test(href);
