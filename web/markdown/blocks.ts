import { readInline, type Span } from "./inline.ts";

/** A part of a page of Markdown. */
export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly spans: readonly Span[] }
  | { readonly kind: "paragraph"; readonly spans: readonly Span[] }
  | { readonly kind: "list"; readonly start: number | undefined; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: "quote"; readonly blocks: readonly Block[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "table"; readonly head: Row; readonly rows: readonly Row[] }
  | { readonly kind: "rule" };
type Row = readonly (readonly Span[])[];

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const RULE = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|(\d{1,9})[.)])(\s+|$)/;
const TABLE_RULE = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const DEPTH_MAX = 6;

/** How far the reader is; blocks take lines off the front. */
interface Cursor {
  readonly lines: readonly string[];
  at: number;
}

/**
 * The part of CommonMark that instructions use, with tables: 2 KiB where a whole parser is 15, which a first visit on a
 * slow line would pay. HTML is text. What is not understood is a paragraph, so nothing is lost.
 */
export const readBlocks = (text: string, depth = 0): readonly Block[] => {
  const cursor: Cursor = { lines: text.replace(/\r\n?/g, "\n").replaceAll("\t", "    ").split("\n"), at: 0 };
  const blocks: Block[] = [];
  while (cursor.at < cursor.lines.length) {
    if (lineOf(cursor).trim() === "") cursor.at++;
    else blocks.push(readBlock(cursor, depth));
  }
  return blocks;
};

const lineOf = ({ lines, at }: Cursor, ahead = 0): string => lines[at + ahead] ?? "";
const isTable = (line: string, next: string): boolean =>
  line.includes("|") && next.includes("-") && next.includes("|") && TABLE_RULE.test(next);
const begins = (line: string, next: string): boolean =>
  [FENCE, HEADING, RULE, QUOTE, ITEM].some((pattern) => pattern.test(line)) || isTable(line, next);

const readBlock = (cursor: Cursor, depth: number): Block => {
  const line = lineOf(cursor);
  if (depth > DEPTH_MAX) return readParagraph(cursor);
  const heading = HEADING.exec(line);
  if (heading) {
    cursor.at++;
    return { kind: "heading", level: heading[1]?.length ?? 1, spans: readInline(heading[2] ?? "") };
  }
  if (FENCE.test(line)) return readCodeBlock(cursor);
  if (RULE.test(line)) {
    cursor.at++;
    return { kind: "rule" };
  }
  if (QUOTE.test(line)) return readQuote(cursor, depth);
  if (ITEM.test(line)) return readList(cursor, depth);
  if (isTable(line, lineOf(cursor, 1))) return readTable(cursor);
  return readParagraph(cursor);
};

const readCodeBlock = (cursor: Cursor): Block => {
  const fence = FENCE.exec(lineOf(cursor))?.[1] ?? "```";
  const taken: string[] = [];
  cursor.at++;
  while (cursor.at < cursor.lines.length && !lineOf(cursor).trimStart().startsWith(fence)) {
    taken.push(lineOf(cursor));
    cursor.at++;
  }
  cursor.at++;
  return { kind: "code", text: taken.join("\n") };
};

const readQuote = (cursor: Cursor, depth: number): Block => {
  const taken: string[] = [];
  while (cursor.at < cursor.lines.length && lineOf(cursor).trim() !== "") {
    const line = lineOf(cursor);
    if (!QUOTE.test(line) && begins(line, lineOf(cursor, 1))) break;
    taken.push(line.replace(QUOTE, ""));
    cursor.at++;
  }
  return { kind: "quote", blocks: readBlocks(taken.join("\n"), depth + 1) };
};

const readList = (cursor: Cursor, depth: number): Block => {
  const first = ITEM.exec(lineOf(cursor));
  const isOrdered = first?.[3] !== undefined;
  const items: (readonly Block[])[] = [];
  for (let item = first; item && (item[3] !== undefined) === isOrdered; item = ITEM.exec(lineOf(cursor))) {
    if (RULE.test(lineOf(cursor))) break;
    items.push(readItem(cursor, item[0].length, depth));
  }
  return { kind: "list", start: isOrdered ? Number(first?.[3]) : undefined, items };
};

/** A list item goes on with lines indented under its text, and with lines that begin nothing of their own. */
const readItem = (cursor: Cursor, indent: number, depth: number): readonly Block[] => {
  const taken = [lineOf(cursor).slice(indent)];
  cursor.at++;
  while (cursor.at < cursor.lines.length) {
    const line = lineOf(cursor);
    const isIndented = /^ {2,}\S/.test(line);
    const isBlank = line.trim() === "";
    if (isBlank && !/^ {2,}\S/.test(lineOf(cursor, 1))) break;
    if (!isBlank && !isIndented && begins(line, lineOf(cursor, 1))) break;
    taken.push(line.replace(new RegExp(`^ {0,${Math.min(indent, 9)}}`), ""));
    cursor.at++;
  }
  // A blank line between items belongs to the list.
  if (lineOf(cursor).trim() === "" && ITEM.test(lineOf(cursor, 1))) cursor.at++;
  return readBlocks(taken.join("\n"), depth + 1);
};

const readTable = (cursor: Cursor): Block => {
  const cells = (line: string): Row =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => readInline(cell.trim()));
  const head = cells(lineOf(cursor));
  const rows: Row[] = [];
  cursor.at += 2;
  while (lineOf(cursor).includes("|")) {
    rows.push(cells(lineOf(cursor)));
    cursor.at++;
  }
  return { kind: "table", head, rows };
};

const readParagraph = (cursor: Cursor): Block => {
  const taken = [lineOf(cursor).trimStart()];
  cursor.at++;
  while (lineOf(cursor).trim() !== "" && !begins(lineOf(cursor), lineOf(cursor, 1))) {
    taken.push(lineOf(cursor).trimStart());
    cursor.at++;
  }
  return { kind: "paragraph", spans: readInline(taken.join("\n").trimEnd()) };
};
