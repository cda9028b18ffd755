import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountsOf, earnedIn } from "../../../core/my-work/account.ts";
import { hasBegun, isDay } from "../../../core/my-work/payout.ts";
import { answersIn, workDays } from "../../../core/my-work/work-day.ts";
import { dayOf, type LedgerLine } from "../../../core/pay.ts";
import { aHeader, annotatorOf, projectIdOf } from "../../support/labelling.ts";

const anyLine: fc.Arbitrary<LedgerLine> = fc.record({
  annotatorId: fc.constant(annotatorOf(1)),
  projectId: fc.constantFrom("forest", "river", "field").map(projectIdOf),
  itemId: fc.constant(aHeader().itemId),
  round: fc.integer({ min: 1, max: 3 }),
  assignmentId: fc.constant("A" as LedgerLine["assignmentId"]),
  acceptedAtMs: fc.integer({ min: Date.UTC(2025, 11, 30), max: Date.UTC(2026, 1, 2) }),
  pay: fc.oneof(
    fc.constant({ kind: "unpaid" as const }),
    fc.record({
      kind: fc.constant("paid" as const),
      amountMicros: fc.integer({ min: 1, max: 1_000_000_000_000 }),
      currency: fc.constantFrom("INR", "EUR", "USD"),
    }),
  ),
});
const anyPayout = fc.record({
  currency: fc.constantFrom("INR", "EUR", "XOF"),
  amountMicros: fc.integer({ min: 1, max: 1_000_000_000_000 }),
});
const checked = <Drawn>(name: string, property: fc.IProperty<Drawn>): void => {
  const seed = 20_260_304;
  console.info(`${name}: seed ${seed}`);
  fc.assert(property, { seed, numRuns: 300 });
};

describe("work, day by day", () => {
  it("comes to what the ledger holds, to the millionth, in whatever order it arrived", () => {
    checked(
      "days against lines",
      fc.property(fc.array(anyLine, { maxLength: 60 }), fc.array(anyPayout, { maxLength: 8 }), (lines, payouts) => {
        const days = workDays(lines);
        expect(workDays(lines.toReversed())).toEqual(days);
        expect(answersIn(days)).toBe(lines.length);
        const micros = (currency: string): bigint =>
          lines.reduce(
            (sum, { pay }) => (pay.kind === "paid" && pay.currency === currency ? sum + BigInt(pay.amountMicros) : sum),
            0n,
          );
        for (const { currency, amountMicros } of earnedIn(days)) expect(BigInt(amountMicros)).toBe(micros(currency));
        for (const { currency, earnedMicros, paidMicros, owedMicros } of accountsOf(days, payouts)) {
          const paid = payouts.filter((one) => one.currency === currency);
          expect(BigInt(earnedMicros)).toBe(micros(currency));
          expect(BigInt(paidMicros)).toBe(paid.reduce((sum, one) => sum + BigInt(one.amountMicros), 0n));
          expect(owedMicros + paidMicros).toBe(earnedMicros);
        }
        const paidIn = lines.flatMap(({ pay }) => (pay.kind === "paid" ? [pay.currency] : []));
        const currencies = new Set([...paidIn, ...payouts.map(({ currency }) => currency)]);
        expect(accountsOf(days, payouts).map(({ currency }) => currency)).toEqual([...currencies].sort());
      }),
    );
  });

  it("stands newest first, one line for a project and a day, unpaid answers counted too", () => {
    const line = (atMs: number, project: string, pay: LedgerLine["pay"]): LedgerLine => ({
      annotatorId: annotatorOf(1),
      projectId: projectIdOf(project),
      itemId: aHeader().itemId,
      round: 1,
      assignmentId: "A" as LedgerLine["assignmentId"],
      acceptedAtMs: atMs,
      pay,
    });
    const [first, next] = [Date.UTC(2026, 0, 31, 23, 59, 59, 999), Date.UTC(2026, 1, 1)];
    const inr = { kind: "paid", amountMicros: 1, currency: "INR" } as const;
    const days = workDays([
      line(first, "forest", inr),
      line(next, "river", inr),
      line(next, "river", { kind: "unpaid" }),
    ]);
    expect(days.map(({ day, answers, unpaid }) => [day, answers, unpaid])).toEqual([
      [dayOf(next), 2, 1],
      [dayOf(first), 1, 0],
    ]);
  });

  it("is a fault, not a figure, where a sum could no longer be exact", () => {
    const most = { currency: "INR", amountMicros: Number.MAX_SAFE_INTEGER, annotations: 1 };
    expect(() => earnedIn([{ sums: [most] }, { sums: [{ ...most, amountMicros: 1 }] }])).toThrow("not exact");
  });
});

describe("the day of a payout", () => {
  it.each(["2026-02-28", "2024-02-29"])("%s is one", (day) => expect(isDay(day)).toBe(true));
  it.each(["2026-02-29", "2026-13-01", "2026-2-1", "", "2026-02-28T00:00", "yesterday"])("%s is none", (day) =>
    expect(isDay(day)).toBe(false),
  );

  it("may have begun further east, and not the day after", () => {
    const noon = Date.UTC(2026, 2, 4, 12);
    expect(["2026-03-04", "2026-03-05", "2026-03-06"].map((day) => hasBegun(day, noon))).toEqual([true, true, false]);
  });
});
