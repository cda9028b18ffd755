import type { Source } from "./sources.ts";

/** `store.function`, as docs/data-model.md writes it in the second column of its access patterns. */
export type StoreFunction = string;

/** A store is an exported function in lambdas/store that takes (a part of) Deps and gives an object of functions. */
const STORE = /^export const (\w+) = \(\{?[^)]*\}?: (?:Pick<Deps, [^>]*>|Deps)\) => (?:\{|\(\{)$/gm;

/** Every function of every store, as `projects.find`. */
export const storeFunctions = (sources: readonly Source[]): readonly StoreFunction[] =>
  sources
    .filter(({ path }) => /^lambdas\/store\/[a-z-]+\.ts$/.test(path))
    .flatMap(({ text }) =>
      [...text.matchAll(STORE)].flatMap((found) => {
        const body = text.slice(found.index + found[0].length);
        const end = body.search(/^\}\)?;$/m);
        return membersOf(found[0].endsWith("({") ? `\n${body.slice(0, end)}` : returnedBy(body.slice(0, end))).map(
          (member) => `${found[1]}.${member}`,
        );
      }),
    )
    .sort();

/** What stands in `return { … };` at the store's own depth, one level less indented. */
const returnedBy = (body: string): string => {
  const at = body.lastIndexOf("\n  return {");
  return body
    .slice(at + "\n  return {".length)
    .split("\n")
    .map((line) => line.replace(/^ {2}/, ""))
    .join("\n");
};

/** Methods, properties and shorthands at the first level of an object literal. */
const membersOf = (object: string): readonly string[] =>
  [...object.matchAll(/\n {2}(?:async )?\*?(\w+)(?:[(<:]|,$)/gm)].map(([, name = ""]) => name);

/** Functions that the table of access patterns lists. */
export const documentedFunctions = (dataModel: string): readonly StoreFunction[] => {
  const table = dataModel.split(/^## Access patterns$/m)[1]?.split(/^## /m)[0] ?? "";
  return [...table.matchAll(/^\|[^|]*\|([^|]*)\|/gm)]
    .flatMap(([, cell = ""]) => [...cell.matchAll(/`(\w+\.\w+)`/g)].map(([, name = ""]) => name))
    .sort();
};
