/** A piece of a line of Markdown. */
export type Span =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong" | "em" | "del"; readonly spans: readonly Span[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "link"; readonly href: string; readonly spans: readonly Span[] }
  | { readonly kind: "break" };

/** Longest first: `**` is not two `*`. */
const MARKERS = [
  ["**", "strong"],
  ["__", "strong"],
  ["~~", "del"],
  ["*", "em"],
  ["_", "em"],
] as const;
/** Deeper nesting is shown as it is written. */
const DEPTH_MAX = 8;
/** What is marked ends within so many letters; looking further would make a page of stray stars slow to read. */
const SPAN_MAX = 1_000;

/** `length` is how much of the text was used. */
interface Found {
  readonly span: Span;
  readonly length: number;
}

/** Reads one paragraph's text. What is no Markdown is text: nothing is ever dropped. */
export const readInline = (text: string, depth = 0): readonly Span[] => {
  const spans: Span[] = [];
  let plain = "";
  const flush = (): void => {
    if (plain) spans.push({ kind: "text", text: plain });
    plain = "";
  };
  for (let at = 0; at < text.length; ) {
    const escaped = /^\\[!-/:-@[-`{-~]/.test(text.slice(at, at + 2));
    const found = escaped || depth > DEPTH_MAX ? undefined : readSpan(text, at, depth);
    if (found) {
      flush();
      spans.push(found.span);
      at += found.length;
    } else {
      plain += escaped ? text.charAt(at + 1) : text.charAt(at);
      at += escaped ? 2 : 1;
    }
  }
  flush();
  return spans;
};

const readSpan = (text: string, at: number, depth: number): Found | undefined => {
  switch (text.charAt(at)) {
    case "`":
      return readCode(text, at);
    case "!":
      return text.charAt(at + 1) === "[" ? readLink(text, at + 1, depth) : undefined;
    case "[":
      return readLink(text, at, depth);
    case "<":
      return readAddress(text, at);
    case " ":
    case "\\": {
      const lineEnd = /^(?: {2,}|\\)\n/.exec(text.slice(at, at + 80));
      return lineEnd ? { span: { kind: "break" }, length: lineEnd[0].length } : undefined;
    }
    case "*":
    case "_":
    case "~":
      return readEmphasis(text, at, depth);
    default:
      return undefined;
  }
};

const readCode = (text: string, at: number): Found | undefined => {
  const ticks = /^`+/.exec(text.slice(at, at + 20))?.[0] ?? "`";
  const end = text.indexOf(ticks, at + ticks.length);
  if (end === -1) return undefined;
  const inner = text.slice(at + ticks.length, end);
  return { span: { kind: "code", text: inner.trim() || inner }, length: end + ticks.length - at };
};

/** `[words](address)`. A picture is its description: nothing is fetched from elsewhere. */
const readLink = (text: string, at: number, depth: number): Found | undefined => {
  const close = closingBracket(text, at);
  if (close === -1 || text.charAt(close + 1) !== "(") return undefined;
  const address = /^\(\s*<?([^\s<>()]*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/.exec(text.slice(close + 1, close + 2050));
  if (!address) return undefined;
  const isPicture = text.charAt(at - 1) === "!" && at > 0;
  const spans = readInline(text.slice(at + 1, close), depth + 1);
  const length = close + 1 + address[0].length - at;
  return isPicture
    ? { span: { kind: "text", text: `[${text.slice(at + 1, close)}]` }, length: length + 1 }
    : { span: { kind: "link", href: address[1] ?? "", spans }, length };
};

const closingBracket = (text: string, at: number): number => {
  let open = 0;
  for (let index = at; index < Math.min(text.length, at + SPAN_MAX); index++) {
    const letter = text.charAt(index);
    if (letter === "\\") index++;
    else if (letter === "[") open++;
    else if (letter === "]" && --open === 0) return index;
  }
  return -1;
};

const readAddress = (text: string, at: number): Found | undefined => {
  const found = /^<(https?:\/\/[^\s<>]+)>/.exec(text.slice(at, at + 2050));
  const href = found?.[1];
  if (!found || !href) return undefined;
  return { span: { kind: "link", href, spans: [{ kind: "text", text: href }] }, length: found[0].length };
};

const isSpace = (letter: string): boolean => letter === "" || /\s/.test(letter);
const isWord = (letter: string): boolean => /[\p{L}\p{N}]/u.test(letter);

const readEmphasis = (text: string, at: number, depth: number): Found | undefined => {
  for (const [marker, kind] of MARKERS) {
    if (!text.startsWith(marker, at) || isSpace(text.charAt(at + marker.length))) continue;
    // Within a word an underscore is a letter: snake_case_names stay whole.
    if (marker.startsWith("_") && isWord(text.charAt(at - 1))) continue;
    const end = closingMarker(text, at + marker.length, marker);
    if (end === -1) continue;
    const spans = readInline(text.slice(at + marker.length, end), depth + 1);
    return { span: { kind, spans }, length: end + marker.length - at };
  }
  return undefined;
};

const closingMarker = (text: string, from: number, marker: string): number => {
  for (let end = text.indexOf(marker, from + 1); end !== -1; end = text.indexOf(marker, end + 1)) {
    if (end - from > SPAN_MAX) return -1;
    const letter = marker.charAt(0);
    const isLonger = marker.length === 1 && (text.charAt(end + 1) === letter || text.charAt(end - 1) === letter);
    const isInWord = letter === "_" && isWord(text.charAt(end + marker.length));
    if (!isSpace(text.charAt(end - 1)) && text.charAt(end - 1) !== "\\" && !isLonger && !isInWord) return end;
    if (isLonger) end++;
  }
  return -1;
};
