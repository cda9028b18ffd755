import { signal } from "@preact/signals";
import type { PageLanguage } from "../../core/localized.ts";
import type annotate from "./en.annotate.json";
import type home from "./en.home.json";
import type shell from "./en.json";
import type manage from "./en.manage.json";
import type mine from "./en.mine.json";
import type more from "./en.more.json";
import type pay from "./en.pay.json";
import type proposals from "./en.proposals.json";
import type questions from "./en.questions.json";
import type say from "./en.say.json";
import type sheets from "./en.sheets.json";
import type start from "./en.start.json";
import type voice from "./en.voice.json";
import { switchTo } from "./language.ts";

/** One text; or its forms by plural category (Intl.PluralRules), chosen by `count`. */
export type Message = string | Readonly<Record<string, string>>;
type Catalogue = Readonly<Record<string, Message>>;

/** Every key there is, from the English files. An area is a file of texts that travels with its screens. */
export type Key =
  | keyof typeof shell
  | keyof typeof annotate
  | keyof typeof home
  | keyof typeof start
  | keyof typeof sheets
  | keyof typeof more
  | keyof typeof say
  | keyof typeof voice
  | keyof typeof manage
  | keyof typeof mine
  | keyof typeof pay
  | keyof typeof proposals
  | keyof typeof questions;

type Load = () => Promise<{ readonly default: Catalogue }>;
const FILES = {
  shell: { en: () => import("./en.json"), hi: () => import("./hi.json") },
  annotate: { en: () => import("./en.annotate.json"), hi: () => import("./hi.annotate.json") },
  home: { en: () => import("./en.home.json"), hi: () => import("./hi.home.json") },
  start: { en: () => import("./en.start.json"), hi: () => import("./hi.start.json") },
  more: { en: () => import("./en.more.json"), hi: () => import("./hi.more.json") },
  sheets: { en: () => import("./en.sheets.json"), hi: () => import("./hi.sheets.json") },
  say: { en: () => import("./en.say.json"), hi: () => import("./hi.say.json") },
  voice: { en: () => import("./en.voice.json"), hi: () => import("./hi.voice.json") },
  manage: { en: () => import("./en.manage.json"), hi: () => import("./hi.manage.json") },
  mine: { en: () => import("./en.mine.json"), hi: () => import("./hi.mine.json") },
  pay: { en: () => import("./en.pay.json"), hi: () => import("./hi.pay.json") },
  proposals: { en: () => import("./en.proposals.json"), hi: () => import("./hi.proposals.json") },
  questions: { en: () => import("./en.questions.json"), hi: () => import("./hi.questions.json") },
} satisfies Record<string, Record<PageLanguage, Load>>;
export type Area = keyof typeof FILES;

const texts = signal<Catalogue>({});
const loaded = new Set<Area>();
let current: PageLanguage | undefined;

const fetchArea = async (area: Area, language: PageLanguage): Promise<Catalogue> =>
  (await FILES[area][language]()).default;

/** Has the texts of `areas` at hand, in the language of now. */
export const needAreas = async (areas: readonly Area[]): Promise<void> => {
  const wanted = current;
  if (!wanted) return;
  const missing = areas.filter((area) => !loaded.has(area));
  const found = await Promise.all(missing.map((area) => fetchArea(area, wanted)));
  // The language was changed meanwhile: that change loaded these areas too, or did not know of them yet.
  if (current !== wanted) return needAreas(areas);
  for (const area of missing) loaded.add(area);
  if (missing.length > 0) texts.value = Object.assign({}, texts.value, ...found);
};

/** Loads what is shown now in another language, then switches in one step. */
export const changeLanguage = async (to: PageLanguage): Promise<void> => {
  const areas: readonly Area[] = [...new Set<Area>(["shell", ...loaded])];
  const found = await Promise.all(areas.map((area) => fetchArea(area, to)));
  for (const area of areas) loaded.add(area);
  current = to;
  texts.value = Object.assign({}, ...found);
  switchTo(to);
};

export const messageOf = (key: Key): Message | undefined => texts.value[key];
