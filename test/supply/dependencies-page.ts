import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../tidy/sources.ts";

/** A row of docs/dependencies.md. */
export interface ArguedDependency {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly why: string;
}

/** Rows `| name | version | licence | released | MB | what for | why not own code |`, the name in backquotes. */
export const arguedDependencies = (): readonly ArguedDependency[] => {
  const page = readFileSync(join(root, "docs/dependencies.md"), "utf8");
  return [...page.matchAll(/^\| `([^`]+)` \|(.*)\|$/gm)].map(([, name = "", rest = ""]) => {
    const [version = "", licence = "", , , ...words] = rest.split("|").map((cell) => cell.trim());
    return { name, version, licence, why: words.join(" ") };
  });
};
