import { date, t } from "../i18n/t.ts";

/** A day of the calendar, `yyyy-mm-dd`, as it is written: it has no time zone of its own. */
export const dayWords = (day: string): string =>
  date(Date.parse(`${day}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" });

/** `yyyy-mm` */
export const monthWords = (month: string): string =>
  date(Date.parse(`${month}-01T00:00:00Z`), { month: "long", year: "numeric", timeZone: "UTC" });

/** From one day to another; one day where they are the same. */
export const spanWords = (first: string, last: string): string =>
  first === last ? dayWords(first) : t("mine.became.span", { first: dayWords(first), last: dayWords(last) });
