import { PAYOUT_MICROS_MAX } from "../../core/my-work/payout.ts";

/** A typed amount in millionths, digit by digit and never by a division; undefined for what is no amount above 0. */
export const microsOf = (typed: string): number | undefined => {
  const found = /^(\d{1,9})(?:[.,](\d{1,6}))?$/.exec(typed.trim().replaceAll(/[\s']/g, ""));
  if (!found) return undefined;
  const [, whole = "", part = ""] = found;
  const micros = Number(`${whole}${part.padEnd(6, "0")}`);
  return micros > 0 && micros <= PAYOUT_MICROS_MAX ? micros : undefined;
};

/** The day of the calendar where she sits, `yyyy-mm-dd`. */
export const localDay = (atMs: number): string => {
  const at = new Date(atMs);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
};

/** Millionths as one types them: 1250500000 is 1250.5. */
export const typedAmount = (micros: number): string => {
  const digits = String(Math.max(0, micros)).padStart(7, "0");
  const part = digits.slice(-6).replace(/0+$/, "");
  return part ? `${digits.slice(0, -6)}.${part}` : digits.slice(0, -6);
};
