import { type ReadonlySignal, signal } from "@preact/signals";
import { PAGE_LANGUAGES, type PageLanguage } from "../../core/localized.ts";

const KEY = "labelloop.language";
/** Of the profile of who was here last: she comes back to it at any address, and it binds nobody after her. */
const PROFILE_KEY = "labelloop.language.profile";
const chosen = signal<PageLanguage>("en");

/** The page's language now. Reading it in a component redraws that component when it changes. */
export const language: ReadonlySignal<PageLanguage> = chosen;

/** How each language names itself. */
export const OWN_NAMES: Readonly<Record<PageLanguage, string>> = { en: "English", hi: "हिन्दी" };

/** BCP 47 tags for numbers and dates: both are read in India, where 1234567 is written 12,34,567. */
export const LOCALES: Readonly<Record<PageLanguage, string>> = { en: "en-IN", hi: "hi-IN" };

const isPageLanguage = (text: string): text is PageLanguage => PAGE_LANGUAGES.some((one) => one === text);

/** What she chose on this device; else her profile's; else the first of the browser that the page speaks; else English. */
export const preferredLanguage = (storage: Storage, browser: readonly string[]): PageLanguage => {
  const kept = [KEY, PROFILE_KEY].map((key) => storage.getItem(key) ?? "").find(isPageLanguage);
  if (kept) return kept;
  return browser.map((tag) => tag.split("-")[0] ?? "").find(isPageLanguage) ?? "en";
};

/** True once somebody chose a language on this device: then the profile's language does not override it. */
export const isChosen = (storage: Storage): boolean => isPageLanguage(storage.getItem(KEY) ?? "");

export const keepLanguage = (storage: Storage, to: PageLanguage): void => storage.setItem(KEY, to);

export const keepProfileLanguage = (storage: Storage, to: PageLanguage): void => storage.setItem(PROFILE_KEY, to);

/** Called by catalogues once the texts are there, so that no half-translated page is ever drawn. */
export const switchTo = (to: PageLanguage): void => {
  chosen.value = to;
};
