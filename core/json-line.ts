/** Deeper is refused before it is parsed: no request, answer or line of a manifest nests deeper than 12. */
const DEPTH_MAX = 32;
/** What is wrong with each part is found out one by one, and a list of reasons takes more memory than the parts. */
const LIST_MAX = 250_000;
const NAMES_MAX = 2_000;

/**
 * JSON as we take it from strangers: no name twice in an object (parsers silently keep one of them), not nested too deep,
 * every number one that can be kept as it was written, no half letters. `__proto__` is a name like any other: it is never
 * assigned, only defined.
 */
export const parseJson = (text: string): { readonly value: unknown } | { readonly reason: string } => {
  const reason = whatIsWrong(text);
  if (reason) return { reason };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: "it is not JSON" };
  }
  return HALF_LETTER.test(text) && !isWellFormed(value)
    ? { reason: "it has half a letter, which is no text" }
    : { value };
};

/** The same, of which only an object will do. */
export const parseObject = (
  text: string,
): { readonly object: Readonly<Record<string, unknown>> } | { readonly reason: string } => {
  const parsed = parseJson(text);
  if ("reason" in parsed) return parsed;
  const { value } = parsed;
  if (value === null || typeof value !== "object" || Array.isArray(value)) return { reason: "it is not a JSON object" };
  return { object: value as Readonly<Record<string, unknown>> };
};

/** Only where one is spelled out, or stands as such, need the values be looked at. */
const HALF_LETTER = /\\u[dD][89a-fA-F]|\p{Cs}/u;

const isWellFormed = (value: unknown): boolean => {
  if (typeof value === "string") return value.isWellFormed();
  if (value === null || typeof value !== "object") return true;
  return Object.entries(value).every(([name, one]) => name.isWellFormed() && isWellFormed(one));
};

/** An object or a list that is not closed yet. */
interface Open {
  /** Of an object; nothing for a list. */
  readonly names: Set<string> | undefined;
  parts: number;
}

/** Walks the brackets and strings of a text that may not even be JSON: what is wrong beyond that, JSON.parse says. */
const whatIsWrong = (text: string): string | undefined => {
  const open: Open[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    const inside = open.at(-1);
    if (unit === "{" || unit === "[") {
      const names = unit === "{" ? new Set<string>() : undefined;
      if (open.push({ names, parts: 1 }) > DEPTH_MAX) return `it is nested deeper than ${DEPTH_MAX}`;
    } else if (unit === "}" || unit === "]") open.pop();
    else if (unit === ",") {
      if (!inside) continue;
      inside.parts += 1;
      if (inside.parts > LIST_MAX) return `a list in it has more than ${LIST_MAX} parts`;
      if (inside.names && inside.parts > NAMES_MAX) return `an object in it has more than ${NAMES_MAX} names`;
    } else if (unit === '"') {
      const end = endOfString(text, at);
      if (inside?.names && isName(text, end)) {
        const name = unescaped(text.slice(at, end));
        if (name !== undefined && inside.names.has(name)) return `it has ${name.slice(0, 40)} twice`;
        if (name !== undefined) inside.names.add(name);
      }
      at = end - 1;
    } else if (unit !== undefined && "-0123456789".includes(unit)) {
      NUMBER.lastIndex = at;
      const written = NUMBER.exec(text)?.[0] ?? "0";
      if (!Number.isFinite(Number(written))) return "a number in it is too large";
      if (losesDigits(written)) return `the number ${written.slice(0, 40)} would lose digits: put it in quotes`;
      at += written.length - 1;
    }
  }
  return undefined;
};

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** A number with a point is an approximation and known as one; a whole one is a name or a count, and is written on as it came. */
const losesDigits = (written: string): boolean =>
  written.length > 15 && /^-?\d+$/.test(written) && String(Number(written)) !== written;

/** Just behind the closing quote. */
const endOfString = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
};

const isName = (text: string, end: number): boolean => {
  let at = end;
  while (" \t\r\n".includes(text[at] ?? "x")) at++;
  return text[at] === ":";
};

/** Two spellings of one name are one name. */
const unescaped = (quoted: string): string | undefined => {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
};
