import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** A file of the repository, by its path from the root with `/`. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** A rule looks at one file and says what is wrong with it and what to do instead; nothing when all is well. */
export interface Rule {
  readonly name: string;
  readonly findings: (source: Source) => readonly string[];
}

export const root = join(import.meta.dirname, "../..");

/** Made by a build or a run, or not ours. */
const LEFT_OUT = new Set(["node_modules", "dist", "cdk.out", "out", ".git", ".labelloop", "coverage"]);
const TEXT =
  /\.(ts|tsx|mjs|js|json|css|html|md|yml|yaml|sh|csv|txt|svg|webmanifest)$|^(\.npmrc|\.gitignore|LICENSE)$|\/run$/;

const walk = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : walk(path);
    return entry.isFile() ? [path] : [];
  });

export const sourcesUnderRoot = (): readonly Source[] =>
  walk(root)
    .map((path) => relative(root, path).split(sep).join("/"))
    .filter((path) => TEXT.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

export const isCode = ({ path }: Source): boolean => /\.tsx?$/.test(path) && !path.endsWith(".d.ts");
export const folderOf = (path: string): string => path.split("/")[0] ?? "";

/** The text with comments blanked out, lines kept: what a word in a comment says is nobody's call. */
export const withoutComments = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "))
    .replace(/(^|[\s;{}(),])\/\/.*$/gm, (_, before: string) => before);

/** Line number of a place in a text, from 1. */
export const lineAt = (text: string, index: number): number => text.slice(0, index).split("\n").length;
