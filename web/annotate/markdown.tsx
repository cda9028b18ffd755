import { lexer, type Token, type Tokens } from "marked";
import type { ComponentChildren, VNode } from "preact";

/**
 * Markdown as elements of ours. HTML in it is shown as the text that it is, pictures as their description (nothing is
 * fetched from elsewhere), and links open apart, without telling where they were opened.
 */
export const Markdown = ({ text }: { readonly text: string }): VNode => (
  <div class="markdown">{blocks(lexer(text, { gfm: true }))}</div>
);

const blocks = (tokens: readonly Token[]): ComponentChildren =>
  tokens.map((token, at) => <Block key={at} token={token} />);

const Block = ({ token }: { readonly token: Token }): VNode | null => {
  const known = token as Known;
  switch (known.type) {
    case "heading":
      // The page has its own first and second level.
      return known.depth <= 1 ? <h3>{inline(known.tokens)}</h3> : <h4>{inline(known.tokens)}</h4>;
    case "paragraph":
      return <p>{inline(known.tokens)}</p>;
    case "text":
      return <>{known.tokens ? inline(known.tokens) : known.text}</>;
    case "list": {
      const items = known.items.map((item, at) => <li key={at}>{blocks(item.tokens)}</li>);
      return known.ordered ? <ol start={Number(known.start) || 1}>{items}</ol> : <ul>{items}</ul>;
    }
    case "blockquote":
      return <blockquote>{blocks(known.tokens)}</blockquote>;
    case "code":
      return (
        <pre>
          <code>{known.text}</code>
        </pre>
      );
    case "hr":
      return <hr />;
    case "table":
      return <Table table={known} />;
    case "html":
      return <p>{known.text}</p>;
    default:
      return null;
  }
};

type Known =
  | Tokens.Heading
  | Tokens.Paragraph
  | Tokens.Text
  | Tokens.List
  | Tokens.Blockquote
  | Tokens.Code
  | Tokens.Hr
  | Tokens.Table
  | Tokens.HTML
  | Tokens.Space;

const Table = ({ table }: { readonly table: Tokens.Table }): VNode => (
  <table>
    <thead>
      <tr>
        {table.header.map((cell, at) => (
          <th key={at} scope="col">
            {inline(cell.tokens)}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {table.rows.map((row, at) => (
        <tr key={at}>
          {row.map((cell, column) => (
            <td key={column}>{inline(cell.tokens)}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

type Inline =
  | Tokens.Strong
  | Tokens.Em
  | Tokens.Del
  | Tokens.Codespan
  | Tokens.Br
  | Tokens.Link
  | Tokens.Image
  | Tokens.Text
  | Tokens.Escape
  | Tokens.Tag;

const inline = (tokens: readonly Token[]): ComponentChildren =>
  tokens.map((token, at) => <Span key={at} token={token as Inline} />);

const Span = ({ token }: { readonly token: Inline }): VNode => {
  switch (token.type) {
    case "strong":
      return <strong>{inline(token.tokens)}</strong>;
    case "em":
      return <em>{inline(token.tokens)}</em>;
    case "del":
      return <del>{inline(token.tokens)}</del>;
    case "codespan":
      return <code>{token.text}</code>;
    case "br":
      return <br />;
    case "link":
      return isWebAddress(token.href) ? (
        <a href={token.href} target="_blank" rel="noopener noreferrer">
          {inline(token.tokens)}
        </a>
      ) : (
        <>{inline(token.tokens)}</>
      );
    case "image":
      return <>[{token.text}]</>;
    case "text":
      return <>{"tokens" in token && token.tokens ? inline(token.tokens) : token.text}</>;
    default:
      return <>{token.type === "escape" ? token.text : token.raw}</>;
  }
};

/** No `javascript:`, no `data:`, nothing that only looks like an address. */
const isWebAddress = (href: string): boolean => /^https?:\/\//i.test(href);
