import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { type LedgerLine, monthOf, monthsBetween, sumByCurrency } from "../../core/pay.ts";
import { addCounts, countsNow, NO_COUNTS } from "../../core/progress.ts";
import { aHeader, annotatorOf } from "../support/labelling.ts";

const line = (pay: LedgerLine["pay"]): LedgerLine => ({
  annotatorId: annotatorOf(1),
  projectId: aHeader().projectId,
  itemId: aHeader().itemId,
  round: 1,
  assignmentId: "A" as LedgerLine["assignmentId"],
  acceptedAtMs: 0,
  pay,
});

describe("pay", () => {
  it("is summed exactly, by currency", () => {
    const inr = line({ kind: "paid", amountMicros: 333_333, currency: "INR" });
    const eur = line({ kind: "paid", amountMicros: 10_000, currency: "EUR" });
    expect(sumByCurrency([inr, eur, inr, line({ kind: "unpaid" }), inr])).toEqual([
      { currency: "EUR", amountMicros: 10_000, annotations: 1 },
      { currency: "INR", amountMicros: 999_999, annotations: 3 },
    ]);
  });

  it("is counted in months of UTC, newest first, across years", () => {
    expect(monthOf(Date.UTC(2026, 0, 31, 23, 59, 59, 999))).toBe("2026-01");
    expect(monthsBetween(Date.UTC(2025, 10, 30), Date.UTC(2026, 1, 1))).toEqual([
      "2026-02",
      "2026-01",
      "2025-12",
      "2025-11",
    ]);
    expect(monthsBetween(5, 5)).toEqual(["1970-01"]);
  });

  it("knows nothing of quality: the code that pays imports none that judges (I10)", async () => {
    for (const file of [
      "core/pay.ts",
      "lambdas/store/ledger.ts",
      "lambdas/steps/pay-answer.ts",
      "lambdas/steps/work-of.ts",
      "lambdas/earnings.ts",
      "core/my-work/account.ts",
      "core/my-work/payout.ts",
      "core/my-work/work-day.ts",
      "lambdas/store/payouts.ts",
      "lambdas/store/work-months.ts",
      "lambdas/record-payout.ts",
      "lambdas/list-payouts.ts",
      "lambdas/shown-payout.ts",
    ]) {
      const source = await readFile(new URL(`../../${file}`, import.meta.url), "utf8");
      expect(
        source.match(/from ".*(consensus|gold|skill|agreement|decide|settle|proposal|thread).*"/g),
        file,
      ).toBeNull();
    }
  });
});

describe("progress", () => {
  it("is the exact count with what changed since, and never below nothing", () => {
    const exact = addCounts(NO_COUNTS, { open: 5, agreed: 2 });
    const then = addCounts(NO_COUNTS, { open: 100, agreed: -3 });
    expect(countsNow(exact, then, addCounts(then, { open: -1, agreed: 1 }))).toMatchObject({ open: 4, agreed: 3 });
    expect(countsNow(exact, then, addCounts(then, { open: -9 }))).toMatchObject({ open: 0 });
  });
});
