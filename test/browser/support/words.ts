import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../../../web/i18n/", import.meta.url);
type Message = string | Readonly<Record<string, string>>;
type Vars = Readonly<Record<string, string | number>>;

/** What the page says in a language, by key: tests look for what a person would, and follow the texts when they change. */
export type Words = (key: string, vars?: Vars) => string;

const read = (name: string): Readonly<Record<string, Message>> =>
  JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Readonly<Record<string, Message>>;

export const wordsOf = (language: "en" | "hi"): Words => {
  const all = Object.assign(
    {},
    ...readdirSync(folder)
      .filter((name) => new RegExp(`^${language}(\\.\\w+)?\\.json$`).test(name))
      .map(read),
  ) as Record<string, Message>;
  const rules = new Intl.PluralRules(language);
  return (key, vars = {}) => {
    const message = all[key];
    if (message === undefined) throw new Error(`the page has no text ${key}`);
    const text = typeof message === "string" ? message : message[rules.select(Number(vars["count"]))];
    return (text ?? "").replace(/\{(\w+)\}/g, (_, name: string) => String(vars[name]));
  };
};
