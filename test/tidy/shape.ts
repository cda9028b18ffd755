import { isCode, lineAt, type Rule, type Source } from "./sources.ts";

export const LINES_MAX = 400;
/** Above this a file must be worth it. */
export const LINES_ASK = 250;
export const LINES_MEDIAN_MAX = 100;

export const linesOf = ({ text }: Source): number => text.split("\n").length - (text.endsWith("\n") ? 1 : 0);

export const sizeRule: Rule = {
  name: "no file is too long to read",
  findings: (source) =>
    /\.(tsx?|css|mjs)$/.test(source.path) && linesOf(source) > LINES_MAX
      ? [`${linesOf(source)} lines: one idea a file, at most ${LINES_MAX}`]
      : [],
};

const VAGUE = /^(?:.*-)?(?:utils?|helpers?|common|misc|manager|info|data|worker|job)$/i;
/** `worker` is the platform's word for a thread that is ours to run; everybody who labels is an annotator. */
const PLATFORM_WORDS = /^(?:web\/service-worker|local\/functions\/worker|web\/.*-worker)\./;
const EXEMPT = /^docs\/data-model\.md$/;

export const nameRule: Rule = {
  name: "a file is named after its idea",
  findings: ({ path }) => {
    if (PLATFORM_WORDS.test(path) || EXEMPT.test(path)) return [];
    const names = path.split("/").map((name) => name.replace(/\.(?:test|config)?\.?[a-z]+$/, ""));
    return names.filter((name) => VAGUE.test(name)).map((name) => `"${name}" says nothing: name the idea in it`);
  },
};

const EXPORT = /^export (?:const|class|interface|(?:async )?function\*?) ?(\w+)/gm;
/** An export of so many lines explains itself. */
const EVIDENT_LINES = 8;
/** Every store reads and writes its rows by a pair of these. */
const ROW_PAIR = /(?:From|To)Row$/;

/**
 * In core and in the stores a stranger meets every export: a function that is longer than a glance has a doc comment
 * above it, an interface there or at one of its members at least. Tables of values speak for themselves.
 */
export const docRule: Rule = {
  name: "what a stranger meets is explained",
  findings: (source) => {
    const { path, text } = source;
    if (!isCode(source) || !/^(?:core|lambdas\/store)\//.test(path)) return [];
    return [...text.matchAll(EXPORT)].flatMap((found) => {
      const before = text.slice(0, found.index).trimEnd();
      const block = blockAt(text, found.index);
      const isExplained =
        before.endsWith("*/") ||
        block.split("\n").length <= EVIDENT_LINES ||
        ROW_PAIR.test(found[1] ?? "") ||
        (found[0].includes("const") && !block.includes("=>")) ||
        (found[0].includes("interface") && block.includes("/**"));
      return isExplained ? [] : [`line ${lineAt(text, found.index)}: say what ${found[1]} is for`];
    });
  },
};

/** From here to the line that ends the statement: the first that begins with a closing bracket, or is blank. */
const blockAt = (text: string, from: number): string => {
  const rest = text.slice(from);
  const end = /\n(?:[)}\]].*(?:;|\{)?\n(?!\s|[)}\]])|\n)/.exec(rest);
  return end ? rest.slice(0, end.index + 1) : rest;
};
