import type { Localized } from "../../localized.ts";

/** A text in all its languages, each under its tag, in the order of the tags. */
export const inEachLanguage = (text: Localized, shown: (words: string) => string): string =>
  Object.keys(text)
    .sort()
    .map((language) => `\`${language}\`\n\n${shown(text[language] ?? "")}`)
    .join("\n\n");

/** The same in one line. */
export const inOneLine = (text: Localized, shown: (words: string) => string): string =>
  Object.keys(text)
    .sort()
    .map((language) => `${shown(text[language] ?? "")} (${language})`)
    .join("; ");
