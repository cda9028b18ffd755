import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { expect, test } from "vitest";
import { importsOf } from "../tidy/imports.ts";
import { isCode, withoutComments } from "../tidy/sources.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const AREAS = [...read("web/i18n/catalogue.ts").matchAll(/^ {2}(\w+): \{ en:/gm)].map(([, area = ""]) => area);
const areaOf = new Map(
  AREAS.flatMap((area) => {
    const file = area === "shell" ? "en.json" : `en.${area}.json`;
    return Object.keys(JSON.parse(read(`web/i18n/${file}`))).map((key) => [key, area] as const);
  }),
);

/** Keys that the code of a file names: whole, or by how they begin where the rest is filled in. */
const keysIn = (code: string): readonly string[] => {
  const whole = [...code.matchAll(/"([\w.-]+)"/g)].flatMap(([, key = ""]) => (areaOf.has(key) ? [key] : []));
  const begun = [...code.matchAll(/`([\w-]+\.[\w.-]*)\$\{/g)].flatMap(([, start = ""]) =>
    [...areaOf.keys()].filter((key) => key.startsWith(start)).slice(0, 1),
  );
  return [...whole, ...begun];
};

const codeOf = (path: string): string => withoutComments(read(path));
const listIn = (text: string): readonly string[] => [...text.matchAll(/"(\w+)"/g)].map(([, area = ""]) => area);

interface Late {
  readonly path: string;
  readonly areas: readonly string[];
}
const LAZY = /import\("([^"]+\.tsx?)"\)(?:\)?,\s*(?:areas: |needAreas\()?(\[[^\]]*\]|[A-Z]+))?/g;

/** What a file fetches when it is wanted, with the texts that it fetches beside it. */
const lateOf = (path: string): readonly Late[] => {
  const code = codeOf(path);
  const named = (name: string): string => new RegExp(`const ${name}[^=]*= (\\[[^\\]]*\\])`).exec(code)?.[1] ?? "";
  return [...code.matchAll(LAZY)].map(([, target = "", areas = ""]) => ({
    path: join(dirname(path), target),
    areas: listIn(areas.startsWith("[") ? areas : named(areas)),
  }));
};

/** All files that come with this one. */
const comesWith = (path: string, found = new Set<string>()): ReadonlySet<string> => {
  if (found.has(path) || !isCode({ path, text: "" }) || !path.startsWith("web/") || !existsSync(path)) return found;
  found.add(path);
  const late = new Set(lateOf(path).map((one) => one.path));
  for (const { own, typesOnly, target } of importsOf({ path, text: read(path) }))
    if (own && !typesOnly && !late.has(target)) comesWith(target, found);
  return found;
};

const missingFrom = (path: string, areas: ReadonlySet<string>, seen = new Set<string>()): readonly string[] => {
  const files = [...comesWith(path)].filter((file) => !seen.has(file));
  for (const file of files) seen.add(file);
  return files.flatMap((file) => [
    ...keysIn(codeOf(file))
      .filter((key) => !areas.has(areaOf.get(key) ?? ""))
      .map((key) => `${path} draws with ${key} of ${file} and has not fetched "${areaOf.get(key)}"`),
    ...lateOf(file).flatMap((late) => missingFrom(late.path, new Set([...areas, ...late.areas]), new Set(seen))),
  ]);
};

test("every screen has fetched the texts that it draws with, also when it is the first that is opened", () => {
  expect(AREAS).toContain("manage");
  expect(comesWith("web/main.tsx").size).toBeGreaterThan(20);
  expect([...new Set(missingFrom("web/main.tsx", new Set(["shell"])))]).toEqual([]);
});
