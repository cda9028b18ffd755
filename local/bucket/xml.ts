import { refusal } from "./s3-refusal.ts";

/** What an element holds: text, elements by name in order (a list repeats its name), or nothing if undefined. */
export type XmlContent = string | number | boolean | undefined | XmlElements;
export interface XmlElements {
  readonly [name: string]: XmlContent | readonly XmlContent[];
}

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** One of S3's documents; the error document alone has no namespace. */
export const xmlDocument = (root: string, content: XmlElements): string => {
  const namespace = root === "Error" ? "" : ` xmlns="${NAMESPACE}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${namespace}>${elements(content)}</${root}>`;
};

const elements = (content: XmlElements): string =>
  Object.entries(content)
    .flatMap(([name, value]) => (isList(value) ? value : [value]).map((one) => element(name, one)))
    .join("");

const isList = (value: XmlContent | readonly XmlContent[]): value is readonly XmlContent[] => Array.isArray(value);

const element = (name: string, content: XmlContent): string => {
  if (content === undefined) return "";
  const inside = typeof content === "object" ? elements(content) : escapeXml(String(content));
  return `<${name}>${inside}</${name}>`;
};

/** Control characters go as numeric references, as S3 sends them, though XML 1.0 forbids most of them. */
const escapeXml = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: keys of objects may hold them.
  text.replace(/[&<>"\u0000-\u001f\u007f\ufffe\uffff]/g, (c) => entities[c] ?? `&#x${c.charCodeAt(0).toString(16)};`);

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A parsed element: attributes and namespaces are left out, since no request of S3 needs them. */
export interface XmlNode {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlNode[];
}

const MAX_DEPTH = 20;
const token = /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([\w:.-]+)[^<>]*?(\/?)>|([^<]+)/gy;

interface OpenNode {
  readonly name: string;
  text: string;
  readonly children: XmlNode[];
}

/** Reads a small document whose root must be called `root`. No DTD, no external entities. */
export const parseXml = (document: string, root: string): XmlNode => {
  const top: OpenNode = { name: "", text: "", children: [] };
  const open: OpenNode[] = [top];
  const scan = new RegExp(token);
  const source = document.replace(/^\ufeff/, "");
  while (scan.lastIndex < source.length) {
    const found = scan.exec(source);
    const here = open.at(-1);
    if (!found || !here) throw malformed();
    const [, cdata, closing, name, selfClosing, text] = found;
    if (cdata !== undefined) here.text += cdata;
    else if (text !== undefined) here.text += unescapeXml(text);
    else if (name === undefined) continue;
    else if (closing === "/") closeNode(open, localName(name));
    else {
      const node: OpenNode = { name: localName(name), text: "", children: [] };
      here.children.push(node);
      if (selfClosing !== "/") open.push(node);
      if (open.length > MAX_DEPTH) throw malformed();
    }
  }
  const [only, ...more] = top.children;
  if (open.length !== 1 || !only || more.length > 0 || only.name !== root) throw malformed();
  return only;
};

const closeNode = (open: OpenNode[], name: string): void => {
  if (open.length < 2 || open.pop()?.name !== name) throw malformed();
};

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));?/g, (_, hex, decimal, name) => {
    if (name !== undefined) return named[name] ?? fail();
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : fail();
  });

const fail = (): never => {
  throw malformed();
};

export const malformed = () =>
  refusal("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

export const childrenOf = (node: XmlNode, name: string): readonly XmlNode[] =>
  node.children.filter((child) => child.name === name);

export const childOf = (node: XmlNode, name: string): XmlNode | undefined => childrenOf(node, name)[0];

/** Text of a child; undefined when there is none. */
export const textOf = (node: XmlNode, name: string): string | undefined => childOf(node, name)?.text;

/** Refuses a document with elements that nothing here reads: what is not understood is not obeyed. */
export const expectOnly = (node: XmlNode, names: readonly string[]): void => {
  const strange = node.children.find((child) => !names.includes(child.name));
  if (strange)
    throw refusal("NotImplemented", `<${strange.name}> in <${node.name}> is not imitated by the embedded cloud`);
};
