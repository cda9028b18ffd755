import { type Key, messageOf } from "./catalogue.ts";
import { LOCALES, language } from "./language.ts";

export type Vars = Readonly<Record<string, string | number>>;

const made = new Map<string, unknown>();
/** Intl objects are slow to make and many are asked for: one for each kind, language and options. */
const once = <Made>(key: string, make: () => Made): Made => {
  const found = made.get(key);
  if (found !== undefined) return found as Made;
  const fresh = make();
  made.set(key, fresh);
  return fresh;
};

const locale = (): string => LOCALES[language.value];

/**
 * The text of `key` in the language of now. `{name}` is filled from `vars`; numbers are written as the language writes
 * them; a text with plural forms is chosen by `count`. A key without a text shows itself, so that nothing is blank.
 */
export const t = (key: Key, vars: Vars = {}): string => {
  const message = messageOf(key);
  if (message === undefined) return key;
  const text = typeof message === "string" ? message : formOf(message, Number(vars["count"] ?? 0));
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = vars[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? number(value) : value;
  });
};

const formOf = (forms: Readonly<Record<string, string>>, count: number): string => {
  const rules = once(`plural ${locale()}`, () => new Intl.PluralRules(locale()));
  return forms[rules.select(count)] ?? forms["other"] ?? "";
};

export const number = (value: number, options: Intl.NumberFormatOptions = {}): string =>
  numberFormat(options).format(value);

const numberFormat = (options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  once(`number ${locale()} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale(), options));

export const percent = (share: number): string => number(share, { style: "percent", maximumFractionDigits: 0 });

/**
 * An amount in millionths of the currency's unit, as people write it: ₹12,34,567.50. Goes through its decimal digits, for
 * a division would round: what is shown is what is owed, to the millionth.
 */
export const money = (amountMicros: number, currency: string): string => {
  const options = { style: "currency", currency, maximumFractionDigits: 6, minimumFractionDigits: 2 } as const;
  const digits = String(Math.abs(amountMicros)).padStart(7, "0");
  const exact = `${amountMicros < 0 ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`;
  return numberFormat(options).format(exact as `${number}`);
};

export const date = (atMs: number, options: Intl.DateTimeFormatOptions = { dateStyle: "medium" }): string =>
  once(`date ${locale()} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale(), options)).format(atMs);

/** `a, b and c` in the language of now; `a, b or c` as a disjunction. */
export const list = (parts: readonly string[], type: "conjunction" | "disjunction" = "conjunction"): string =>
  once(`list ${locale()} ${type}`, () => new Intl.ListFormat(locale(), { type })).format(parts);

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;
/** "in 3 days", "5 minutes ago": the largest unit that fits. */
export const relative = (atMs: number, nowMs: number): string => {
  const format = once(`relative ${locale()}`, () => new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }));
  const apartMs = atMs - nowMs;
  const [unit, ms] = UNITS.find(([, size]) => Math.abs(apartMs) >= size) ?? UNITS[2];
  return format.format(Math.round(apartMs / ms), unit);
};
