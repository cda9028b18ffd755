import type { Sum } from "../pay.ts";
import type { Payout } from "./payout.ts";
import type { WorkDay } from "./work-day.ts";

/** What one currency comes to, in millionths. All are whole numbers: nothing is ever rounded. */
export interface Account {
  readonly currency: string;
  readonly earnedMicros: number;
  readonly paidMicros: number;
  /** Earned less paid; below 0 for somebody who was paid ahead. */
  readonly owedMicros: number;
}

/** A sum that is not exact is a fault, never a figure. */
const exactly = (sum: number): number => {
  if (!Number.isSafeInteger(sum)) throw new Error(`a sum of ${sum} millionths is not exact`);
  return sum;
};

/** What these days earned, by currency in the order of its code. */
export const earnedIn = (days: readonly Pick<WorkDay, "sums">[]): readonly Sum[] => {
  const sums = new Map<string, Sum>();
  for (const { currency, amountMicros, annotations } of days.flatMap((day) => day.sums)) {
    const before = sums.get(currency) ?? { currency, amountMicros: 0, annotations: 0 };
    sums.set(currency, {
      currency,
      amountMicros: exactly(before.amountMicros + amountMicros),
      annotations: before.annotations + annotations,
    });
  }
  return [...sums.values()].sort(byCurrency);
};

/** Earned, paid and owed, by currency: every currency that was earned or paid in. In the order of its code. */
export const accountsOf = (
  days: readonly Pick<WorkDay, "sums">[],
  payouts: readonly Pick<Payout, "currency" | "amountMicros">[],
): readonly Account[] => {
  const earned = new Map(earnedIn(days).map(({ currency, amountMicros }) => [currency, amountMicros]));
  const paid = new Map<string, number>();
  for (const { currency, amountMicros } of payouts)
    paid.set(currency, exactly((paid.get(currency) ?? 0) + amountMicros));
  return [...new Set([...earned.keys(), ...paid.keys()])].sort().map((currency) => {
    const earnedMicros = earned.get(currency) ?? 0;
    const paidMicros = paid.get(currency) ?? 0;
    return { currency, earnedMicros, paidMicros, owedMicros: exactly(earnedMicros - paidMicros) };
  });
};

const byCurrency = (a: { readonly currency: string }, b: { readonly currency: string }): number =>
  a.currency < b.currency ? -1 : 1;
