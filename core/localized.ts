/** Languages of the page. Names in an ontology may be in any BCP 47 language. */
export const PAGE_LANGUAGES = ["en", "hi"] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** One text in several languages, by BCP 47 tag; at least one entry. */
export type Localized = Readonly<Record<string, string>>;

/** The text in the wanted language, else in English, else in the first language by tag. Empty only when nothing is given. */
export const inLanguage = (text: Localized, language: string): string =>
  text[language] ?? text["en"] ?? text[Object.keys(text).sort()[0] ?? ""] ?? "";
