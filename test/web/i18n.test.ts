import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PAGE_LANGUAGES } from "../../core/localized.ts";

const folder = new URL("../../web/i18n/", import.meta.url);
type Message = string | Record<string, string>;
const read = (name: string): Record<string, Message> => JSON.parse(readFileSync(new URL(name, folder), "utf8"));

const areas = readdirSync(folder)
  .filter((name) => /^en(\.\w+)?\.json$/.test(name))
  .map((name) => name.slice("en".length));
const others = PAGE_LANGUAGES.filter((language) => language !== "en");
const formsOf = (message: Message): readonly string[] =>
  typeof message === "string" ? [message] : Object.values(message);
const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

const root = new URL("../../web/", import.meta.url);
const code = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(new URL(name, root), "utf8"))
  .join("\n");
/** Spelled out, or made of a part that is: `problem.${code}`. */
const isUsed = (key: string): boolean =>
  code.includes(`"${key}"`) ||
  key.split(".").some((_, at, parts) => at > 0 && code.includes(`\`${parts.slice(0, at).join(".")}.\${`));

describe.each(areas)("texts of en%s", (area) => {
  const english = read(`en${area}`);

  test.each(others)("exist in %s, key for key", (language) => {
    expect(Object.keys(read(language + area)).sort()).toEqual(Object.keys(english).sort());
  });

  test.each(others)("leave out nothing that is filled in, in %s", (language) => {
    const translated = read(language + area);
    for (const [key, message] of Object.entries(english)) {
      const wanted = new Set(formsOf(message).flatMap(placeholders));
      for (const form of formsOf(translated[key] ?? "")) {
        // A form for exactly one may leave the number out: "one answer".
        const given = new Set([...placeholders(form), ...(typeof message === "string" ? [] : ["count"])]);
        expect([...given].sort(), `${language}${area} ${key}`).toEqual(
          [...new Set([...wanted, ...(typeof message === "string" ? [] : ["count"])])].sort(),
        );
      }
    }
  });

  test.each(PAGE_LANGUAGES)("have a form for every number in %s", (language) => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.slice().sort();
    for (const [key, message] of Object.entries(read(language + area))) {
      if (typeof message === "string") continue;
      expect(Object.keys(message).sort(), `${language}${area} ${key}`).toEqual(categories);
    }
  });

  test("tell none from one in hi, where one form serves both", () => {
    for (const [key, message] of Object.entries(read(`hi${area}`))) {
      if (typeof message === "string" || !message["other"]?.includes("{count}")) continue;
      expect(message["one"], `hi${area} ${key}`).toContain("{count}");
    }
  });

  test("are all shown somewhere", () => {
    expect(Object.keys(english).filter((key) => !isUsed(key))).toEqual([]);
  });

  test.each(PAGE_LANGUAGES)("are never empty in %s", (language) => {
    for (const [key, message] of Object.entries(read(language + area))) {
      for (const form of formsOf(message)) expect(form.trim(), `${language}${area} ${key}`).not.toBe("");
    }
  });
});
