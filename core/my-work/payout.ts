import type { AnnotatorId, ProjectId } from "../ids.ts";

/**
 * A vendor's word that somebody was paid, outside of here. Append-only: it is told once and never changed. Like all that
 * pays, this imports nothing of consensus, gold or skills (I10).
 */
export interface Payout {
  /** A ULID, made by the page: the same one again is the same payout again. */
  readonly payoutId: string;
  readonly projectId: ProjectId;
  readonly personId: AnnotatorId;
  /** Millionths of the currency's unit; above 0. */
  readonly amountMicros: number;
  /** ISO 4217. */
  readonly currency: string;
  /** `yyyy-mm-dd`, as the vendor says it. */
  readonly paidOn: string;
  /** Such as the number of a transfer. */
  readonly note?: string;
  readonly recordedAtMs: number;
}

/** A hundred million units in one payout: sums of a whole life of them stay exact. */
export const PAYOUT_MICROS_MAX = 100_000_000_000_000;
const DAY_MS = 86_400_000;

/** Whether a text is a day of the calendar, `yyyy-mm-dd`: 2026-02-30 is none. */
export const isDay = (text: string): boolean => {
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isFinite(atMs) && new Date(atMs).toISOString().startsWith(text);
};

/** Whether a day may have begun somewhere on earth: clocks there are up to 14 hours ahead of UTC. */
export const hasBegun = (day: string, nowMs: number): boolean => Date.parse(`${day}T00:00:00Z`) <= nowMs + DAY_MS;

/** Whether two say the same, whenever they were told. */
export const isSamePayout = (a: Payout, b: Payout): boolean =>
  a.payoutId === b.payoutId &&
  a.projectId === b.projectId &&
  a.personId === b.personId &&
  a.amountMicros === b.amountMicros &&
  a.currency === b.currency &&
  a.paidOn === b.paidOn &&
  a.note === b.note;
