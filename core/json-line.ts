/** Deeper is refused before it is parsed. */
const DEPTH_MAX = 32;

/**
 * JSON as we take it from strangers: an object, no name twice in it (parsers silently keep one of them), not nested too
 * deep, every number finite. `__proto__` is a name like any other: it is never assigned, only defined.
 */
export const parseObject = (
  text: string,
): { readonly object: Readonly<Record<string, unknown>> } | { readonly reason: string } => {
  const reason = whatIsWrong(text);
  if (reason) return { reason };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { reason: "it is not JSON" };
  }
  if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed)) {
    return { reason: "it is not a JSON object" };
  }
  if (!isFiniteThroughout(parsed)) return { reason: "a number in it is too large" };
  return { object: parsed as Readonly<Record<string, unknown>> };
};

const isFiniteThroughout = (value: unknown): boolean => {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || typeof value !== "object" || Object.values(value).every(isFiniteThroughout);
};

/** Walks the brackets and strings of a text that may not even be JSON: what is wrong beyond that, JSON.parse says. */
const whatIsWrong = (text: string): string | undefined => {
  // A set of names for each object that is open, nothing for an array.
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    if (unit === "{" || unit === "[") {
      if (open.push(unit === "{" ? new Set() : undefined) > DEPTH_MAX) return `it is nested deeper than ${DEPTH_MAX}`;
    } else if (unit === "}" || unit === "]") open.pop();
    else if (unit === '"') {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (names && isName(text, end)) {
        const name = unescaped(text.slice(at, end));
        if (name !== undefined && names.has(name)) return `it has ${name.slice(0, 40)} twice`;
        if (name !== undefined) names.add(name);
      }
      at = end - 1;
    }
  }
  return undefined;
};

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
